//! Compares a pair of schemas: nullability, type, format and enum, then the other keywords.

use std::collections::BTreeSet;

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage, WireComparer, annotations, constraints, extensions, object, structure};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules;
use crate::value::{JsonTypes, ListedValue, MergedSchema, NodeCursor, canonical, listed, plain};

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    annotations::schema(group, base, head, owner, usage);
    extensions::schema(group, base, head, owner, usage);
    if structure::wrapped(comparer, group, base, head, owner, usage) {
        return;
    }
    nullable(group, base, head, owner, usage);
    if !types(group, base, head, owner, usage) {
        return;
    }
    formats(group, base, head, owner, usage);
    enums(group, base, head, owner, comparer.curated.head, usage);
    constraints::compare(group, base, head, owner, usage);
    object::compare(comparer, group, base, head, usage);
    structure::compare(comparer, group, base, head, owner, usage);
}

pub(super) fn nullable(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    // A variant that allows null is compared with the other variants.
    let have_variants = !base.choices().is_empty() && !head.choices().is_empty();
    if have_variants && base.allows_null() && head.allows_null() {
        return;
    }
    let is_nullable = if have_variants { MergedSchema::states_null } else { is_nullable };
    let rule = match (is_nullable(base), is_nullable(head)) {
        (false, true) => &rules::BECAME_NULLABLE,
        (true, false) => &rules::BECAME_NOT_NULL,
        _ => return,
    };
    let (was, is) = (base.get("nullable"), head.get("nullable"));
    group
        .found
        .push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None).in_direction(usage.direction));
}

/// Returns whether null is allowed and other values are restricted, or null is stated to be allowed.
fn is_nullable(schema: &MergedSchema<'_>) -> bool {
    let types = schema.types();
    types.contains(JsonTypes::NULL) && (!types.is_any() || schema.states_null())
}

/// Compares types. Returns whether they are similar enough to compare further.
fn types(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) -> bool {
    // Variants are compared one by one, if both sides have some.
    let have_variants = !base.choices().is_empty() && !head.choices().is_empty();
    let of = |schema: &MergedSchema<'_>| if have_variants { schema.own_types() } else { schema.types().values() };
    let (was, is) = (of(base), of(head));
    // A type beside variants that all have it changes nothing, and lists of values are compared value by value.
    let is_equal = was == is || base.types().values() == head.types().values();
    let are_listed = base.enumeration().is_some() && head.enumeration().is_some();
    if is_equal || are_listed && !was.is_disjoint(is) && !has_type(base) && !has_type(head) {
        return true;
    }
    // Query values are sent as strings, so an unconstrained string accepts all values of a scalar.
    let is_plain = |schema: &MergedSchema<'_>| {
        usage.as_string
            && schema.own_types() == JsonTypes::STRING
            && ["format", "enum", "pattern"].iter().all(|key| schema.get(key).is_none())
    };
    let is_scalar = |types: JsonTypes| JsonTypes::SCALAR.contains(types);
    let (rule, related) = if is.contains(was) {
        (&rules::TYPE_GENERALIZED, true)
    } else if was.contains(is) {
        (&rules::TYPE_SPECIALIZED, true)
    } else if is_scalar(was) && is_plain(head) {
        (&rules::TYPE_GENERALIZED, false)
    } else if is_plain(base) && is_scalar(is) {
        (&rules::TYPE_SPECIALIZED, false)
    } else {
        (&rules::TYPE_CHANGED, !was.is_disjoint(is))
    };
    let name = |schema: &MergedSchema<'_>, types: JsonTypes| {
        let format = schema.get("format").map(|format| format!(" ({})", format.plain())).unwrap_or_default();
        Some(format!("{}{format}", types.describe()))
    };
    let (at_base, at_head) = (base.get("type"), head.get("type"));
    let found = WireFinding::at_key(rule, owner, at_base.as_ref(), at_head.as_ref());
    group.found.push(found.values(name(base, was), name(head, is)).in_direction(usage.direction));
    related
}

fn has_type(schema: &MergedSchema<'_>) -> bool {
    schema.get("type").is_some()
}

fn formats(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) {
    let (was, is) = (base.get("format"), head.get("format"));
    let rule = match (was.as_ref().map(NodeCursor::plain).as_deref(), is.as_ref().map(NodeCursor::plain).as_deref()) {
        (None, None) => return,
        (Some(was), Some(is)) if was == is => return,
        (None, Some(_)) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => &rules::FORMAT_SPECIALIZED,
        (Some(_), None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => &rules::FORMAT_GENERALIZED,
        _ => &rules::FORMAT_CHANGED,
    };
    group.found.push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction));
}

/// Compares the listed values. By the conventions of this project enums are open unless they are `x-closed`; otherwise a list is complete.
fn enums(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    is_curated: bool,
    usage: SchemaUsage,
) {
    // `x-extensible-enum` is a common extension for the values of an open enum.
    if let (Some(was), Some(is)) = (base.get("x-extensible-enum"), head.get("x-extensible-enum")) {
        values(group, &listed(&was), &listed(&is), owner, true, usage);
    }
    match (base.enumeration(), head.enumeration()) {
        (None, None) => return,
        (Some(_), Some(_)) => {}
        (was, is) => {
            let rule = if is.is_some() { &rules::BECAME_ENUM } else { &rules::BECAME_FREE };
            let mut found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction);
            found.stricter = usage.direction == WireDirection::Response && head.flag("x-closed");
            group.found.push(found);
            return;
        }
    }
    let lists = (base.values().unwrap_or_default(), head.values().unwrap_or_default());
    values(group, &lists.0, &lists.1, owner, is_curated && !head.flag("x-closed"), usage);
    let rule = match (base.flag("x-closed"), head.flag("x-closed")) {
        (false, true) => &rules::ENUM_CLOSED,
        (true, false) => &rules::ENUM_OPENED,
        _ => return,
    };
    let (was, is) = (base.get("x-closed"), head.get("x-closed"));
    let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
    // The values of requests are unchanged.
    let effect = if usage.direction == WireDirection::Request { Effect::None } else { rule.effect };
    group.found.push(found.with_effect(effect, usage.direction));
}

/// Compares two lists of enum values. Responses of an open enum may contain unknown values.
fn values(group: &mut FindingGroup, old: &[ListedValue], new: &[ListedValue], owner: &Owner, is_open: bool, usage: SchemaUsage) {
    let known = |list: &[ListedValue]| list.iter().map(|(_, value)| canonical(value)).collect::<BTreeSet<_>>();
    let (was_known, is_known) = (known(old), known(new));
    // A list without any of the old values is not an addition: no response contains what code could match so far.
    let is_replaced = !old.is_empty() && was_known.is_disjoint(&is_known);
    for (at, value) in old.iter().filter(|(_, value)| !is_known.contains(&canonical(value))) {
        let found = WireFinding::between(&rules::VALUE_REMOVED, Some(at), None).values(Some(plain(value)), None);
        group.found.push(WireFinding { owner: owner.clone(), ..found }.in_direction(usage.direction));
    }
    for (at, value) in new.iter().filter(|(_, value)| !was_known.contains(&canonical(value))) {
        let found = WireFinding::between(&rules::VALUE_ADDED, None, Some(at)).values(None, Some(plain(value)));
        let is_addition = is_open && !is_replaced && usage.direction == WireDirection::Response;
        let effect = if is_addition { Effect::Adds } else { Effect::Widens };
        group.found.push(WireFinding { owner: owner.clone(), ..found }.with_effect(effect, usage.direction));
    }
}
