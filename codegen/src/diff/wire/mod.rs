//! Compares two descriptions on the wire: as written, with references resolved, from the operations inwards.
//!
//! A pair of schemas is compared once per direction, however many operations use it. The results are kept in groups that refer to one another, so
//! that every finding can be assigned to its operations.

mod annotations;
mod bodies;
mod constraints;
mod conventions;
mod describe;
mod document;
mod extensions;
mod finding;
mod matching;
mod object;
mod operations;
mod parameters;
mod responses;
mod schema;
mod security;
mod structure;

use std::collections::{BTreeMap, BTreeSet};

use self::conventions::Conventions;
use super::change::{Owner, WireDirection};
use crate::load::{Document, Pointer};
use crate::value::{MergedSchema, NodeCursor};

pub(super) use self::describe::Labels;
pub(super) use self::finding::WireFinding;
pub(super) use self::matching::{Pairs, pair};

/// The result of the comparison.
pub(super) struct WireDiff {
    /// The findings, each with the indexes of the affected operations.
    pub found: Vec<(WireFinding, BTreeSet<usize>)>,
    /// Pairs of schemas that are used in the same locations.
    pub same: BTreeSet<(Pointer, Pointer)>,
}

/// Compares two descriptions, operation by operation as matched by `pairs`.
pub(super) fn compare(base: &Document, head: &Document, pairs: &Pairs<'_>) -> WireDiff {
    let conventions = Sides { base: Conventions::of(base), head: Conventions::of(head) };
    let of_pairs: Vec<Sides<bool>> = pairs.both.iter().map(|pair| conventions.of(pair)).collect();
    // What all operations share follows the conventions if any operation does.
    let curated = Sides { base: of_pairs.iter().any(|pair| pair.base), head: of_pairs.iter().any(|pair| pair.head) };
    let mut comparer = WireComparer { curated, groups: Vec::new(), memo: BTreeMap::new() };
    let mut found: Vec<(WireFinding, BTreeSet<usize>)> = Vec::new();
    let mut whole = FindingGroup::default();
    document::compare(&mut comparer, &mut whole, base, head, pairs);
    operations::existence(&mut whole, pairs);
    found.extend(comparer.collect(&whole).into_iter().map(|found| (found, BTreeSet::new())));
    let global = Sides { base: security::global(base), head: security::global(head) };
    let mut at: BTreeMap<WireFindingKey, usize> = BTreeMap::new();
    for (index, pair) in pairs.both.iter().enumerate() {
        let mut group = FindingGroup::default();
        comparer.curated = of_pairs[index];
        operations::compare(&mut comparer, &mut group, pair, &global);
        for difference in comparer.collect(&group) {
            let key = key(&difference);
            if let Some((known, operations)) = at.get(&key).and_then(|known| found.get_mut(*known)) {
                known.request = known.request.max(difference.request);
                known.response = known.response.max(difference.response);
                known.stricter |= difference.stricter;
                operations.insert(index);
                continue;
            }
            at.insert(key, found.len());
            found.push((difference, BTreeSet::from([index])));
        }
    }
    let mut events = FindingGroup::default();
    // Only descriptions with the conventions have items of events.
    comparer.curated = Sides { base: true, head: true };
    document::webhook_items(&mut comparer, &mut events, base, head);
    // Findings in types that operations return too are known.
    let of_events = comparer.collect(&events).into_iter().filter(|difference| !at.contains_key(&key(difference)));
    found.extend(of_events.map(|found| (found, BTreeSet::new())));
    let mut rest = FindingGroup::default();
    document::names(&comparer, &mut rest, base, head);
    found.extend(rest.found.into_iter().map(|found| (found, BTreeSet::new())));
    let owners = comparer.memo.into_keys().map(|(_, _, owner, ..)| owner);
    WireDiff { found, same: owners.filter_map(|owner| owner.base.zip(owner.head)).collect() }
}

/// The key by which equal findings of several operations are merged: rule, locations, subject and values.
type WireFindingKey = (&'static str, Owner, Owner, Option<String>, Option<String>, Option<String>);

fn key(found: &WireFinding) -> WireFindingKey {
    let (location, owner) = (found.location.clone(), found.owner.clone());
    (found.rule.code, location, owner, found.subject.clone(), found.old.clone(), found.new.clone())
}

/// A pair of values, one per side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sides<T> {
    pub base: T,
    pub head: T,
}

impl Sides<Conventions> {
    /// Returns whether each side of an operation follows the conventions.
    fn of(self, pair: &Sides<matching::WireOperation<'_>>) -> Sides<bool> {
        Sides { base: self.base.apply_to(&pair.base), head: self.head.apply_to(&pair.head) }
    }
}

