//! Matches the operations and variants of both sides.

use std::collections::BTreeMap;

use super::Sides;
use crate::load::{Document, Pointer};
use crate::value::{MergedSchema, NodeCursor};

/// The methods of OpenAPI, in the order in which operations are listed.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// An operation of one side.
#[derive(Clone)]
pub(in crate::diff) struct WireOperation<'a> {
    /// The method in upper case.
    pub method: String,
    /// The path as written.
    pub path: String,
    /// The method and the path without parameter names.
    key: String,
    pub(super) at: NodeCursor<'a>,
    /// The path item, which contains what its operations share.
    pub(super) item: NodeCursor<'a>,
    /// The pointer of the path in the root file.
    pub path_at: Pointer,
}

impl<'a> WireOperation<'a> {
    /// Returns the pointer of the operation.
    pub fn pointer(&self) -> &Pointer {
        &self.at.at
    }

    /// Returns the `operationId`.
    pub fn id(&self) -> Option<&'a str> {
        self.at.string("operationId")
    }

    /// Returns the method and path.
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Returns the first tag.
    pub fn tag(&self) -> Option<&'a str> {
        self.at.node.get("tags")?.items().first()?.as_str()
    }

    /// Returns whether the operation is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.at.flag("deprecated")
    }
}

/// The matched operations of both sides.
pub(in crate::diff) struct Pairs<'a> {
    pub both: Vec<Sides<WireOperation<'a>>>,
    pub removed: Vec<WireOperation<'a>>,
    pub added: Vec<WireOperation<'a>>,
}

/// Matches the operations of two descriptions by method and path, ignoring parameter names, and the rest by method and operation id.
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

/// Removes the parameter names from a path: `/deals/{}/files` for `/deals/{id}/files`.
fn without_parameter_names(path: &str) -> String {
    let mut output = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        output.push_str(before);
        output.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    output + rest
}

/// Returns the parameter names of a path in order.
pub(super) fn path_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// Matched variants, then removed ones, then added ones.
pub(super) type MatchedVariants<'a, 'b> = (Vec<(NodeCursor<'a>, NodeCursor<'b>)>, Vec<NodeCursor<'a>>, Vec<NodeCursor<'b>>);

/// Matches variants by name, then by equal content, then by the type and property names of inline variants.
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

/// Returns the type and the property names of an inline variant.
fn inline_signature(at: &NodeCursor<'_>) -> BTreeMap<String, bool> {
    let view = MergedSchema::of(at.clone());
    let properties = view.properties().into_keys().map(|name| (name.to_owned(), true));
    properties.chain([(format!("type {}", view.own_types().describe()), false)]).collect()
}
