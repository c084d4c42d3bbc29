//! Detects which operations follow the conventions of this project: `required` applies to requests only, enums are open unless they are `x-closed`,
//! and any one scope suffices.
//!
//! An operation declares them by `x-token-cost`, or by an extension in one of its schemas. Words in descriptions, examples and names of properties
//! declare nothing.

use std::collections::BTreeSet;

use super::matching::WireOperation;
use crate::load::{Document, Node};
use crate::value::NodeCursor;

/// The extension of an operation that declares the conventions.
const OF_OPERATIONS: &str = "x-token-cost";

/// The extensions of schemas that declare the conventions of the operations that use them.
const OF_SCHEMAS: [&str; 2] = ["x-proven", "x-id"];

/// Keys whose values are any JSON.
const VALUES: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Keys of maps whose keys are names that the description chooses.
const NAMED: [&str; 14] = [
    "paths",
    "schemas",
    "parameters",
    "requestBodies",
    "responses",
    "headers",
    "properties",
    "content",
    "encoding",
    "links",
    "callbacks",
    "mapping",
    "patternProperties",
    "$defs",
];

/// The declarations of one description.
#[derive(Clone, Copy)]
pub(super) struct Conventions {
    /// Whether any schema declares them. If not, there is no need to search those of each operation.
    in_schemas: bool,
}

impl Conventions {
    pub fn of(document: &Document) -> Self {
        Self { in_schemas: document.files().any(|file| is_declared_below(file.node())) }
    }

    /// Returns whether an operation follows the conventions.
    pub fn apply_to(self, operation: &WireOperation<'_>) -> bool {
        operation.at.raw(OF_OPERATIONS).is_some()
            || self.in_schemas && is_reachable([Some(operation.at.clone()), operation.item.raw("parameters")])
    }
}

/// Returns whether the value of a key is searched, and whether the keys of that value are names. `are_names` is that of the key itself.
fn searched(key: &str, are_names: bool) -> Option<bool> {
    let is_searched = are_names || !VALUES.contains(&key) && !key.starts_with("x-");
    is_searched.then(|| !are_names && NAMED.contains(&key))
}

fn is_declared_in(node: &Node, are_names: bool) -> bool {
    !are_names && node.entries().iter().any(|entry| OF_SCHEMAS.contains(&entry.key.as_str()))
}

/// Returns whether a schema in a file declares the conventions.
fn is_declared_below(root: &Node) -> bool {
    let mut rest = vec![(root, false)];
    while let Some((node, are_names)) = rest.pop() {
        if is_declared_in(node, are_names) {
            return true;
        }
        let entries = node.entries().iter();
        rest.extend(entries.filter_map(|entry| Some((&entry.value, searched(&entry.key, are_names)?))));
        rest.extend(node.items().iter().map(|item| (item, false)));
    }
    false
}

/// Returns whether a schema that can be reached from the given nodes declares the conventions.
fn is_reachable<'a>(from: impl IntoIterator<Item = Option<NodeCursor<'a>>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut rest: Vec<(NodeCursor<'a>, bool)> = from.into_iter().flatten().map(|at| (at, false)).collect();
    while let Some((at, are_names)) = rest.pop() {
        if !are_names && at.reference().is_some() {
            let target = at.followed();
            if target.reference().is_none() && seen.insert(target.at.clone()) {
                rest.push((target, false));
            }
            continue;
        }
        if is_declared_in(at.node, are_names) {
            return true;
        }
        rest.extend(at.members().filter_map(|(key, member)| Some((member, searched(key, are_names)?))));
        rest.extend(at.items().map(|item| (item, false)));
    }
    false
}
