//! Schemas as they are on the wire: references are resolved, and the parts of `allOf` and the variants of `oneOf` and `anyOf` are merged.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::load::extensions::{Extension, Lenient};
use crate::load::{Document, Node, NodeEntry, NodeValue, Pointer};

/// The pointers of a schema: several if variants of a union have a property of the same name, otherwise one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchemaLocations {
    all: Vec<Pointer>,
}

impl SchemaLocations {
    pub fn one(at: Pointer) -> Self {
        Self { all: vec![at] }
    }

    /// Returns the pointer to report.
    pub fn at(&self) -> &Pointer {
        &self.all[0]
    }

    fn add(&mut self, at: Pointer) {
        self.all.push(at);
    }
}

/// One level of a merged schema.
#[derive(Debug)]
pub(super) struct SchemaView<'a> {
    document: &'a Document,
    /// The pointer of the schema, before resolving references.
    pub at: Pointer,
    /// The merged schemas with their pointers.
    pub parts: Vec<(Pointer, &'a Node)>,
    /// Whether the schema or one of its variants is an unconstrained object, which allows any content.
    pub is_open: bool,
}

impl<'a> SchemaView<'a> {
    /// Creates the view of the schema at `locations`. It is empty if they do not exist.
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
                // An unconstrained `allOf` part does not make the whole schema open.
                self.add(&at.child(key).index(index), key != "allOf", seen);
            }
        }
        // The only item may be sent in place of the list.
        if lenient(node) == Some(Lenient::OneOrList) {
            self.add(&at.child("items"), true, seen);
        }
    }

    /// Returns the pointer of the schema after resolving references.
    pub fn home(&self) -> &Pointer {
        self.parts.first().map_or(&self.at, |(at, _)| at)
    }

    /// Returns the allowed types; empty if unspecified.
    pub fn types(&self) -> BTreeSet<&'a str> {
        let mut types = BTreeSet::new();
        for (_, node) in &self.parts {
            match node.get("type").and_then(Node::as_str) {
                Some(name) => drop(types.insert(name)),
                None if node.get("properties").is_some() => drop(types.insert("object")),
                None if node.get("items").is_some() => drop(types.insert("array")),
                None => {}
            }
            for further in node.entries().iter().flat_map(further_types) {
                types.insert(further);
            }
        }
        types
    }

    /// Returns the type in words, such as `list of string (date)`; `None` if unspecified.
    pub fn describe(&self) -> Option<String> {
        // The items of a list may be the list itself.
        const MAX_DEPTH: usize = 3;
        self.describe_within(MAX_DEPTH)
    }

    fn describe_within(&self, depth: usize) -> Option<String> {
        let types = self.types();
        if types.is_empty() || depth == 0 {
            return None;
        }
        let of = |key: &str, name: &str| match self
            .inner(key)
            .and_then(|inner| Self::of(self.document, &inner).describe_within(depth - 1))
        {
            Some(inner) => format!("{name} of {inner}"),
            None => name.to_owned(),
        };
        let names = types.into_iter().map(|ty| match ty {
            "array" => of("items", "list"),
            "object" if self.properties().is_empty() => of("additionalProperties", "object"),
            other => other.to_owned(),
        });
        let names = names.collect::<Vec<_>>().join(" or ");
        let format = self.string("format").map(|format| format!(" ({format})")).unwrap_or_default();
        Some(names + &format)
    }

    /// Returns the values of the `enum` without null; numbers are converted to strings.
    pub fn values(&self) -> Vec<String> {
        let mut values = Vec::new();
        for value in self.parts.iter().filter_map(|(_, node)| node.get("enum")).flat_map(Node::items) {
            let string = match value.to_json() {
                Value::Null => continue,
                Value::String(string) => string,
                other => other.to_string(),
            };
            if !values.contains(&string) {
                values.push(string);
            }
        }
        values
    }

    /// Returns the properties with the pointers of their schemas.
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

    /// Returns the required names with the pointers of their entries.
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

    /// Returns the pointers of the schemas under a key, such as `items` or `additionalProperties`.
    pub fn inner(&self, key: &str) -> Option<SchemaLocations> {
        let is_schema = |node: &Node| node.get(key).is_some_and(|inner| matches!(inner.value, NodeValue::Map(_)));
        let all: Vec<Pointer> = self.parts.iter().filter(|(_, node)| is_schema(node)).map(|(at, _)| at.child(key)).collect();
        (!all.is_empty()).then_some(SchemaLocations { all })
    }

    /// Returns whether a flag is set in any part.
    pub fn has(&self, flag: &str) -> bool {
        self.parts.iter().any(|(_, node)| node.get(flag).is_some_and(|value| value.value == NodeValue::Bool(true)))
    }

    /// Returns the string value of a key in the first part that has it.
    pub fn string(&self, key: &str) -> Option<&'a str> {
        self.parts.iter().find_map(|(_, node)| node.get(key).and_then(Node::as_str))
    }

    /// Returns the value of a numeric limit, such as `maximum`.
    pub fn number(&self, key: &str) -> Option<(Pointer, String)> {
        self.parts.iter().find_map(|(at, node)| match &node.get(key)?.value {
            NodeValue::Number(number) => Some((at.child(key), number.to_string())),
            _ => None,
        })
    }
}

fn lenient(node: &Node) -> Option<Lenient> {
    Lenient::of_word(node.get(Extension::Lenient.word())?.as_str()?)
}

/// Returns the types that the vendor may state for a schema with an extension, besides those of the schema.
fn further_types(entry: &NodeEntry) -> &'static [&'static str] {
    let Some(extension) = Extension::of_word(&entry.key) else { return &[] };
    match extension {
        Extension::Lenient => entry.value.as_str().and_then(Lenient::of_word).map_or(&[], loose_types),
        Extension::MapKey => &["object"],
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::ReplacedBy
        | Extension::Retired
        | Extension::Id
        | Extension::CustomFields
        | Extension::EnumVarnames
        | Extension::EnumDescriptions
        | Extension::Closed
        | Extension::Proven
        | Extension::Sensitive
        | Extension::EmptyList
        | Extension::IgnoredWith
        | Extension::WholeSeconds
        | Extension::RateLimits
        | Extension::UserAgent
        | Extension::WebhookItems
        | Extension::RevocationUrl
        | Extension::Source => &[],
    }
}

fn loose_types(form: Lenient) -> &'static [&'static str] {
    match form {
        Lenient::Flag01 => &["boolean", "number"],
        Lenient::Digits => &["integer"],
        Lenient::MapOrEmptyList => &["array"],
        Lenient::ObjectOrTrue => &["boolean"],
        // The schema has all types, or the items are compared as well.
        Lenient::IntOrString
        | Lenient::IdOrObject
        | Lenient::OneOrList
        | Lenient::IdList
        | Lenient::OptionId
        | Lenient::FlagOrConditions => &[],
    }
}

fn is_unconstrained(node: &Node) -> bool {
    let structure = ["properties", "items", "enum", "allOf", "oneOf", "anyOf"];
    node.get("type").is_none_or(|name| name.as_str() == Some("object"))
        && structure.iter().all(|key| node.get(key).is_none())
        && !node.get("additionalProperties").is_some_and(|inner| matches!(inner.value, NodeValue::Map(_)))
}
