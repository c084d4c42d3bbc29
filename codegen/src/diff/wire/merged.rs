//! A schema as values meet it: with the parts of its `allOf` taken together.

use std::collections::BTreeSet;

use super::cursor::NodeCursor;
use crate::load::{Document, Pointer};

/// Schemas that a value has to fit all at once.
#[derive(Clone)]
pub(super) struct MergedSchema<'a> {
    /// Where they stand, references followed, their `allOf` parts not among them.
    roots: Vec<Pointer>,
    /// Each schema and its `allOf` parts, the schema first.
    pub parts: Vec<NodeCursor<'a>>,
    /// Whether the schema itself is only a reference to a named one, and to which.
    pub name: Option<Pointer>,
}

impl<'a> MergedSchema<'a> {
    /// The schema that stands at one place.
    pub fn of(at: NodeCursor<'a>) -> Self {
        Self::all(vec![at])
    }

    /// Schemas from several places that hold at once: a property that two parts describe.
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

    /// What tells this schema from others: where its parts stand.
    pub fn identity(&self) -> &[Pointer] {
        &self.roots
    }

    /// Where the first part stands.
    pub fn at(&self) -> Option<&Pointer> {
        self.roots.first()
    }

    /// What a key holds, in the first part that has it.
    pub fn get(&self, key: &str) -> Option<NodeCursor<'a>> {
        self.parts.iter().find_map(|part| part.raw(key))
    }

    /// Whether any part says `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.flag(key))
    }

    /// The `type`.
    pub fn type_name(&self) -> Option<&'a str> {
        self.parts.iter().find_map(|part| part.text("type"))
    }

    /// The properties of all parts, in the order written; one that several parts describe has to fit them all.
    pub fn properties(&self) -> Vec<(&'a str, Vec<NodeCursor<'a>>)> {
        let mut properties: indexmap::IndexMap<&'a str, Vec<NodeCursor<'a>>> = indexmap::IndexMap::new();
        for part in &self.parts {
            for (name, property) in part.raw("properties").iter().flat_map(NodeCursor::members) {
                properties.entry(name).or_default().push(property);
            }
        }
        properties.into_iter().collect()
    }

    /// Where a property is required, if it is.
    pub fn required(&self, name: &str) -> Option<NodeCursor<'a>> {
        self.parts.iter().find_map(|part| part.raw("required")?.items().find(|item| item.node.as_str() == Some(name)))
    }
}

/// A schema that is a part of itself is taken once.
fn add<'a>(schema: &NodeCursor<'a>, parts: &mut Vec<NodeCursor<'a>>, seen: &mut BTreeSet<Pointer>) {
    if !seen.insert(schema.at.clone()) {
        return;
    }
    parts.push(schema.clone());
    for part in schema.raw("allOf").iter().flat_map(NodeCursor::items) {
        add(&part.followed(), parts, seen);
    }
}

/// Whether a description keeps to our conventions: `required` is about requests only, and any one scope is enough.
pub(super) fn is_curated(document: &Document) -> bool {
    document.files().any(|file| file.text.contains("x-token-cost") || file.text.contains("x-proven"))
}
