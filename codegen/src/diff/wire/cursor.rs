//! A place in a description and what stands there. References are followed; nothing is taken for granted about what is found.

use serde_json::Value;

use crate::load::{Document, Node, NodeValue, Pointer};

/// So many references may lead to one another; more go round in a circle.
const MAX_REFERENCES: usize = 32;

/// A place in a description.
#[derive(Clone)]
pub(super) struct NodeCursor<'a> {
    document: &'a Document,
    pub at: Pointer,
    pub node: &'a Node,
}

impl<'a> NodeCursor<'a> {
    /// The root file.
    pub fn root(document: &'a Document) -> Option<Self> {
        let at = Pointer::root(document.root_file().to_owned());
        let node = document.node(&at)?;
        Some(Self { document, at, node })
    }

    /// What a key holds, as it is written.
    pub fn raw(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key)?;
        Some(Self { document: self.document, at: self.at.child(key), node })
    }

    /// What a key holds, references followed.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(Self::followed)
    }

    /// What stands at the end of several keys, as it is written.
    pub fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |at, key| at.raw(key))
    }

    /// The members, as they are written.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + '_ {
        self.node.entries().iter().map(|entry| {
            let member = Self { document: self.document, at: self.at.child(&entry.key), node: &entry.value };
            (entry.key.as_str(), member)
        })
    }

    /// The items of a list, as they are written.
    pub fn items(&self) -> impl Iterator<Item = Self> + '_ {
        self.node.items().iter().enumerate().map(|(index, node)| Self { document: self.document, at: self.at.index(index), node })
    }

    /// Where the reference that stands here leads; the place itself if none does, or if it leads nowhere.
    pub fn followed(self) -> Self {
        let mut here = self;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = here.reference() else { break };
            let Some(at) = here.document.follow(&here.at, reference) else { break };
            let Some(node) = here.document.node(&at) else { break };
            here = Self { document: here.document, at, node };
        }
        here
    }

    /// The reference that stands here.
    pub fn reference(&self) -> Option<&'a str> {
        self.node.get("$ref").and_then(Node::as_str)
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_str)
    }

    /// Whether a key holds `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|node| node.value == NodeValue::Bool(true))
    }

    /// The value under a key, without places.
    pub fn json(&self, key: &str) -> Option<Value> {
        self.node.get(key).map(Node::to_json)
    }

    /// The text that is here, or the value as JSON.
    pub fn plain(&self) -> String {
        plain(&self.node.to_json())
    }
}

/// A text as it is, anything else as JSON.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
