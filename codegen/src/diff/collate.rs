//! Puts what was found on the wire and in Rust together: one change for one thing.

use std::collections::BTreeSet;

use super::change::{Change, Impact, Level, Owner, Place, Wire as Weight};
use super::correlate::{Lead, Operation};
use super::rules::Rule;
use super::wire::{Found, Labels, Pairs, Sides, Wire};
use super::{Side, fingerprint, rust};
use crate::load::Node;

/// Everything about both sides that is needed to name things and places.
struct Naming<'a> {
    base: &'a Side,
    head: &'a Side,
    labels: Sides<Labels<'a>>,
}

pub(super) fn collate(
    base: &Side,
    head: &Side,
    pairs: &Pairs<'_>,
    wire: Wire,
    impacts: Vec<rust::Found>,
    with_rust: bool,
) -> Vec<Change> {
    let naming = Naming { base, head, labels: Labels::of(&base.document, &head.document, pairs) };
    let ids: Vec<(String, String)> = pairs
        .both
        .iter()
        .map(|pair| (pair.head.id().map_or_else(|| pair.head.label(), str::to_owned), pair.head.pointer().to_string()))
        .collect();
    let mut changes: Vec<(Change, BTreeSet<String>)> = Vec::new();
    for (found, operations) in wire.found {
        let places: BTreeSet<String> = operations.iter().filter_map(|index| Some(ids.get(*index)?.1.clone())).collect();
        let names = operations.iter().filter_map(|index| Some(ids.get(*index)?.0.clone())).collect();
        changes.push((naming.change(found, names, with_rust), places));
    }
    let on_wire = changes.len();
    let whole: Vec<(usize, Operation)> =
        changes.iter().enumerate().filter_map(|(index, (change, _))| Some((index, Operation::of(change, base, head)?))).collect();
    for found in impacts {
        let lead = Lead::of(&found, base, head);
        let ranks = changes[..on_wire].iter().enumerate();
        let best = ranks.filter_map(|(index, (change, operations))| Some((lead.rank(change, operations)?, index))).min();
        let with_operation = || whole.iter().find(|(_, operation)| lead.goes_with(operation)).map(|(index, _)| *index);
        let place = best.map(|(_, index)| index).or_else(with_operation).or_else(|| {
            let is_same =
                |(change, _): &(Change, BTreeSet<String>)| change.owner == found.impact.owner && change.owner != Owner::default();
            changes[on_wire..].iter().position(is_same).map(|index| on_wire + index)
        });
        match place {
            Some(index) => changes[index].0.impacts.push(found.impact),
            None => changes.push((naming.rust_only(found.impact), BTreeSet::new())),
        }
    }
    let mut changes: Vec<Change> = changes.into_iter().map(|(change, _)| change).collect();
    for change in &mut changes {
        finish(change);
    }
    changes
}

/// What follows from the parts.
fn finish(change: &mut Change) {
    change.impacts.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| (&a.path, a.rule.code).cmp(&(&b.path, b.rule.code))));
    change.rust = change.impacts.iter().map(|impact| impact.level).max().unwrap_or_default().max(change.rust);
    change.operations.sort();
    let parts =
        [Some(change.rule.code), Some(&change.resource), Some(&change.subject), change.old.as_deref(), change.new.as_deref()];
    change.fingerprint = fingerprint::of(parts.into_iter().map(Option::unwrap_or_default));
}

impl Naming<'_> {
    fn change(&self, found: Found, operations: Vec<String>, with_rust: bool) -> Change {
        // What has a name of its own belongs to the operation that it stands in.
        let whole = if found.subject.is_some() { &found.place } else { &found.owner };
        let (subject, resource) = self.name(whole, &found.place);
        let source = self.source(&found.owner);
        Change {
            rule: found.rule,
            resource,
            subject: found.subject.unwrap_or(subject),
            old: found.old,
            new: found.new,
            request: found.request,
            response: found.response,
            rust: if with_rust { found.rule.rust } else { Level::None },
            impacts: Vec::new(),
            stricter: found.stricter,
            operations,
            place: self.place(&Owner {
                head: found.place.head.or_else(|| found.owner.head.clone()),
                base: found.place.base.or_else(|| found.owner.base.clone()),
            }),
            source,
            fingerprint: String::new(),
            accepted: None,
            owner: found.owner,
        }
    }

    /// A change that the wire does not know: a correction of the description.
    fn rust_only(&self, impact: Impact) -> Change {
        let (mut subject, mut resource) = self.name(&impact.owner, &impact.owner);
        if impact.owner == Owner::default() {
            (subject, resource) = (impact.path.clone(), impact.path.replace("::", "/"));
        }
        let rule: &'static Rule = impact.rule;
        Change {
            rule,
            resource,
            subject,
            old: impact.old.clone(),
            new: impact.new.clone(),
            request: Weight::None,
            response: Weight::None,
            rust: impact.level,
            stricter: false,
            operations: Vec::new(),
            place: self.place(&impact.owner),
            source: self.source(&impact.owner),
            fingerprint: String::new(),
            accepted: None,
            owner: impact.owner.clone(),
            impacts: vec![impact],
        }
    }

    /// What the thing is called, by its new name if it has one.
    fn name(&self, owner: &Owner, place: &Owner) -> (String, String) {
        let base = owner.base.as_ref().or(place.base.as_ref());
        match (owner.head.as_ref().or(place.head.as_ref()), base) {
            (Some(head), _) => self.labels.head.of_place(head),
            (None, Some(base)) => self.labels.base.of_place(base),
            (None, None) => (String::new(), String::new()),
        }
    }

    fn place(&self, place: &Owner) -> Option<Place> {
        let (side, at, removed) = match (&place.head, &place.base) {
            (Some(at), _) => (self.head, at, false),
            (None, Some(at)) => (self.base, at, true),
            (None, None) => return None,
        };
        let location = side.document.locate_key(at);
        let file = format!("{}{}", side.origin.prefix, location.file);
        Some(Place { file, line: location.line, column: location.column, removed })
    }

    /// The evidence for the thing or for what it stands in.
    fn source(&self, owner: &Owner) -> Option<String> {
        let (side, at) = match (&owner.head, &owner.base) {
            (Some(at), _) => (self.head, at),
            (None, Some(at)) => (self.base, at),
            (None, None) => return None,
        };
        let mut here = Some(at.clone());
        for _ in 0..3 {
            let place = here?;
            let source = side.document.node(&place).and_then(|node| node.get("x-source")).and_then(Node::as_str);
            if let Some(source) = source {
                return Some(source.to_owned());
            }
            here = place.parent();
        }
        None
    }
}
