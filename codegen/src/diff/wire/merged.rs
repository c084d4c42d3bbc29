//! Schemas with the parts of `allOf` merged.

use std::collections::BTreeSet;

use serde_json::Value;

use super::cursor::NodeCursor;
use crate::load::{NodeValue, Pointer};

/// A set of schemas that a value must match all at once.
#[derive(Clone)]
pub(super) struct MergedSchema<'a> {
    /// The resolved pointers of the schemas, without `allOf` parts.
    roots: Vec<Pointer>,
    /// The schemas, each followed by its `allOf` parts.
    pub parts: Vec<NodeCursor<'a>>,
    /// The referenced schema, if the schema consists of a single reference.
    pub name: Option<Pointer>,
}

impl<'a> MergedSchema<'a> {
    /// Creates the merged form of one schema.
    pub fn of(at: NodeCursor<'a>) -> Self {
        Self::all(vec![at])
    }

    /// Creates the merged form of several schemas, such as those of a property that several parts describe.
    pub fn all(places: Vec<NodeCursor<'a>>) -> Self {
        let mut view = Self { roots: Vec::new(), parts: Vec::new(), name: None };
        let is_reference = matches!(places.as_slice(), [only] if only.reference().is_some());
        let mut seen = BTreeSet::new();
        for place in places {
            let schema = place.followed();
            view.roots.push(schema.at.clone());
            add(&schema, &mut view.parts, &mut seen);
        }
        view.name = view.roots.first().filter(|_| is_reference).cloned();
        view
    }

    /// Returns the pointers that identify the schema.
    pub fn identity(&self) -> &[Pointer] {
        &self.roots
    }

    /// Returns the pointer of the first schema.
    pub fn at(&self) -> Option<&Pointer> {
        self.roots.first()
    }

    /// Returns the value of a key in the first part that has it.
    pub fn get(&self, key: &str) -> Option<NodeCursor<'a>> {
        self.parts.iter().find_map(|part| part.raw(key))
    }

    /// Returns whether the value of a key is `true` in any part.
    pub fn flag(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.flag(key))
    }

    /// Returns the `type`.
    pub fn type_name(&self) -> Option<&'a str> {
        self.parts.iter().find_map(|part| part.string("type"))
    }

    /// Returns the type, or the type that is implied by other keywords.
    pub fn effective_type(&self) -> Option<&'a str> {
        self.type_name().or_else(|| {
            let has = |key: &str| self.get(key).is_some();
            if has("properties") || has("additionalProperties") {
                Some("object")
            } else if has("items") {
                Some("array")
            } else {
                common_type(&listed(&self.enumeration()?))
            }
        })
    }

    /// Returns the values of an enum, or a constant, which is an enum of one value.
    pub fn enumeration(&self) -> Option<NodeCursor<'a>> {
        self.get("enum").or_else(|| self.get("const"))
    }

    /// Returns the properties of all parts as written, each with its schema in every part.
    pub fn properties(&self) -> Vec<(&'a str, Vec<NodeCursor<'a>>)> {
        let mut properties: indexmap::IndexMap<&'a str, Vec<NodeCursor<'a>>> = indexmap::IndexMap::new();
        for part in &self.parts {
            for (name, property) in part.raw("properties").iter().flat_map(NodeCursor::members) {
                properties.entry(name).or_default().push(property);
            }
        }
        properties.into_iter().collect()
    }

    /// Returns the entry of `required` that names a property.
    pub fn required(&self, name: &str) -> Option<NodeCursor<'a>> {
        self.parts.iter().find_map(|part| part.raw("required")?.items().find(|item| item.node.as_str() == Some(name)))
    }
}

/// Adds a schema and its `allOf` parts; recursive parts are added once.
fn add<'a>(schema: &NodeCursor<'a>, parts: &mut Vec<NodeCursor<'a>>, seen: &mut BTreeSet<Pointer>) {
    if !seen.insert(schema.at.clone()) {
        return;
    }
    parts.push(schema.clone());
    for part in schema.raw("allOf").iter().flat_map(NodeCursor::items) {
        add(&part.followed(), parts, seen);
    }
}

/// Returns the listed values except `null`, since nullability is reported separately.
pub(super) fn listed(at: &NodeCursor<'_>) -> Vec<(Pointer, Value)> {
    let items = match at.node.value {
        NodeValue::List(_) => at.items().collect(),
        _ => vec![at.clone()],
    };
    let items = items.into_iter().map(|item| (item.at.clone(), item.node.to_json()));
    items.filter(|(_, value)| !value.is_null()).collect()
}

/// Returns the common type of listed values.
fn common_type(values: &[(Pointer, Value)]) -> Option<&'static str> {
    let mut names = values.iter().filter_map(|(_, value)| match value {
        Value::Null => None,
        Value::String(_) => Some("string"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::Bool(_) => Some("boolean"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    });
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}
