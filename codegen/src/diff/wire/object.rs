//! Compares the properties of objects: existence, requiredness and schemas.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage, Sides, WireComparer};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules;
use crate::value::{MergedSchema, NodeCursor, OtherProperties};

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    usage: SchemaUsage,
) {
    let (was, is) = (base.properties(), head.properties());
    let required = Sides { base: base.required(), head: head.required() };
    for (name, old) in &was {
        let entries = Sides { base: required.base.get(name), head: required.head.get(name) };
        match (is.get(name), head.other_properties()) {
            (Some(new), _) => both(comparer, group, old, new, entries, usage),
            // The property is still described, by the schema of all others.
            (None, OtherProperties::Matching(more)) => comparer.compare_conjunctions(group, old.clone(), more, usage),
            (None, _) => removed(comparer, group, old, entries.base.is_some(), usage),
        }
    }
    for (name, new) in is.iter().filter(|(name, _)| !was.contains_key(*name)) {
        // The property was described before, by the schema of all others.
        if let OtherProperties::Matching(more) = base.other_properties() {
            comparer.compare_conjunctions(group, more, new.clone(), usage);
        } else {
            let is_required = required.head.contains_key(name) && !required.base.contains_key(name);
            added(group, new, is_required, usage);
        }
    }
    required_names(comparer, group, (base, &was), (head, &is), usage);
}

type Properties<'a> = IndexMap<&'a str, Vec<NodeCursor<'a>>>;

/// Compares the required properties that at most one side describes, and that no other rule reports.
fn required_names(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    (base, was): (&MergedSchema<'_>, &Properties<'_>),
    (head, is): (&MergedSchema<'_>, &Properties<'_>),
    usage: SchemaUsage,
) {
    if usage.direction == WireDirection::Response && comparer.curated.head {
        return;
    }
    let (old, new) = (base.required(), head.required());
    let owner = Owner { base: base.at().cloned(), head: head.at().cloned() };
    let is_matched = |side: &MergedSchema<'_>| matches!(side.other_properties(), OtherProperties::Matching(_));
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    for name in names.into_iter().filter(|name| old.contains_key(name) != new.contains_key(name)) {
        let is_reported = match (was.contains_key(name), is.contains_key(name)) {
            (true, true) => true,
            (true, false) => !is_matched(head),
            (false, true) => !is_matched(base),
            (false, false) => false,
        };
        if !is_reported {
            let (old, new) = (old.get(name), new.get(name));
            let rule = if new.is_some() { &rules::BECAME_REQUIRED } else { &rules::BECAME_OPTIONAL };
            let found = WireFinding::at_key(rule, &owner, old, new);
            group.found.push(found.in_direction(usage.direction));
        }
    }
}

/// Returns whether values of this direction never contain the property.
fn is_absent(places: &[NodeCursor<'_>], direction: WireDirection) -> bool {
    let key = match direction {
        WireDirection::Request => "readOnly",
        WireDirection::Response => "writeOnly",
    };
    MergedSchema::all(places.to_vec()).flag(key)
}

fn is_proven(places: &[NodeCursor<'_>]) -> bool {
    places.iter().any(|place| place.clone().followed().flag("x-proven"))
}

fn removed(comparer: &WireComparer, group: &mut FindingGroup, old: &[NodeCursor<'_>], is_required: bool, usage: SchemaUsage) {
    let Some(at) = old.last().map(|place| &place.at) else { return };
    let is_guaranteed = if comparer.curated.base { is_proven(old) } else { is_required };
    let rule = if is_required || is_guaranteed { &rules::REQUIRED_PROPERTY_REMOVED } else { &rules::PROPERTY_REMOVED };
    let effect = match usage.direction {
        direction if is_absent(old, direction) => Effect::None,
        WireDirection::Request => Effect::Changes,
        WireDirection::Response if is_guaranteed => Effect::Changes,
        WireDirection::Response => Effect::Adds,
    };
    group.found.push(
        WireFinding::between(rule, Some(at), None).values(Some(type_label(old)), None).with_effect(effect, usage.direction),
    );
}

fn added(group: &mut FindingGroup, new: &[NodeCursor<'_>], is_required: bool, usage: SchemaUsage) {
    let Some(at) = new.last().map(|place| &place.at) else { return };
    let rule = if is_required { &rules::REQUIRED_PROPERTY_ADDED } else { &rules::PROPERTY_ADDED };
    let effect = match usage.direction {
        direction if is_absent(new, direction) => Effect::None,
        _ => rule.effect,
    };
    let mut found =
        WireFinding::between(rule, None, Some(at)).values(None, Some(type_label(new))).with_effect(effect, usage.direction);
    // Earlier responses lack a property that is now guaranteed.
    found.stricter = usage.direction == WireDirection::Response && is_proven(new);
    group.found.push(found);
}

fn both(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    old: &[NodeCursor<'_>],
    new: &[NodeCursor<'_>],
    requires: Sides<Option<&NodeCursor<'_>>>,
    usage: SchemaUsage,
) {
    requiredness(comparer, group, old, new, requires, usage);
    if is_absent(old, usage.direction) && is_absent(new, usage.direction) {
        return;
    }
    comparer.compare_conjunctions(group, old.to_vec(), new.to_vec(), usage);
}

fn requiredness(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    old: &[NodeCursor<'_>],
    new: &[NodeCursor<'_>],
    requires: Sides<Option<&NodeCursor<'_>>>,
    usage: SchemaUsage,
) {
    let rule = match (requires.base, requires.head) {
        (None, Some(_)) => &rules::BECAME_REQUIRED,
        (Some(_), None) => &rules::BECAME_OPTIONAL,
        _ => return,
    };
    let owner = Owner { base: old.last().map(|at| at.at.clone()), head: new.last().map(|at| at.at.clone()) };
    let found = WireFinding::at_key(rule, &owner, requires.base, requires.head).values(None, None);
    // In descriptions of this project, `required` applies to requests only.
    let is_irrelevant = match usage.direction {
        WireDirection::Request => is_absent(new, WireDirection::Request),
        WireDirection::Response => comparer.curated.head || is_absent(new, WireDirection::Response),
    };
    if !is_irrelevant {
        group.found.push(found.in_direction(usage.direction));
    }
}

/// Returns the schema name, or the type and format, of a property.
fn type_label(places: &[NodeCursor<'_>]) -> String {
    let Some(place) = places.last() else { return String::new() };
    if let Some((_, name)) = place.reference().and_then(|reference| reference.rsplit_once('/')) {
        return name.to_owned();
    }
    let view = MergedSchema::of(place.clone());
    let format = view.get("format").map(|format| format!(" ({})", format.plain())).unwrap_or_default();
    format!("{}{format}", view.types().values().describe())
}
