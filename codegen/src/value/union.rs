//! Everything that may apply to a value, through variants too.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{JsonTypes, MergedSchema, NodeCursor, ValueLimit, canonical, listed};
use crate::load::{Document, NodeValue, Pointer};

/// The maximum number of cases of one schema. Beyond it, variants are not distinguished any further.
const MAX_CASES: usize = 256;

/// The values of a schema as its **cases**: each is a set of parts that may apply together, with one variant of every `oneOf` and `anyOf`. A value
/// is valid if it matches a case.
#[derive(Clone)]
pub(crate) struct ValueUnion<'a> {
    /// The pointers of the schema as written: several if variants of a union have a property of the same name. At least one.
    identity: Vec<Pointer>,
    /// The cases. None if the schema does not exist.
    cases: Vec<MergedSchema<'a>>,
}

impl<'a> ValueUnion<'a> {
    /// Creates the view of the schema at a pointer. Nothing need exist there.
    pub fn at(document: &'a Document, at: &Pointer) -> Self {
        match NodeCursor::at(document, at) {
            Some(place) => Self::of(place),
            None => Self { identity: vec![at.clone()], cases: Vec::new() },
        }
    }

    /// Creates the view of a schema.
    pub fn of(place: NodeCursor<'a>) -> Self {
        Self::any(vec![MergedSchema::of(place)])
    }

    /// Creates the view of the values of any of several schemas.
    fn any(schemas: Vec<MergedSchema<'a>>) -> Self {
        let identity = schemas.iter().flat_map(|schema| &schema.places).map(|place| place.at.clone()).collect();
        let (mut cases, mut open) = (Vec::new(), schemas);
        open.reverse();
        while let Some(schema) = open.pop() {
            let choice = schema.choices().into_iter().next().filter(|_| cases.len() + open.len() < MAX_CASES);
            let Some(choice) = choice else {
                cases.push(schema);
                continue;
            };
            let with: Vec<MergedSchema<'a>> =
                choice.variants.iter().filter_map(|variant| schema.with(&choice, variant)).collect();
            if with.is_empty() {
                cases.push(schema);
            } else {
                open.extend(with.into_iter().rev());
            }
        }
        Self { identity, cases }
    }

    /// Returns the pointers that identify the schema.
    pub fn identity(&self) -> &[Pointer] {
        &self.identity
    }

    /// Returns the pointer of the schema as written.
    pub fn place(&self) -> &Pointer {
        &self.identity[0]
    }

    /// Returns the pointer of the schema with references resolved.
    pub fn home(&self) -> &Pointer {
        self.cases.first().and_then(MergedSchema::at).unwrap_or(&self.identity[0])
    }

    /// Returns the parts of all cases, each once.
    pub fn parts(&self) -> Vec<NodeCursor<'a>> {
        let mut seen = BTreeSet::new();
        let parts = self.cases.iter().flat_map(|case| &case.parts);
        parts.filter(|part| seen.insert(part.at.clone())).cloned().collect()
    }

    /// Returns the possible types, without null.
    pub fn types(&self) -> JsonTypes {
        if self.cases.is_empty() {
            return JsonTypes::VALUE;
        }
        self.cases.iter().fold(JsonTypes::NONE, |all, case| all.or(case.own_types()))
    }

    /// Returns whether null is stated to be possible.
    pub fn is_nullable(&self) -> bool {
        self.cases.iter().any(|case| case.allows_null() && !case.types().is_any() || case.flag("nullable"))
    }

    /// Returns whether a case has no structure, so that it may contain anything.
    pub fn is_open(&self) -> bool {
        self.cases.iter().any(|case| case.parts.iter().all(is_unconstrained))
    }

    /// Returns every value that a part of a case lists, each once, without null. A part may list other values than another part, which by the letter
    /// leaves those that both list; vendors mean the list that replaces the other one.
    pub fn listed_values(&self) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let lists = self.cases.iter().flat_map(|case| case.every("enum").chain(case.every("const")).collect::<Vec<_>>());
        let values = lists.flat_map(|list| listed(&list)).map(|(_, value)| value);
        values.filter(|value| seen.insert(canonical(value))).collect()
    }

    /// Returns the properties of all cases.
    pub fn properties(&self) -> IndexMap<&'a str, Self> {
        let mut all: IndexMap<&'a str, Vec<MergedSchema<'a>>> = IndexMap::new();
        for case in &self.cases {
            for (name, places) in case.properties() {
                all.entry(name).or_default().push(MergedSchema::all(places));
            }
        }
        all.into_iter().map(|(name, schemas)| (name, Self::any(distinct(schemas)))).collect()
    }

    /// Returns the names that every case requires, each with its first entry.
    pub fn required(&self) -> IndexMap<&'a str, NodeCursor<'a>> {
        let mut all = self.cases.iter().map(MergedSchema::required);
        let mut first = all.next().unwrap_or_default();
        for other in all {
            first.retain(|name, _| other.contains_key(name));
        }
        first
    }

    /// Returns the schemas under a key, such as `items` or `additionalProperties`; `None` if no case has one.
    pub fn inner(&self, key: &str) -> Option<Self> {
        let in_case = |case: &MergedSchema<'a>| {
            let places: Vec<_> = case.every(key).filter(|at| matches!(at.node.value, NodeValue::Map(_))).collect();
            (!places.is_empty()).then(|| MergedSchema::all(places))
        };
        let schemas: Vec<_> = self.cases.iter().filter_map(in_case).collect();
        (!schemas.is_empty()).then(|| Self::any(distinct(schemas)))
    }

    /// Returns the limit of a keyword: the least strict one of the cases that have one.
    pub fn limit(&self, key: &str) -> Option<ValueLimit<'a>> {
        let is_lower = key.starts_with("min");
        let limits = self.cases.iter().filter_map(|case| case.limit(key));
        limits.reduce(|one, other| if (other.value < one.value) == is_lower { other } else { one })
    }

    /// Returns whether a flag is set in a part of a case.
    pub fn flag(&self, key: &str) -> bool {
        self.cases.iter().any(|case| case.flag(key))
    }

    /// Returns the string of a key in the first part that has it.
    pub fn string(&self, key: &str) -> Option<&'a str> {
        self.cases.iter().find_map(|case| case.every(key).find_map(|at| at.node.as_str()))
    }
}

/// Removes schemas that are the same as an earlier one.
fn distinct(schemas: Vec<MergedSchema<'_>>) -> Vec<MergedSchema<'_>> {
    let mut seen: BTreeSet<Vec<Pointer>> = BTreeSet::new();
    schemas.into_iter().filter(|schema| seen.insert(schema.identity().to_vec())).collect()
}

fn is_unconstrained(part: &NodeCursor<'_>) -> bool {
    let has = |key: &str| part.raw(key).is_some();
    let is_map = part.raw("additionalProperties").is_some_and(|at| matches!(at.node.value, NodeValue::Map(_)));
    part.raw("type").is_none_or(|at| at.node.as_str() == Some("object"))
        && !is_map
        && !["properties", "items", "enum"].iter().any(|key| has(key))
}
