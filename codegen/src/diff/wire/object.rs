//! Compares the properties of objects: existence, requiredness and schemas.

use std::collections::BTreeSet;

use super::cursor::NodeCursor;
use super::finding::WireFinding;
use super::merged::MergedSchema;
use super::{FindingGroup, SchemaUsage, WireComparer};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules;

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    usage: SchemaUsage,
) {
    let (was, is) = (base.properties(), head.properties());
    for (name, old) in &was {
        match is.iter().find(|(other, _)| other == name) {
            Some((_, new)) => both(comparer, group, (base, old), (head, new), name, usage),
            None => removed(comparer, group, base, old, name, usage),
        }
    }
    for (name, new) in is.iter().filter(|(name, _)| !was.iter().any(|(other, _)| other == name)) {
        match base.get("additionalProperties").filter(|more| !more.node.entries().is_empty()) {
            // The property was described before, by the schema of all others.
            Some(more) if more.node.to_json() != new.last().map(|at| at.node.to_json()).unwrap_or_default() => {
                comparer.compare_conjunctions(group, vec![more], new.clone(), usage);
            }
            _ => added(group, (base, head), new, name, usage),
        }
    }
    required_names(comparer, group, base, head, usage);
}

/// Compares the required properties that neither side describes.
fn required_names(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    usage: SchemaUsage,
) {
    if usage.direction == WireDirection::Response && comparer.curated.head {
        return;
    }
    let described: Vec<&str> = base.properties().iter().chain(&head.properties()).map(|(name, _)| *name).collect();
    let names = |view: &MergedSchema<'_>| -> BTreeSet<String> {
        let lists = view.parts.iter().filter_map(|part| part.node.get("required"));
        let names = lists.flat_map(|list| list.items().iter().filter_map(|name| name.as_str()));
        names.filter(|name| !described.contains(name)).map(str::to_owned).collect()
    };
    let (was, is) = (names(base), names(head));
    let owner = Owner { base: base.at().cloned(), head: head.at().cloned() };
    for name in was.symmetric_difference(&is) {
        let (old, new) = (base.required(name), head.required(name));
        let rule = if new.is_some() { &rules::BECAME_REQUIRED } else { &rules::BECAME_OPTIONAL };
        let found = WireFinding::at_key(rule, &owner, old.as_ref(), new.as_ref());
        group.found.push(found.in_direction(usage.direction));
    }
}

/// Returns whether values of this direction never contain the property.
fn is_absent(places: &[NodeCursor<'_>], direction: WireDirection) -> bool {
    let key = match direction {
        WireDirection::Request => "readOnly",
        WireDirection::Response => "writeOnly",
    };
    places.iter().any(|place| place.clone().followed().flag(key))
}

fn is_proven(places: &[NodeCursor<'_>]) -> bool {
    places.iter().any(|place| place.clone().followed().flag("x-proven"))
}

fn removed(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    old: &[NodeCursor<'_>],
    name: &str,
    usage: SchemaUsage,
) {
    let Some(at) = old.last().map(|place| &place.at) else { return };
    let is_required = base.required(name).is_some();
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

fn added(
    group: &mut FindingGroup,
    (base, head): (&MergedSchema<'_>, &MergedSchema<'_>),
    new: &[NodeCursor<'_>],
    name: &str,
    usage: SchemaUsage,
) {
    let Some(at) = new.last().map(|place| &place.at) else { return };
    let is_required = head.required(name).is_some() && base.required(name).is_none();
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
    (base, old): (&MergedSchema<'_>, &[NodeCursor<'_>]),
    (head, new): (&MergedSchema<'_>, &[NodeCursor<'_>]),
    name: &str,
    usage: SchemaUsage,
) {
    requiredness(comparer, group, (base, old), (head, new), name, usage);
    if is_absent(old, usage.direction) && is_absent(new, usage.direction) {
        return;
    }
    comparer.compare_conjunctions(group, old.to_vec(), new.to_vec(), usage);
}

fn requiredness(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    (base, old): (&MergedSchema<'_>, &[NodeCursor<'_>]),
    (head, new): (&MergedSchema<'_>, &[NodeCursor<'_>]),
    name: &str,
    usage: SchemaUsage,
) {
    let (was, is) = (base.required(name), head.required(name));
    let rule = match (&was, &is) {
        (None, Some(_)) => &rules::BECAME_REQUIRED,
        (Some(_), None) => &rules::BECAME_OPTIONAL,
        _ => return,
    };
    let owner = Owner { base: old.last().map(|at| at.at.clone()), head: new.last().map(|at| at.at.clone()) };
    let found = WireFinding::at_key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
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
    match view.type_name() {
        Some(name) => format!("{name}{format}"),
        None => "anything".to_owned(),
    }
}
