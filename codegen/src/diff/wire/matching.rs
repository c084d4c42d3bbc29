//! Which thing of the one side is which of the other.

use std::collections::BTreeMap;

use super::Sides;
use super::cursor::NodeCursor;
use super::merged::MergedSchema;
use crate::load::{Document, Pointer};

/// The methods that OpenAPI knows, in the order in which operations are listed.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// An operation of one side.
#[derive(Clone)]
pub(in crate::diff) struct WireOperation<'a> {
    /// The method in capitals.
    pub method: String,
    /// The path as it is written.
    pub path: String,
    /// Method and path, the names of its parameters left out.
    key: String,
    pub(super) at: NodeCursor<'a>,
    /// The path item, with what all its operations share.
    pub(super) item: NodeCursor<'a>,
    /// Where the path stands in the root file.
    pub path_at: Pointer,
}

impl<'a> WireOperation<'a> {
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
    pub both: Vec<Sides<WireOperation<'a>>>,
    pub removed: Vec<WireOperation<'a>>,
    pub added: Vec<WireOperation<'a>>,
}

/// Puts the operations of two descriptions together: by method and path, the names of parameters left out, and what is left by operation id.
pub(in crate::diff) fn pair<'a>(base: &'a Document, head: &'a Document) -> Pairs<'a> {
    let (was, mut is) = (operations(base), operations(head));
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for old in was {
        match is.iter().position(|new| new.key == old.key) {
            Some(index) => pairs.both.push(Sides { base: old, head: is.remove(index) }),
            None => pairs.removed.push(old),
        }
    }
    for old in std::mem::take(&mut pairs.removed) {
        let same = |new: &WireOperation<'_>| old.id().is_some() && new.id() == old.id() && new.method == old.method;
        match is.iter().position(same) {
            Some(index) => pairs.both.push(Sides { base: old, head: is.remove(index) }),
            None => pairs.removed.push(old),
        }
    }
    pairs.added = is;
    pairs
}

fn operations(document: &Document) -> Vec<WireOperation<'_>> {
    let Some(paths) = NodeCursor::root(document).and_then(|root| root.get("paths")) else { return Vec::new() };
    let mut operations = Vec::new();
    for (path, written) in paths.members() {
        let path_at = written.at.clone();
        let item = written.followed();
        for method in METHODS {
            if let Some(at) = item.raw(method) {
                let method = method.to_uppercase();
                let key = format!("{method} {}", without_parameter_names(path));
                let (path, item, path_at) = (path.to_owned(), item.clone(), path_at.clone());
                operations.push(WireOperation { method, path, key, at, item, path_at });
            }
        }
    }
    operations
}

/// `/deals/{}/files` for `/deals/{id}/files`.
fn without_parameter_names(path: &str) -> String {
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

/// Variants that belong together, then those that are removed, then those that are new.
pub(super) type MatchedVariants<'a, 'b> = (Vec<(NodeCursor<'a>, NodeCursor<'b>)>, Vec<NodeCursor<'a>>, Vec<NodeCursor<'b>>);

/// Puts variants together: by name, then those that hold the same, then a single one that is left on both sides.
pub(super) fn variants_of<'a, 'b>(was: &[NodeCursor<'a>], is: &[NodeCursor<'b>]) -> MatchedVariants<'a, 'b> {
    let (mut removed, mut new) = (was.to_vec(), is.to_vec());
    let mut pairs = Vec::new();
    let mut take = |removed: &mut Vec<NodeCursor<'a>>,
                    new: &mut Vec<NodeCursor<'b>>,
                    same: &dyn Fn(&NodeCursor<'a>, &NodeCursor<'b>) -> bool| {
        removed.retain(|old| match new.iter().position(|new| same(old, new)) {
            Some(index) => {
                pairs.push((old.clone(), new.remove(index)));
                false
            }
            None => true,
        });
    };
    let name = |at: &NodeCursor<'_>| at.reference().and_then(|text| text.rsplit_once('/')).map(|(_, name)| name.to_owned());
    take(&mut removed, &mut new, &|old, new| name(old).is_some() && name(old) == name(new));
    take(&mut removed, &mut new, &|old, new| old.clone().followed().node.to_json() == new.clone().followed().node.to_json());
    take(&mut removed, &mut new, &|old, new| {
        name(old).is_none() && name(new).is_none() && inline_signature(old) == inline_signature(new)
    });
    (pairs, removed, new)
}

/// What tells inline variants apart: the type and the names of the properties.
fn inline_signature(at: &NodeCursor<'_>) -> BTreeMap<String, bool> {
    let view = MergedSchema::of(at.clone());
    let properties = view.properties().into_iter().map(|(name, _)| (name.to_owned(), true));
    properties.chain(view.type_name().map(|name| (format!("type {name}"), false))).collect()
}
