//! Building trees: what adopting writes stands where the thing stood that it was made from.

use crate::load::{Node, NodeEntry, NodeValue, Span};

/// A text.
pub(super) fn text(at: Span, text: impl Into<String>) -> Node {
    Node { span: at, value: NodeValue::String(text.into()) }
}

/// `true`.
pub(super) fn yes(at: Span) -> Node {
    Node { span: at, value: NodeValue::Bool(true) }
}

/// A list.
pub(super) fn list(at: Span, items: Vec<Node>) -> Node {
    Node { span: at, value: NodeValue::List(items) }
}

/// `{ $ref: target }`
pub(super) fn reference(at: Span, target: impl Into<String>) -> Node {
    let mut map = Map::new(at);
    map.put("$ref", text(at, target));
    map.done()
}

/// A mapping under construction.
pub(super) struct Map {
    at: Span,
    entries: Vec<NodeEntry>,
}

impl Map {
    pub(super) fn new(at: Span) -> Self {
        Self { at, entries: Vec::new() }
    }

    /// Goes on with a mapping that is there already; of anything else only the place is taken.
    pub(super) fn of(node: Node) -> Self {
        match node.value {
            NodeValue::Map(entries) => Self { at: node.span, entries },
            _ => Self::new(node.span),
        }
    }

    /// Adds an entry that stands where the value stands.
    pub(super) fn put(&mut self, key: &str, value: Node) {
        self.put_at(value.span, key, value);
    }

    /// Adds an entry whose key stands at `at`, in place of one with the same key.
    pub(super) fn put_at(&mut self, at: Span, key: &str, value: Node) {
        self.entries.retain(|entry| entry.key != key);
        self.entries.push(NodeEntry { key: key.to_owned(), key_span: at, value });
    }

    /// Adds a text, if there is one.
    pub(super) fn put_text(&mut self, key: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(key, text(self.at, value));
        }
    }

    /// Adds a copy of a value, if there is one.
    pub(super) fn put_copy(&mut self, key: &str, value: Option<&Node>) {
        if let Some(value) = value {
            self.put(key, value.clone());
        }
    }

    /// Adds `key: true`, if it is.
    pub(super) fn put_flag(&mut self, key: &str, value: bool) {
        if value {
            self.put(key, yes(self.at));
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn done(self) -> Node {
        Node { span: self.at, value: NodeValue::Map(self.entries) }
    }
}

/// Whether a key of a mapping is `true`.
pub(super) fn is_true(node: &Node, key: &str) -> bool {
    matches!(node.get(key).map(|node| &node.value), Some(NodeValue::Bool(true)))
}

/// The text of a key, unless it is missing, blank or no text.
pub(super) fn text_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_str).filter(|text| !text.trim().is_empty())
}

/// A whole number.
pub(super) fn whole(at: Span, number: i64) -> Node {
    Node { span: at, value: NodeValue::Number(number.into()) }
}

/// Whether a value is a whole number, or something else than a number.
pub(super) fn is_whole(node: &Node) -> bool {
    match &node.value {
        NodeValue::Number(number) => number.is_i64(),
        _ => true,
    }
}

/// `false`.
pub(super) fn no(at: Span) -> Node {
    Node { span: at, value: NodeValue::Bool(false) }
}