/// The findings of one pair, and the indexes of the groups of nested pairs.
#[derive(Default)]
struct FindingGroup {
    found: Vec<WireFinding>,
    inside: Vec<usize>,
}

/// A pair of schemas, with all that the result of its comparison depends on.
type ComparedSchemas = (Vec<Pointer>, Vec<Pointer>, Owner, WireDirection, Sides<bool>);

/// The state of a comparison.
struct WireComparer {
    /// Whether each side of what is compared follows the conventions of this project.
    curated: Sides<bool>,
    groups: Vec<FindingGroup>,
    /// The group of each compared pair of schemas, by the pointers of both sides, the direction and the conventions.
    memo: BTreeMap<ComparedSchemas, usize>,
}

impl WireComparer {
    /// Compares two schemas.
    fn compare_schemas(&mut self, group: &mut FindingGroup, base: NodeCursor<'_>, head: NodeCursor<'_>, usage: SchemaUsage) {
        self.compare_conjunctions(group, vec![base], vec![head], usage);
    }

    /// Compares two sets of schemas, each of which applies as a whole.
    fn compare_conjunctions(
        &mut self,
        group: &mut FindingGroup,
        base: Vec<NodeCursor<'_>>,
        head: Vec<NodeCursor<'_>>,
        usage: SchemaUsage,
    ) {
        // The last part determines the Rust type, so it identifies the pair.
        let position = Owner { base: base.last().map(|at| at.at.clone()), head: head.last().map(|at| at.at.clone()) };
        let (base, head) = (MergedSchema::all(base), MergedSchema::all(head));
        // Findings in a named schema belong to that schema, not to the references to it.
        let owner = match (base.name(), head.name()) {
            (Some(base), Some(head)) => Owner { base: Some(base.clone()), head: Some(head.clone()) },
            _ => position,
        };
        let key = (base.identity().to_vec(), head.identity().to_vec(), owner.clone(), usage.direction, self.curated);
        if let Some(known) = self.memo.get(&key) {
            group.inside.push(*known);
            return;
        }
        let index = self.groups.len();
        self.groups.push(FindingGroup::default());
        self.memo.insert(key, index);
        group.inside.push(index);
        let mut inner = FindingGroup::default();
        schema::compare(self, &mut inner, &base, &head, &owner, usage);
        for found in inner.found.iter_mut().filter(|found| found.owner == owner) {
            found.owner = owner_in_parts(found, &base, &head).unwrap_or_else(|| owner.clone());
        }
        self.groups[index] = inner;
    }

    /// Collects the findings of a group and of all nested groups.
    fn collect(&self, group: &FindingGroup) -> Vec<WireFinding> {
        let mut found = group.found.clone();
        let mut seen = BTreeSet::new();
        let mut rest: Vec<usize> = group.inside.iter().rev().copied().collect();
        while let Some(index) = rest.pop() {
            if seen.insert(index) {
                found.extend(self.groups[index].found.iter().cloned());
                rest.extend(self.groups[index].inside.iter().rev());
            }
        }
        found
    }
}

/// Returns the named `allOf` part that contains a finding, if both sides have that part.
fn owner_in_parts(found: &WireFinding, base: &MergedSchema<'_>, head: &MergedSchema<'_>) -> Option<Owner> {
    let part = |view: &MergedSchema<'_>, place: &Option<Pointer>| -> Option<Pointer> {
        let place = place.as_ref()?;
        view.parts.iter().skip(1).map(|part| &part.at).find(|at| place.is_within(at)).cloned()
    };
    let (was, is) = (part(base, &found.location.base), part(head, &found.location.head));
    let twin = |view: &MergedSchema<'_>, other: &Pointer| {
        view.parts.iter().skip(1).map(|part| &part.at).find(|at| at.key() == other.key()).cloned()
    };
    match (&was, &is) {
        (Some(_), Some(_)) => Some(Owner { base: was, head: is }),
        (Some(old), None) if found.location.head.is_none() => twin(head, old).map(|is| Owner { base: was, head: Some(is) }),
        (None, Some(new)) if found.location.base.is_none() => twin(base, new).map(|was| Owner { base: Some(was), head: is }),
        _ => None,
    }
}

/// How the values of a schema are sent.
#[derive(Clone, Copy)]
struct SchemaUsage {
    direction: WireDirection,
    /// Whether values are sent as strings, in a path, query or header.
    as_string: bool,
}

impl SchemaUsage {
    const REQUEST: Self = Self { direction: WireDirection::Request, as_string: false };
    const RESPONSE: Self = Self { direction: WireDirection::Response, as_string: false };
    const PARAMETER: Self = Self { direction: WireDirection::Request, as_string: true };
    const HEADER: Self = Self { direction: WireDirection::Response, as_string: true };
}
