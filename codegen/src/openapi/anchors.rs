//! Anchors, aliases and merge keys of YAML, which external descriptions may have.

use std::collections::HashMap;

use super::{Mapping, Node, NodeValue};

/// The maximum number of values that the aliases of a file stand for, and of those with an anchor, where nested ones count several times. A
/// file of a few lines can have billions.
const MAX_EXPANDED: usize = 1_000_000;

/// The values with an anchor, by its number.
#[derive(Default)]
pub(super) struct Anchors {
    values: HashMap<usize, AnchoredValue>,
    expanded: usize,
    defined: usize,
}

struct AnchoredValue {
    node: Node,
    size: usize,
    depth: usize,
}

/// Why an alias has no value.
pub(super) enum AliasError {
    /// The alias is inside of its own value.
    Cycle,
    /// The aliases, or the values with an anchor.
    TooMany,
    TooDeep,
}

impl Anchors {
    pub(super) fn define(&mut self, anchor: usize, node: &Node) {
        if anchor > 0 {
            let (size, depth) = extent(node);
            self.defined = self.defined.saturating_add(size);
            if self.defined > MAX_EXPANDED {
                self.values.clear();
                return;
            }
            self.values.insert(anchor, AnchoredValue { node: node.clone(), size, depth });
        }
    }

    /// Returns the value of an alias that may have at most `depth` levels.
    pub(super) fn expand(&mut self, anchor: usize, depth: usize) -> Result<Node, AliasError> {
        if self.defined > MAX_EXPANDED {
            return Err(AliasError::TooMany);
        }
        let value = self.values.get(&anchor).ok_or(AliasError::Cycle)?;
        self.expanded = self.expanded.saturating_add(value.size);
        if self.expanded > MAX_EXPANDED {
            return Err(AliasError::TooMany);
        }
        if value.depth > depth { Err(AliasError::TooDeep) } else { Ok(value.node.clone()) }
    }
}

/// Returns the number of values in a node and its levels of nesting.
fn extent(node: &Node) -> (usize, usize) {
    let inner: Vec<(usize, usize)> = match &node.value {
        NodeValue::List(items) => items.iter().map(extent).collect(),
        NodeValue::Map(entries) => entries.iter().map(|entry| extent(&entry.value)).collect(),
        _ => return (1, 0),
    };
    let size = inner.iter().map(|(size, _)| size).sum::<usize>();
    (size + 1, inner.iter().map(|(_, depth)| depth).max().unwrap_or(&0) + 1)
}

/// Adds the entries of a merged mapping, or of a list of such, to a mapping that does not have their keys. Returns whether it is one.
pub(super) fn merge(entries: &mut Mapping, merged: &Node) -> bool {
    match &merged.value {
        NodeValue::Map(more) => {
            for entry in more {
                if entries.entry(&entry.key).is_none() {
                    entries.push(entry.clone());
                }
            }
            true
        }
        // The first mapping of a list takes precedence.
        NodeValue::List(items) => {
            let mut is_merged = true;
            for item in items {
                is_merged &= matches!(item.value, NodeValue::Map(_)) && merge(entries, item);
            }
            is_merged
        }
        _ => false,
    }
}
