//! Schemas with the parts of `allOf` merged.

use std::collections::BTreeSet;

use super::cursor::NodeCursor;
use crate::load::{Document, Pointer};

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

/// Returns whether a description follows the conventions of this project: `required` applies to requests only, and any one scope suffices.
pub(super) fn is_curated(document: &Document) -> bool {
    document.files().any(|file| file.text.contains("x-token-cost") || file.text.contains("x-proven"))
}
