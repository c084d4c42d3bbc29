//! The entries of a mapping.

use std::collections::HashMap;
use std::ops::Deref;

use super::{Node, NodeEntry};

/// The number of entries from which keys are looked up in an index.
const INDEXED: usize = 16;

/// The entries of a mapping in the order written, each key once.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    entries: Vec<NodeEntry>,
    /// The positions of the keys, if there are many entries.
    #[expect(clippy::box_collection, reason = "most mappings are small, and have no index")]
    positions: Option<Box<HashMap<String, usize>>>,
}

impl Mapping {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&NodeEntry> {
        self.position(key).and_then(|position| self.entries.get(position))
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.positions {
            Some(positions) => positions.get(key).copied(),
            None => self.entries.iter().position(|entry| entry.key == key),
        }
    }

    /// Adds an entry at the end. An entry with the same key is removed.
    pub fn push(&mut self, entry: NodeEntry) {
        if let Some(position) = self.position(&entry.key) {
            self.entries.remove(position);
            self.positions = None;
        }
        let position = self.entries.len();
        match &mut self.positions {
            Some(positions) => drop(positions.insert(entry.key.clone(), position)),
            None if position >= INDEXED => {
                let all = self.entries.iter().chain([&entry]).enumerate();
                self.positions = Some(Box::new(all.map(|(position, entry)| (entry.key.clone(), position)).collect()));
            }
            None => {}
        }
        self.entries.push(entry);
    }

    /// The values, to change them.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.entries.iter_mut().map(|entry| &mut entry.value)
    }
}

impl Deref for Mapping {
    type Target = [NodeEntry];

    fn deref(&self) -> &[NodeEntry] {
        &self.entries
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a NodeEntry;
    type IntoIter = std::slice::Iter<'a, NodeEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

#[cfg(test)]
mod tests {
    use super::Mapping;
    use crate::openapi::{Node, NodeEntry, NodeValue, Span};

    #[test]
    fn every_key_has_its_last_value() {
        let mut mapping = Mapping::default();
        let number = |n: usize| Node { span: Span::default(), value: NodeValue::Number(n.into()) };
        let entry = |n: usize, value| NodeEntry { key: n.to_string(), key_span: Span::default(), value: number(value) };
        for n in 0..100 {
            mapping.push(entry(n, n));
            mapping.push(entry(n / 2, n + 1000));
            assert_eq!(mapping.entry(&(n / 2).to_string()).map(|entry| &entry.value), Some(&number(n + 1000)));
        }
        assert_eq!((mapping.len(), mapping.entry("100"), mapping.entry("x")), (100, None, None));
        assert_eq!(mapping.entry("60").map(|entry| &entry.value), Some(&number(60)));
    }
}
