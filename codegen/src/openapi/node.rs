//! A YAML or JSON file as a tree of nodes with their locations.

use serde_json::{Map, Number, Value};

use super::{Mapping, Pointer};

/// A span in a file. Lines and columns are counted from one; the end column is the first one after the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last one.
    pub end_column: usize,
}

/// A value with its location.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The location.
    pub span: Span,
    /// The value.
    pub value: NodeValue,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// `null`, `~` or an empty value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order written.
    Map(Mapping),
}

/// An entry of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeEntry {
    /// The key.
    pub key: String,
    /// The location of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of a key, if this is a mapping with that key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, if this is a mapping with that key.
    pub fn entry(&self, key: &str) -> Option<&NodeEntry> {
        match &self.value {
            NodeValue::Map(entries) => entries.entry(key),
            _ => None,
        }
    }

    /// The entries, if this is a mapping; else none.
    pub fn entries(&self) -> &[NodeEntry] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a list; else none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    /// The string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            NodeValue::String(string) => Some(string),
            _ => None,
        }
    }

    /// The type of the value for messages: `a string`.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            NodeValue::Null => "null",
            NodeValue::Bool(_) => "a boolean",
            NodeValue::Number(_) => "a number",
            NodeValue::String(_) => "a string",
            NodeValue::List(_) => "a list",
            NodeValue::Map(_) => "a mapping",
        }
    }

    /// The node at a pointer into this file, with the span of its key if it is the value of a mapping.
    pub fn find(&self, at: &Pointer) -> Option<(&Node, Option<Span>)> {
        let mut found = (self, None);
        for key in at.keys() {
            found = match &found.0.value {
                NodeValue::Map(_) => found.0.entry(&key).map(|entry| (&entry.value, Some(entry.key_span)))?,
                NodeValue::List(items) => (items.get(key.parse::<usize>().ok()?)?, None),
                _ => return None,
            };
        }
        Some(found)
    }

    /// The value without locations, in the order of the file.
    pub fn to_json(&self) -> Value {
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => Value::Bool(*value),
            NodeValue::Number(value) => Value::Number(value.clone()),
            NodeValue::String(value) => Value::String(value.clone()),
            NodeValue::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            NodeValue::Map(entries) => {
                let map: Map<String, Value> = entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect();
                Value::Object(map)
            }
        }
    }
}
