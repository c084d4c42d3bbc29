//! Matches the operations and variants of both sides.

use std::collections::BTreeMap;
use std::hash::Hash;

use super::Sides;
use crate::diff::pool::Pool;
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
    let mut is = Pool::new(operations(head));
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    let mut by_path = is.by_key(|new| Some(new.key.clone()));
    for old in operations(base) {
        match is.take(&mut by_path, &old.key) {
            Some(new) => pairs.both.push(Sides { base: old, head: new }),
            None => pairs.removed.push(old),
        }
    }
    let key = |operation: &WireOperation<'_>| Some((operation.method.clone(), operation.id()?.to_owned()));
    let mut by_id = is.by_key(key);
    for old in std::mem::take(&mut pairs.removed) {
        match key(&old).and_then(|key| is.take(&mut by_id, &key)) {
            Some(new) => pairs.both.push(Sides { base: old, head: new }),
            None => pairs.removed.push(old),
        }
    }
    pairs.added = is.rest();
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
    let mut matching = VariantMatching { pairs: Vec::new(), removed: was.to_vec(), new: Pool::new(is.iter().cloned()) };
    let name = |at: &NodeCursor<'_>| at.reference().and_then(|text| text.rsplit_once('/')).map(|(_, name)| name.to_owned());
    matching.take(name);
    matching.take(|at| Some(at.clone().followed().node.to_json()));
    matching.take(|at| name(at).is_none().then(|| inline_signature(at)));
    (matching.pairs, matching.removed, matching.new.rest())
}

struct VariantMatching<'a, 'b> {
    pairs: Vec<(NodeCursor<'a>, NodeCursor<'b>)>,
    removed: Vec<NodeCursor<'a>>,
    new: Pool<NodeCursor<'b>>,
}

impl VariantMatching<'_, '_> {
    /// Matches the variants that have the same key.
    fn take<K: Eq + Hash>(&mut self, key: impl Fn(&NodeCursor<'_>) -> Option<K>) {
        let mut by_key = self.new.by_key(&key);
        self.removed.retain(|old| {
            let new = key(old).and_then(|key| self.new.take(&mut by_key, &key));
            let is_matched = new.is_some();
            self.pairs.extend(new.map(|new| (old.clone(), new)));
            !is_matched
        });
    }
}

/// Returns the type and the property names of an inline variant.
fn inline_signature(at: &NodeCursor<'_>) -> BTreeMap<String, bool> {
    let view = MergedSchema::of(at.clone());
    let properties = view.properties().into_keys().map(|name| (name.to_owned(), true));
    properties.chain([(format!("type {}", view.own_types().describe()), false)]).collect()
}
