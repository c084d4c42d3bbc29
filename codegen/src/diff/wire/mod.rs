//! The wire side: both descriptions as they are written, references followed, compared from the operations inwards.
//!
//! A pair of schemas is compared once for each direction in which its values travel, however many operations lead to it; the groups remember
//! what leads where, so that every difference knows its operations.

mod bodies;
mod constraints;
mod cursor;
mod describe;
mod document;
mod extensions;
mod found;
mod matching;
mod object;
mod operations;
mod parameters;
mod responses;
mod schema;
mod security;
mod structure;
mod text;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use self::cursor::Cursor;
use self::view::View;
use super::change::{Direction, Owner};
use crate::load::{Document, Pointer};

pub(super) use self::describe::Labels;
pub(super) use self::found::Found;
pub(super) use self::matching::{Pairs, pair};

/// Everything that the walk found.
pub(super) struct Wire {
    /// The differences, with the operations that feel each.
    pub found: Vec<(Found, BTreeSet<usize>)>,
    /// Named schemas that stand in the same places.
    pub same: BTreeSet<(Pointer, Pointer)>,
}

/// Compares two descriptions, operation by operation as `pairs` says.
pub(super) fn compare(base: &Document, head: &Document, pairs: &Pairs<'_>) -> Wire {
    let curated = Sides { base: view::is_curated(base), head: view::is_curated(head) };
    let mut walk = Walk { curated, groups: Vec::new(), memo: BTreeMap::new() };
    let mut found: Vec<(Found, BTreeSet<usize>)> = Vec::new();
    let mut whole = Group::default();
    document::compare(&mut walk, &mut whole, base, head);
    operations::existence(&mut whole, pairs);
    found.extend(walk.gather(&whole).into_iter().map(|found| (found, BTreeSet::new())));
    let global = Sides { base: security::global(base), head: security::global(head) };
    let mut at: BTreeMap<Key, usize> = BTreeMap::new();
    for (index, pair) in pairs.both.iter().enumerate() {
        let mut group = Group::default();
        operations::compare(&mut walk, &mut group, pair, &global);
        for difference in walk.gather(&group) {
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
    let mut rest = Group::default();
    document::names(&walk, &mut rest, base, head);
    found.extend(rest.found.into_iter().map(|found| (found, BTreeSet::new())));
    let owners = walk.memo.into_keys().map(|(_, _, owner, _)| owner);
    Wire { found, same: owners.filter_map(|owner| owner.base.zip(owner.head)).collect() }
}

/// What makes two differences one: the same rule at the same places.
type Key = (&'static str, Owner, Owner, Option<String>, Option<String>, Option<String>);

fn key(found: &Found) -> Key {
    let (place, owner) = (found.place.clone(), found.owner.clone());
    (found.rule.code, place, owner, found.subject.clone(), found.old.clone(), found.new.clone())
}

/// The same of both sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<T> {
    pub base: T,
    pub head: T,
}

/// The differences of one pair of things, and the pairs inside it.
#[derive(Default)]
struct Group {
    found: Vec<Found>,
    inside: Vec<usize>,
}

/// A comparison under way.
struct Walk {
    curated: Sides<bool>,
    groups: Vec<Group>,
    /// The group of each pair of schemas that was met, by the places of both, for each direction.
    memo: BTreeMap<(Vec<Pointer>, Vec<Pointer>, Owner, Direction), usize>,
}

impl Walk {
    /// Compares what stands in two places that hold schemas.
    fn places(&mut self, group: &mut Group, base: Cursor<'_>, head: Cursor<'_>, travel: Travel) {
        self.conjunctions(group, vec![base], vec![head], travel);
    }

    /// The same where several places say together what holds.
    fn conjunctions(&mut self, group: &mut Group, base: Vec<Cursor<'_>>, head: Vec<Cursor<'_>>, travel: Travel) {
        // The part that comes last decides on the Rust type, and so it is the one that both sides are known by.
        let position = Owner { base: base.last().map(|at| at.at.clone()), head: head.last().map(|at| at.at.clone()) };
        let (base, head) = (View::all(base), View::all(head));
        // What stands in a named schema belongs to it, and not to the places that refer to it.
        let owner = match (&base.name, &head.name) {
            (Some(base), Some(head)) => Owner { base: Some(base.clone()), head: Some(head.clone()) },
            _ => position,
        };
        let key = (base.identity().to_vec(), head.identity().to_vec(), owner.clone(), travel.direction);
        if let Some(known) = self.memo.get(&key) {
            group.inside.push(*known);
            return;
        }
        let index = self.groups.len();
        self.groups.push(Group::default());
        self.memo.insert(key, index);
        group.inside.push(index);
        let mut inner = Group::default();
        schema::compare(self, &mut inner, &base, &head, &owner, travel);
        for found in inner.found.iter_mut().filter(|found| found.owner == owner) {
            found.owner = owner_in_parts(found, &base, &head).unwrap_or_else(|| owner.clone());
        }
        self.groups[index] = inner;
    }

    /// Every difference in a group and in those that it leads to.
    fn gather(&self, group: &Group) -> Vec<Found> {
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
fn owner_in_parts(found: &Found, base: &View<'_>, head: &View<'_>) -> Option<Owner> {
    let part = |view: &View<'_>, place: &Option<Pointer>| -> Option<Pointer> {
        let place = place.as_ref()?;
        view.parts.iter().skip(1).map(|part| &part.at).find(|at| place.is_within(at)).cloned()
    };
    let (was, is) = (part(base, &found.place.base), part(head, &found.place.head));
    let twin = |view: &View<'_>, other: &Pointer| {
        view.parts.iter().skip(1).map(|part| &part.at).find(|at| at.key() == other.key()).cloned()
    };
    match (&was, &is) {
        (Some(_), Some(_)) => Some(Owner { base: was, head: is }),
        (Some(old), None) if found.place.head.is_none() => twin(head, old).map(|is| Owner { base: was, head: Some(is) }),
        (None, Some(new)) if found.place.base.is_none() => twin(base, new).map(|was| Owner { base: Some(was), head: is }),
        _ => None,
    }
}

/// How a value travels.
#[derive(Clone, Copy)]
struct Travel {
    direction: Direction,
    /// In a path, query or header, where everything is text.
    as_text: bool,
}

impl Travel {
    const REQUEST: Self = Self { direction: Direction::Request, as_text: false };
    const RESPONSE: Self = Self { direction: Direction::Response, as_text: false };
    const PARAMETER: Self = Self { direction: Direction::Request, as_text: true };
    const HEADER: Self = Self { direction: Direction::Response, as_text: true };
}
