//! The operations of a document, by method and path.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Document, Method, Node, NodeValue, Pointer};

/// An operation with the pointers of its parts.
#[derive(Debug)]
pub(super) struct DriftOperation {
    pub method: Method,
    pub path: String,
    /// The pointer of the operation.
    pub at: Pointer,
    /// The pointers of `servers`: of the operation, of the path item and of the document. The first that exists applies.
    servers: [Pointer; 3],
    /// The parameters; those of the path item come first.
    parameters: Vec<Pointer>,
}

/// The path without parameter names, and the method.
pub(super) type OperationKey = (String, Method);

/// Returns the operations by key.
pub(super) fn operations(document: &Document) -> BTreeMap<OperationKey, DriftOperation> {
    let root = Pointer::root(document.root_file());
    let prefix = prefix(document, &root);
    let paths = root.child("paths");
    let mut found = BTreeMap::new();
    for entry in document.node(&paths).into_iter().flat_map(Node::entries) {
        let item = target(document, &paths.child(&entry.key));
        for method in Method::ALL {
            let at = item.child(method.key());
            if document.node(&at).is_none() {
                continue;
            }
            let path = format!("{prefix}{}", entry.key);
            let parameters =
                [item.child("parameters"), at.child("parameters")].iter().flat_map(|list| items(document, list)).collect();
            let servers = [&at, &item, &root].map(|of| of.child("servers"));
            found.insert((anonymous(&path), method), DriftOperation { method, path, at, servers, parameters });
        }
    }
    found
}

/// Returns the path of the first server: `/v1` for `https://api.example.com/v1`.
fn prefix(document: &Document, root: &Pointer) -> String {
    let url = document.node(&root.child("servers").index(0).child("url")).and_then(Node::as_str).unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map(|start| rest[start..].trim_end_matches('/').to_owned()).unwrap_or_default()
}

/// Removes the parameter names from a path, so that `/deals/{id}` equals `/deals/{deal_id}`.
fn anonymous(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn items(document: &Document, list: &Pointer) -> Vec<Pointer> {
    let count = document.node(list).map_or(0, |node| node.items().len());
    (0..count).map(|index| target(document, &list.index(index))).collect()
}

/// Resolves references at a pointer.
pub(super) fn target(document: &Document, at: &Pointer) -> Pointer {
    let mut at = at.clone();
    let mut seen = BTreeSet::new();
    while seen.insert(at.clone())
        && let Some(reference) = document.node(&at).and_then(|node| node.get("$ref")).and_then(Node::as_str)
        && let Some(to) = document.follow(&at, reference)
    {
        at = to;
    }
    at
}

impl DriftOperation {
    /// Returns the parameters by location and name. Path parameters are numbered, since their names are not sent.
    pub fn parameters(&self, document: &Document) -> BTreeMap<(String, String), Pointer> {
        let string =
            |at: &Pointer, key: &str| document.node(&at.child(key)).and_then(Node::as_str).unwrap_or_default().to_owned();
        let names: Vec<&str> = self.path.split('/').filter(|segment| segment.starts_with('{')).collect();
        let mut found = BTreeMap::new();
        for at in &self.parameters {
            let (location, mut name) = (string(at, "in"), string(at, "name"));
            // OpenAPI ignores `Authorization` parameters; credentials belong to `security`.
            if location == "header" && name.eq_ignore_ascii_case("authorization") {
                continue;
            }
            if location == "path"
                && let Some(position) = names.iter().position(|segment| segment.trim_matches(['{', '}']) == name)
            {
                name = format!("number {}", position + 1);
            }
            found.insert((location, name), at.clone());
        }
        found
    }

    /// Returns the media types of the request body with their schemas.
    pub fn body(&self, document: &Document) -> Vec<(String, Pointer)> {
        content(document, &target(document, &self.at.child("requestBody")))
    }

    /// Returns the media types of the first success response with a body, with their schemas.
    pub fn response(&self, document: &Document) -> Vec<(String, Pointer)> {
        let success = self.statuses(document).into_iter().filter(|(status, _)| status.starts_with('2'));
        let contents = success.map(|(_, at)| content(document, &target(document, &at)));
        contents.into_iter().find(|media| !media.is_empty()).unwrap_or_default()
    }

    /// Returns the statuses of the responses with their pointers.
    pub fn statuses(&self, document: &Document) -> Vec<(String, Pointer)> {
        let responses = self.at.child("responses");
        let entries = document.node(&responses).into_iter().flat_map(Node::entries);
        entries.map(|entry| (entry.key.to_ascii_uppercase(), responses.child(&entry.key))).collect()
    }

    /// Returns the scheme and host of the servers, and the pointer of their list.
    pub fn origins(&self, document: &Document) -> (BTreeSet<String>, &Pointer) {
        let at = self.servers.iter().find(|at| document.node(at).is_some()).unwrap_or(&self.servers[2]);
        let urls = document.node(at).into_iter().flat_map(Node::items).filter_map(|server| server.get("url")?.as_str());
        let origin = |url: &str| {
            let (scheme, rest) = url.split_once("://")?;
            Some(format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()).to_ascii_lowercase())
        };
        (urls.filter_map(origin).collect(), at)
    }

    /// Returns the OAuth scopes, any of which suffices.
    pub fn scopes<'a>(&self, document: &'a Document) -> BTreeSet<&'a str> {
        let schemes = document.node(&self.at.child("security")).into_iter().flat_map(Node::items);
        schemes.filter_map(|scheme| scheme.get("oauth2")).flat_map(Node::items).filter_map(Node::as_str).collect()
    }

    /// Returns the token cost: a number, or a string in the vendor's files.
    pub fn cost(&self, document: &Document) -> Option<String> {
        match &document.node(&self.at.child("x-token-cost"))?.value {
            NodeValue::Number(number) => Some(number.to_string()),
            NodeValue::String(string) => Some(string.clone()),
            _ => None,
        }
    }

    /// Returns whether the operation is deprecated.
    pub fn is_deprecated(&self, document: &Document) -> bool {
        is_deprecated(document, &self.at)
    }
}

/// Returns whether an element is deprecated.
pub(super) fn is_deprecated(document: &Document, at: &Pointer) -> bool {
    document.node(&at.child("deprecated")).is_some_and(|node| node.value == NodeValue::Bool(true))
}

fn content(document: &Document, at: &Pointer) -> Vec<(String, Pointer)> {
    let content = at.child("content");
    let media = document.node(&content).into_iter().flat_map(Node::entries);
    media.map(|entry| (entry.key.clone(), content.child(&entry.key).child("schema"))).collect()
}
