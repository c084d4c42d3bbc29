//! Navigates the nodes of a description and resolves references, without assuming that the description is valid.

use std::fmt::Write as _;

use serde_json::Value;

use crate::load::{Document, Node, NodeValue, Pointer};

/// The maximum length of a chain of references; longer chains are treated as cycles.
const MAX_REFERENCES: usize = 32;

/// A node of a description with its pointer.
#[derive(Clone)]
pub(crate) struct NodeCursor<'a> {
    document: &'a Document,
    pub at: Pointer,
    pub node: &'a Node,
}

impl<'a> NodeCursor<'a> {
    /// Returns the node at a pointer, as written.
    pub fn at(document: &'a Document, at: &Pointer) -> Option<Self> {
        let node = document.node(at)?;
        Some(Self { document, at: at.clone(), node })
    }

    /// Returns the root of the root file.
    pub fn root(document: &'a Document) -> Option<Self> {
        Self::at(document, &Pointer::root(document.root_file().to_owned()))
    }

    /// Returns the root of the root file of the same description.
    pub fn to_root(&self) -> Option<Self> {
        Self::root(self.document)
    }

    /// Returns the value of a key as written.
    pub fn raw(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key)?;
        Some(Self { document: self.document, at: self.at.child(key), node })
    }

    /// Returns the value of a key with references resolved.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(Self::followed)
    }

    /// Returns the value of nested keys as written.
    pub fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |at, key| at.raw(key))
    }

    /// Returns the members of a map as written.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + '_ {
        self.node.entries().iter().map(|entry| {
            let member = Self { document: self.document, at: self.at.child(&entry.key), node: &entry.value };
            (entry.key.as_str(), member)
        })
    }

    /// Returns the items of a list as written.
    pub fn items(&self) -> impl Iterator<Item = Self> + '_ {
        self.node.items().iter().enumerate().map(|(index, node)| Self { document: self.document, at: self.at.index(index), node })
    }

    /// Returns the member whose name is the same media type, whatever its case and spacing.
    pub fn media_type(&self, name: &str) -> Option<Self> {
        self.members().find(|(other, _)| media_type(other) == media_type(name)).map(|(_, member)| member)
    }

    /// Resolves the reference at this node. Returns the node itself if it has none or if it cannot be resolved.
    pub fn followed(self) -> Self {
        let mut here = self;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = here.reference() else { break };
            let Some(at) = here.document.follow(&here.at, reference) else { break };
            // A chain of named schemas is known, however long it is.
            let at = here.document.chain_end(at);
            let Some(node) = here.document.node(&at) else { break };
            here = Self { document: here.document, at, node };
        }
        here
    }

    /// Returns the node that a reference in this file leads to, with further references resolved; `None` if it does not exist.
    pub fn referred(&self, reference: &str) -> Option<Self> {
        let at = self.document.follow(&self.at, reference)?;
        Self::at(self.document, &at).map(Self::followed)
    }

    /// Returns the `$ref` of this node.
    pub fn reference(&self) -> Option<&'a str> {
        self.node.get("$ref").and_then(Node::as_str)
    }

    /// Returns the string value of a key.
    pub fn string(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_str)
    }

    /// Returns whether the value of a key is `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|node| node.value == NodeValue::Bool(true))
    }

    /// Returns the value of a key as JSON.
    pub fn json(&self, key: &str) -> Option<Value> {
        self.node.get(key).map(Node::to_json)
    }

    /// Returns the string value of this node, or else its JSON.
    pub fn plain(&self) -> String {
        plain(&self.node.to_json())
    }
}

/// Returns a media type in its normal form: types and names of parameters do not depend on case, parameters not on spaces and quotes.
fn media_type(written: &str) -> String {
    let mut parts = written.split(';').map(str::trim);
    let mut normal = parts.next().unwrap_or_default().to_ascii_lowercase();
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'));
        let value = if name == "charset" { value.to_ascii_lowercase() } else { value.to_owned() };
        let _ = write!(normal, "; {name}={value}");
    }
    normal
}

/// Formats a string as it is and any other value as JSON.
pub(crate) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
