//! Which thing of the one side is which of the other.

use std::collections::BTreeMap;

use super::Sides;
use super::cursor::Cursor;
use super::view::View;
use crate::load::{Document, Pointer};

/// The methods that OpenAPI knows, in the order in which operations are listed.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// An operation of one side.
#[derive(Clone)]
pub(in crate::diff) struct Operation<'a> {
    /// The method in capitals.
    pub method: String,
    /// The path as it is written.
    pub path: String,
    /// Method and path, the names of its parameters left out.
    key: String,
    pub(super) at: Cursor<'a>,
    /// The path item, with what all its operations share.
    pub(super) item: Cursor<'a>,
    /// Where the path stands in the root file.
    pub path_at: Pointer,
}

impl<'a> Operation<'a> {
    /// Where it is described.
    pub fn pointer(&self) -> &Pointer {
        &self.at.at
    }

    /// Its `operationId`.
    pub fn id(&self) -> Option<&'a str> {
        self.at.text("operationId")
    }

    /// Its method and path.
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Its first tag.
    pub fn tag(&self) -> Option<&'a str> {
        self.at.node.get("tags")?.items().first()?.as_str()
    }

    /// Whether it is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.at.flag("deprecated")
    }
}

/// The operations of both sides, put together.
pub(in crate::diff) struct Pairs<'a> {
    pub both: Vec<Sides<Operation<'a>>>,
    pub removed: Vec<Operation<'a>>,
    pub added: Vec<Operation<'a>>,
}

/// Puts the operations of two descriptions together: by method and path, the names of parameters left out, and what is left by operation id.
pub(in crate::diff) fn pair<'a>(base: &'a Document, head: &'a Document) -> Pairs<'a> {
    let (was, mut is) = (operations(base), operations(head));
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for old in was {
        match is.iter().position(|new| new.key == old.key) {
            Some(place) => pairs.both.push(Sides { base: old, head: is.remove(place) }),
            None => pairs.removed.push(old),
        }
    }
    for old in std::mem::take(&mut pairs.removed) {
        let same = |new: &Operation<'_>| old.id().is_some() && new.id() == old.id() && new.method == old.method;
        match is.iter().position(same) {
            Some(place) => pairs.both.push(Sides { base: old, head: is.remove(place) }),
            None => pairs.removed.push(old),
        }
    }
    pairs.added = is;
    pairs
}

fn operations(document: &Document) -> Vec<Operation<'_>> {
    let Some(paths) = Cursor::root(document).and_then(|root| root.get("paths")) else { return Vec::new() };
    let mut operations = Vec::new();
    for (path, written) in paths.members() {
        let path_at = written.at.clone();
        let item = written.followed();
        for method in METHODS {
            if let Some(at) = item.raw(method) {
                let method = method.to_uppercase();
                let key = format!("{method} {}", without_names(path));
                let (path, item, path_at) = (path.to_owned(), item.clone(), path_at.clone());
                operations.push(Operation { method, path, key, at, item, path_at });
            }
        }
    }
    operations
}

/// `/deals/{}/files` for `/deals/{id}/files`.
fn without_names(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    text + rest
}

/// The names in the braces of a path, in their order.
pub(super) fn path_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// Variants that belong together, then those that are gone, then those that are new.
pub(super) type Matched<'a, 'b> = (Vec<(Cursor<'a>, Cursor<'b>)>, Vec<Cursor<'a>>, Vec<Cursor<'b>>);

/// Puts variants together: by name, then those that hold the same, then a single one that is left on both sides.
pub(super) fn variants_of<'a, 'b>(was: &[Cursor<'a>], is: &[Cursor<'b>]) -> Matched<'a, 'b> {
    let (mut gone, mut new) = (was.to_vec(), is.to_vec());
    let mut pairs = Vec::new();
    let mut take = |gone: &mut Vec<Cursor<'a>>, new: &mut Vec<Cursor<'b>>, same: &dyn Fn(&Cursor<'a>, &Cursor<'b>) -> bool| {
        gone.retain(|old| match new.iter().position(|new| same(old, new)) {
            Some(place) => {
                pairs.push((old.clone(), new.remove(place)));
                false
            }
            None => true,
        });
    };
    let name = |at: &Cursor<'_>| at.reference().and_then(|text| text.rsplit_once('/')).map(|(_, name)| name.to_owned());
    take(&mut gone, &mut new, &|old, new| name(old).is_some() && name(old) == name(new));
    take(&mut gone, &mut new, &|old, new| old.clone().followed().node.to_json() == new.clone().followed().node.to_json());
    take(&mut gone, &mut new, &|old, new| name(old).is_none() && name(new).is_none() && kind(old) == kind(new));
    (pairs, gone, new)
}

/// What tells inline variants apart: the type and the names of the properties.
fn kind(at: &Cursor<'_>) -> BTreeMap<String, bool> {
    let view = View::of(at.clone());
    let properties = view.properties().into_iter().map(|(name, _)| (name.to_owned(), true));
    properties.chain(view.type_name().map(|name| (format!("type {name}"), false))).collect()
}
