//! Builds nodes. Each keeps the location of the node that it is derived from.

use crate::openapi::{Mapping, Node, NodeEntry, NodeValue, Span};

/// Creates a string.
pub(super) fn string(at: Span, value: impl Into<String>) -> Node {
    Node { span: at, value: NodeValue::String(value.into()) }
}

/// Creates `true`.
pub(super) fn bool_true(at: Span) -> Node {
    Node { span: at, value: NodeValue::Bool(true) }
}

/// Creates a list.
pub(super) fn list(at: Span, items: Vec<Node>) -> Node {
    Node { span: at, value: NodeValue::List(items) }
}

/// Creates `{ $ref: target }`.
pub(super) fn reference(at: Span, target: impl Into<String>) -> Node {
    let mut map = MapBuilder::new(at);
    map.put("$ref", string(at, target));
    map.build()
}

/// Makes a schema nullable.
pub(super) fn nullable(schema: Node) -> Node {
    let mut map = MapBuilder::new(schema.span);
    if schema.get("$ref").is_some() {
        map.put("allOf", list(schema.span, vec![schema]));
    } else {
        map = MapBuilder::of(schema);
    }
    map.put_flag("nullable", true);
    map.build()
}

/// A builder for mappings.
pub(super) struct MapBuilder {
    at: Span,
    entries: Mapping,
}

impl MapBuilder {
    pub(super) fn new(at: Span) -> Self {
        Self { at, entries: Mapping::default() }
    }

    /// Extends an existing mapping. For any other node, only its location is used.
    pub(super) fn of(node: Node) -> Self {
        match node.value {
            NodeValue::Map(entries) => Self { at: node.span, entries },
            _ => Self::new(node.span),
        }
    }

    /// Adds an entry with the location of the value.
    pub(super) fn put(&mut self, key: &str, value: Node) {
        self.put_at(value.span, key, value);
    }

    /// Adds an entry whose key has the location `at`. An existing entry with the same key is replaced.
    pub(super) fn put_at(&mut self, at: Span, key: &str, value: Node) {
        self.entries.push(NodeEntry { key: key.to_owned(), key_span: at, value });
    }

    /// Adds a string if there is one.
    pub(super) fn put_string(&mut self, key: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(key, string(self.at, value));
        }
    }

    /// Adds a copy of a value if there is one.
    pub(super) fn put_copy(&mut self, key: &str, value: Option<&Node>) {
        if let Some(value) = value {
            self.put(key, value.clone());
        }
    }

    /// Adds `key: true` if `value` is true.
    pub(super) fn put_flag(&mut self, key: &str, value: bool) {
        if value {
            self.put(key, bool_true(self.at));
        }
    }

    /// Returns the location of the mapping.
    pub(super) fn at(&self) -> Span {
        self.at
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.entry(key).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn build(self) -> Node {
        Node { span: self.at, value: NodeValue::Map(self.entries) }
    }
}

/// Returns whether a key of a mapping is `true`.
pub(super) fn is_true(node: &Node, key: &str) -> bool {
    matches!(node.get(key).map(|node| &node.value), Some(NodeValue::Bool(true)))
}

/// Returns the string of a key, unless it is missing, blank or not a string.
pub(super) fn string_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_str).filter(|string| !string.trim().is_empty())
}

/// Creates an integer.
pub(super) fn integer(at: Span, number: i64) -> Node {
    Node { span: at, value: NodeValue::Number(number.into()) }
}

/// Returns whether a value is an integer or not a number at all.
pub(super) fn is_integer(node: &Node) -> bool {
    match &node.value {
        NodeValue::Number(number) => number.is_i64(),
        _ => true,
    }
}

/// Creates `false`.
pub(super) fn bool_false(at: Span) -> Node {
    Node { span: at, value: NodeValue::Bool(false) }
}
