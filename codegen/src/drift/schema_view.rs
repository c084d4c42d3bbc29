//! A schema as it is on the wire, whichever role it is written: references followed, the parts of `allOf` and the variants of `oneOf` and `anyOf`
//! taken together.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::load::{Document, Node, NodeValue, Pointer};

/// Where a schema is written: mostly in one place, in several where the variants of a union have a property of one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchemaLocations {
    all: Vec<Pointer>,
}

impl SchemaLocations {
    pub fn one(at: Pointer) -> Self {
        Self { all: vec![at] }
    }

    /// The place to show.
    pub fn at(&self) -> &Pointer {
        &self.all[0]
    }

    fn add(&mut self, at: Pointer) {
        self.all.push(at);
    }
}

/// One level of a schema.
#[derive(Debug)]
pub(super) struct SchemaView<'a> {
    document: &'a Document,
    /// Where the schema stands, before any reference.
    pub at: Pointer,
    /// What it is made of.
    pub parts: Vec<(Pointer, &'a Node)>,
    /// Whether it, or a variant of it, is an object of which nothing is difference: it may hold anything.
    pub is_open: bool,
}

impl<'a> SchemaView<'a> {
    /// The schema at these locations; one that does not exist says nothing.
    pub fn of(document: &'a Document, locations: &SchemaLocations) -> Self {
        let mut view = Self { document, at: locations.at().clone(), parts: Vec::new(), is_open: false };
        let mut seen = BTreeSet::new();
        for at in &locations.all {
            view.add(at, true, &mut seen);
        }
        view
    }

    fn add(&mut self, at: &Pointer, is_whole: bool, seen: &mut BTreeSet<Pointer>) {
        if !seen.insert(at.clone()) {
            return;
        }
        let Some(node) = self.document.node(at) else { return };
        if let Some(reference) = node.get("$ref").and_then(Node::as_str) {
            if let Some(to) = self.document.follow(at, reference) {
                self.add(&to, is_whole, seen);
            }
            return;
        }
        self.parts.push((at.clone(), node));
        self.is_open |= is_whole && is_unconstrained(node);
        for key in ["allOf", "oneOf", "anyOf"] {
            let count = node.get(key).map_or(0, |list| list.items().len());
            for index in 0..count {
                // A part of an `allOf` is not all there is.
                self.add(&at.child(key).index(index), key != "allOf", seen);
            }
        }
    }

    /// Where the thing itself stands: at the end of the references.
    pub fn home(&self) -> &Pointer {
        self.parts.first().map_or(&self.at, |(at, _)| at)
    }

    /// The types that a value may have; none where nothing is difference.
    pub fn types(&self) -> BTreeSet<&'a str> {
        let mut types = BTreeSet::new();
        for (_, node) in &self.parts {
            match node.get("type").and_then(Node::as_str) {
                Some(name) => drop(types.insert(name)),
                None if node.get("properties").is_some() => drop(types.insert("object")),
                None if node.get("items").is_some() => drop(types.insert("array")),
                None => {}
            }
            match node.get("x-lenient").and_then(Node::as_str) {
                Some("flag01") => types.extend(["boolean", "number"]),
                Some("digits") => drop(types.insert("integer")),
                Some("map-or-empty-list") => drop(types.insert("array")),
                _ => {}
            }
        }
        types
    }

    /// The values of the `enum` without null; text and numbers are not told apart.
    pub fn values(&self) -> Vec<String> {
        let mut values = Vec::new();
        for value in self.parts.iter().filter_map(|(_, node)| node.get("enum")).flat_map(Node::items) {
            let text = match value.to_json() {
                Value::Null => continue,
                Value::String(text) => text,
                other => other.to_string(),
            };
            if !values.contains(&text) {
                values.push(text);
            }
        }
        values
    }

    /// The properties and where their schemas stand.
    pub fn properties(&self) -> IndexMap<&'a str, SchemaLocations> {
        let mut properties: IndexMap<&str, SchemaLocations> = IndexMap::new();
        for (at, node) in &self.parts {
            for entry in node.get("properties").into_iter().flat_map(Node::entries) {
                let at = at.child("properties").child(&entry.key);
                match properties.get_mut(entry.key.as_str()) {
                    Some(locations) => locations.add(at),
                    None => drop(properties.insert(&entry.key, SchemaLocations::one(at))),
                }
            }
        }
        properties
    }

    /// The names that are required, and where.
    pub fn required(&self) -> BTreeMap<&'a str, Pointer> {
        let mut required = BTreeMap::new();
        for (at, node) in &self.parts {
            for (index, name) in node.get("required").into_iter().flat_map(Node::items).enumerate() {
                if let Some(name) = name.as_str() {
                    required.insert(name, at.child("required").index(index));
                }
            }
        }
        required
    }

    /// Where the items of a list stand, or the values of a map.
    pub fn inner(&self, key: &str) -> Option<SchemaLocations> {
        let is_schema = |node: &Node| node.get(key).is_some_and(|inner| matches!(inner.value, NodeValue::Map(_)));
        let all: Vec<Pointer> = self.parts.iter().filter(|(_, node)| is_schema(node)).map(|(at, _)| at.child(key)).collect();
        (!all.is_empty()).then_some(SchemaLocations { all })
    }

    /// Whether some part has this flag set.
    pub fn has(&self, flag: &str) -> bool {
        self.parts.iter().any(|(_, node)| node.get(flag).is_some_and(|value| value.value == NodeValue::Bool(true)))
    }

    /// What some part says under this key.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.parts.iter().find_map(|(_, node)| node.get(key).and_then(Node::as_str))
    }

    /// A number that limits the values, such as `maximum`.
    pub fn number(&self, key: &str) -> Option<(Pointer, String)> {
        self.parts.iter().find_map(|(at, node)| match &node.get(key)?.value {
            NodeValue::Number(number) => Some((at.child(key), number.to_string())),
            _ => None,
        })
    }
}

fn is_unconstrained(node: &Node) -> bool {
    let structure = ["properties", "items", "enum", "allOf", "oneOf", "anyOf"];
    node.get("type").is_none_or(|name| name.as_str() == Some("object"))
        && structure.iter().all(|key| node.get(key).is_none())
        && !node.get("additionalProperties").is_some_and(|inner| matches!(inner.value, NodeValue::Map(_)))
}
