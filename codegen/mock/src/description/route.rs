//! Finding the operation of a request.

use std::sync::OnceLock;

use http::Method;
use serde_json::value::RawValue;

use super::{ApiOperation, Description};

/// An operation with the path that it is sent to.
pub(crate) struct Route {
    method: Method,
    segments: Vec<PathSegment>,
    json: &'static RawValue,
    operation: OnceLock<ApiOperation>,
}

#[derive(PartialEq, Eq)]
enum PathSegment {
    Literal(String),
    Parameter(String),
}

/// The result of looking for a route.
pub(crate) enum RouteMatch {
    /// The operation, and the values of its path parameters.
    Found(&'static Route, Vec<(String, String)>),
    /// The path exists with these methods, but not with that of the request.
    OtherMethod(Vec<&'static Method>),
    /// No operation has this path.
    None,
}

impl Route {
    /// `None` for a key of a path item that is not a method.
    pub(super) fn new(method: &str, path: &str, json: &'static RawValue) -> Option<Self> {
        let method = match method {
            "get" => Method::GET,
            "post" => Method::POST,
            "put" => Method::PUT,
            "patch" => Method::PATCH,
            "delete" => Method::DELETE,
            _ => return None,
        };
        let segments = path.trim_matches('/').split('/').map(PathSegment::new).collect();
        Some(Self { method, segments, json, operation: OnceLock::new() })
    }

    /// Returns the operation, which is parsed on first use.
    pub(crate) fn operation(&'static self, description: &'static Description) -> &'static ApiOperation {
        self.operation.get_or_init(|| ApiOperation::parse(description, &self.method, &self.path(), super::parse(self.json)))
    }

    /// Whether this is the route of the operation with an id. Does not parse the operation.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.json.get().contains(&format!("\"operationId\":\"{id}\""))
    }

    fn path(&self) -> String {
        let segments = self.segments.iter().map(|segment| match segment {
            PathSegment::Literal(literal) => format!("/{literal}"),
            PathSegment::Parameter(name) => format!("/{{{name}}}"),
        });
        segments.collect()
    }

    /// Returns the values of the path parameters, if the path matches.
    fn matches(&self, path: &[String]) -> Option<Vec<(String, String)>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, value) in self.segments.iter().zip(path) {
            match segment {
                PathSegment::Literal(literal) if literal == value => {}
                PathSegment::Parameter(name) if !value.is_empty() => values.push((name.clone(), value.clone())),
                _ => return None,
            }
        }
        Some(values)
    }
}

impl PathSegment {
    fn new(segment: &str) -> Self {
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Self::Parameter(name.to_owned()),
            None => Self::Literal(segment.to_owned()),
        }
    }
}

pub(super) fn find(routes: &'static [Route], method: &Method, path: &str) -> RouteMatch {
    let segments = segments(path);
    let matching = routes.iter().filter_map(|route| Some((route, route.matches(&segments)?)));
    let (allowed, other): (Vec<_>, Vec<_>) = matching.partition(|(route, _)| route.method == *method);
    // The fewer parameters, the more specific.
    match allowed.into_iter().min_by_key(|(_, values)| values.len()) {
        Some((route, values)) => RouteMatch::Found(route, values),
        None if other.is_empty() => RouteMatch::None,
        None => RouteMatch::OtherMethod(other.into_iter().map(|(route, _)| &route.method).collect()),
    }
}

fn segments(path: &str) -> Vec<String> {
    let segments = path.trim_matches('/').split('/');
    let segments = segments.map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned());
    let mut segments: Vec<String> = segments.collect();
    // The server accepts version 1 under both prefixes.
    if segments.len() > 1 && segments[0] == "api" && segments[1] == "v1" {
        segments.remove(0);
    }
    segments
}

/// Returns the path of an operation that differs least from a path that none has, such as `/api/v2/deals/{id}` for `/api/v2/deal/5`.
pub(super) fn nearest(routes: &'static [Route], path: &str) -> Option<String> {
    let segments = segments(path);
    let differences = routes.iter().map(|route| (route.difference(&segments), route));
    differences.min_by_key(|(difference, _)| *difference).map(|(_, route)| route.path())
}

impl Route {
    /// Returns how many letters of a path differ, and of its missing segments.
    fn difference(&self, path: &[String]) -> usize {
        let api = || PathSegment::Literal("api".to_owned());
        // Both versions are often called without their prefixes.
        let without_prefix =
            self.segments.strip_prefix(&[api()][..]).filter(|_| path.first().is_some_and(|first| first != "api"));
        let own = without_prefix.unwrap_or(&self.segments);
        let pairs = own.iter().zip(path).map(|(own, segment)| match own {
            PathSegment::Literal(literal) => edits(literal, segment),
            // A value of a parameter is a number or a key, hardly a misspelt word.
            PathSegment::Parameter(_) => usize::from(!segment.bytes().any(|byte| byte.is_ascii_digit())) * segment.len().min(3),
        });
        let missing = own.iter().skip(path.len()).map(|own| match own {
            PathSegment::Literal(literal) => literal.len(),
            PathSegment::Parameter(_) => 2,
        });
        let left_over = path.iter().skip(own.len()).map(String::len);
        pairs.chain(missing).chain(left_over).sum()
    }
}

/// The number of letters that have to be added, removed or replaced to turn one word into another.
pub(super) fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for place in 1..row.len() {
            let replaced = diagonal + usize::from(letter != other[place - 1]);
            diagonal = row[place];
            row[place] = replaced.min(diagonal + 1).min(row[place - 1] + 1);
        }
    }
    row[other.len()]
}
