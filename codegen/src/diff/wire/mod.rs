//! The wire side: both descriptions as they are written, references followed, compared from the operations inwards.
//!
//! A pair of schemas is compared once for each direction in which its values usage, however many operations lead to it; the groups remember
//! what leads where, so that every difference knows its operations.

mod bodies;
mod constraints;
mod cursor;
mod describe;
mod document;
mod extensions;
mod finding;
mod matching;
mod merged;
mod object;
mod operations;
mod parameters;
mod responses;
mod schema;
mod security;
mod structure;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use self::cursor::NodeCursor;
use self::merged::MergedSchema;
use super::change::{Owner, WireDirection};
use crate::load::{Document, Pointer};

pub(super) use self::describe::Labels;
pub(super) use self::finding::WireFinding;
pub(super) use self::matching::{Pairs, pair};

/// Everything that the comparer found.
pub(super) struct WireDiff {
    /// The differences, with the operations that feel each.
    pub found: Vec<(WireFinding, BTreeSet<usize>)>,
    /// Named schemas that stand in the same places.
    pub same: BTreeSet<(Pointer, Pointer)>,
}

/// Compares two descriptions, operation by operation as `pairs` says.
pub(super) fn compare(base: &Document, head: &Document, pairs: &Pairs<'_>) -> WireDiff {
    let curated = Sides { base: merged::is_curated(base), head: merged::is_curated(head) };
    let mut comparer = WireComparer { curated, groups: Vec::new(), memo: BTreeMap::new() };
    let mut found: Vec<(WireFinding, BTreeSet<usize>)> = Vec::new();
    let mut whole = FindingGroup::default();
    document::compare(&mut comparer, &mut whole, base, head);
    operations::existence(&mut whole, pairs);
    found.extend(comparer.collect(&whole).into_iter().map(|found| (found, BTreeSet::new())));
    let global = Sides { base: security::global(base), head: security::global(head) };
    let mut at: BTreeMap<WireFindingKey, usize> = BTreeMap::new();
    for (index, pair) in pairs.both.iter().enumerate() {
        let mut group = FindingGroup::default();
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
    let mut rest = FindingGroup::default();
    document::names(&comparer, &mut rest, base, head);
    found.extend(rest.found.into_iter().map(|found| (found, BTreeSet::new())));
    let owners = comparer.memo.into_keys().map(|(_, _, owner, _)| owner);
    WireDiff { found, same: owners.filter_map(|owner| owner.base.zip(owner.head)).collect() }
}

/// What makes two differences one: the same rule at the same places.
type WireFindingKey = (&'static str, Owner, Owner, Option<String>, Option<String>, Option<String>);

fn key(found: &WireFinding) -> WireFindingKey {
    let (location, owner) = (found.location.clone(), found.owner.clone());
    (found.rule.code, location, owner, found.subject.clone(), found.old.clone(), found.new.clone())
}

/// The same of both sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<T> {
    pub base: T,
    pub head: T,
}

/// The differences of one pair of things, and the pairs inside it.
#[derive(Default)]
struct FindingGroup {
    found: Vec<WireFinding>,
    inside: Vec<usize>,
}

/// A comparison under way.
struct WireComparer {
    curated: Sides<bool>,
    groups: Vec<FindingGroup>,
    /// The group of each pair of schemas that was met, by the places of both, for each direction.
    memo: BTreeMap<(Vec<Pointer>, Vec<Pointer>, Owner, WireDirection), usize>,
}

impl WireComparer {
    /// Compares what stands in two places that hold schemas.
    fn compare_schemas(&mut self, group: &mut FindingGroup, base: NodeCursor<'_>, head: NodeCursor<'_>, usage: SchemaUsage) {
        self.compare_conjunctions(group, vec![base], vec![head], usage);
    }

    /// The same where several places say together what holds.
    fn compare_conjunctions(
        &mut self,
        group: &mut FindingGroup,
        base: Vec<NodeCursor<'_>>,
        head: Vec<NodeCursor<'_>>,
        usage: SchemaUsage,
    ) {
        // The part that comes last decides on the Rust type, and so it is the one that both sides are known by.
        let position = Owner { base: base.last().map(|at| at.at.clone()), head: head.last().map(|at| at.at.clone()) };
        let (base, head) = (MergedSchema::all(base), MergedSchema::all(head));
        // What stands in a named schema belongs to it, and not to the places that refer to it.
        let owner = match (&base.name, &head.name) {
            (Some(base), Some(head)) => Owner { base: Some(base.clone()), head: Some(head.clone()) },
            _ => position,
        };
        let key = (base.identity().to_vec(), head.identity().to_vec(), owner.clone(), usage.direction);
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

    /// Every difference in a group and in those that it leads to.
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

/// What a named part of an `allOf` says belongs to that part, if both sides have it.
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

/// How a value travels.
#[derive(Clone, Copy)]
struct SchemaUsage {
    direction: WireDirection,
    /// In a path, query or header, where everything is text.
    as_text: bool,
}

impl SchemaUsage {
    const REQUEST: Self = Self { direction: WireDirection::Request, as_text: false };
    const RESPONSE: Self = Self { direction: WireDirection::Response, as_text: false };
    const PARAMETER: Self = Self { direction: WireDirection::Request, as_text: true };
    const HEADER: Self = Self { direction: WireDirection::Response, as_text: true };
}
