//! Merges the findings of the wire and of the Rust API into one list of changes.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ApiChange, ChangeLocation, Impact, Owner, SemverLevel, WireLevel};
use super::correlate::{ImpactReach, OperationReach, OwnerIndex};
use super::rules::DiffRule;
use super::wire::{Labels, Pairs, Sides, WireDiff, WireFinding};
use super::{Side, rust};
use crate::fingerprint;
use crate::load::Node;

/// Both sides, with the labels of their operations and schemas.
struct Collator<'a> {
    base: &'a Side,
    head: &'a Side,
    labels: Sides<Labels<'a>>,
}

pub(super) fn collate(
    base: &Side,
    head: &Side,
    pairs: &Pairs<'_>,
    wire: WireDiff,
    impacts: Vec<rust::RustFinding>,
    with_rust: bool,
) -> Vec<ApiChange> {
    let collator = Collator { base, head, labels: Labels::of(&base.document, &head.document, pairs) };
    let ids: Vec<(String, String)> = pairs
        .both
        .iter()
        .map(|pair| (pair.head.id().map_or_else(|| pair.head.label(), str::to_owned), pair.head.pointer().to_string()))
        .collect();
    let mut changes: Vec<(ApiChange, BTreeSet<String>)> = Vec::new();
    for (found, operations) in wire.found {
        let places: BTreeSet<String> = operations.iter().filter_map(|index| Some(ids.get(*index)?.1.clone())).collect();
        let names = operations.iter().filter_map(|index| Some(ids.get(*index)?.0.clone())).collect();
        changes.push((collator.change(found, names, with_rust), places));
    }
    let owners = OwnerIndex::of(changes.iter().map(|(change, _)| change));
    let mut of_operations = OperationReach::default();
    for (index, (change, _)) in changes.iter().enumerate() {
        of_operations.add(index, change, base, head);
    }
    // The changes of the Rust API alone, by what they describe.
    let mut rust_only: BTreeMap<Owner, usize> = BTreeMap::new();
    for found in impacts {
        let reach = ImpactReach::of(&found, base, head);
        let related = reach.candidates(&owners).into_iter();
        let ranks = related.filter_map(|index| Some((reach.rank(&changes[index].0, &changes[index].1)?, index)));
        let best = ranks.min().map(|(_, index)| index);
        let target = best.or_else(|| of_operations.find(&found)).or_else(|| rust_only.get(&found.impact.owner).copied());
        if let Some(index) = target {
            changes[index].0.impacts.push(found.impact);
        } else {
            if found.impact.owner != Owner::default() {
                rust_only.insert(found.impact.owner.clone(), changes.len());
            }
            changes.push((collator.rust_only(found.impact), BTreeSet::new()));
        }
    }
    let mut changes: Vec<ApiChange> = changes.into_iter().map(|(change, _)| change).collect();
    for change in &mut changes {
        finish(change);
    }
    changes
}

/// Sorts the parts of a change, and computes its Rust level and its fingerprint.
pub(super) fn finish(change: &mut ApiChange) {
    change.impacts.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| (&a.path, a.rule.code).cmp(&(&b.path, b.rule.code))));
    change.rust = change.impacts.iter().map(|impact| impact.level).max().unwrap_or_default().max(change.rust);
    change.operations.sort();
    let parts =
        [Some(change.rule.code), Some(&change.resource), Some(&change.subject), change.old.as_deref(), change.new.as_deref()];
    change.fingerprint = fingerprint::of(parts.into_iter().map(Option::unwrap_or_default));
}

impl Collator<'_> {
    fn change(&self, found: WireFinding, operations: Vec<String>, with_rust: bool) -> ApiChange {
        // A finding with its own subject is listed under the operation that contains it.
        let whole = if found.subject.is_some() { &found.location } else { &found.owner };
        let (subject, resource) = self.name(whole, &found.location);
        let source = self.source(&found.owner);
        ApiChange {
            rule: found.rule,
            resource,
            subject: found.subject.unwrap_or(subject),
            old: found.old,
            new: found.new,
            request: found.request,
            response: found.response,
            rust: if with_rust { found.rule.rust } else { SemverLevel::None },
            impacts: Vec::new(),
            stricter: found.stricter,
            operations,
            location: self.location(&Owner {
                head: found.location.head.or_else(|| found.owner.head.clone()),
                base: found.location.base.or_else(|| found.owner.base.clone()),
            }),
            source,
            fingerprint: String::new(),
            accepted: None,
            owner: found.owner,
        }
    }

    /// Creates a change that affects only the Rust API: a correction of the description.
    fn rust_only(&self, impact: Impact) -> ApiChange {
        let (mut subject, mut resource) = self.name(&impact.owner, &impact.owner);
        if impact.owner == Owner::default() {
            (subject, resource) = (impact.path.clone(), impact.path.replace("::", "/"));
        }
        let rule: &'static DiffRule = impact.rule;
        ApiChange {
            rule,
            resource,
            subject,
            old: impact.old.clone(),
            new: impact.new.clone(),
            request: WireLevel::None,
            response: WireLevel::None,
            rust: impact.level,
            stricter: false,
            operations: Vec::new(),
            location: self.location(&impact.owner),
            source: self.source(&impact.owner),
            fingerprint: String::new(),
            accepted: None,
            owner: impact.owner.clone(),
            impacts: vec![impact],
        }
    }

    /// Returns the subject and the resource, from the head if it exists there.
    fn name(&self, owner: &Owner, place: &Owner) -> (String, String) {
        let base = owner.base.as_ref().or(place.base.as_ref());
        match (owner.head.as_ref().or(place.head.as_ref()), base) {
            (Some(head), _) => self.labels.head.of_pointer(head),
            (None, Some(base)) => self.labels.base.of_pointer(base),
            (None, None) => (String::new(), String::new()),
        }
    }

    fn location(&self, at: &Owner) -> Option<ChangeLocation> {
        let (side, at, removed) = match (&at.head, &at.base) {
            (Some(at), _) => (self.head, at, false),
            (None, Some(at)) => (self.base, at, true),
            (None, None) => return None,
        };
        let location = side.document.locate_key(at);
        let file = format!("{}{}", side.origin.prefix, location.file);
        Some(ChangeLocation { file, line: location.line, column: location.column, removed })
    }

    /// Returns the nearest `x-source`, at the owner or at most two levels above.
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
