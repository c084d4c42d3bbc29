//! Whether a value can match several variants at once.

use std::collections::BTreeSet;

use super::{MergedSchema, NodeCursor, canonical};

/// The maximum number of variants that are compared with one another.
const MAX_VARIANTS: usize = 200;

/// Returns whether every value matches one of the variants at most, as far as types and constants show.
pub(crate) fn are_disjoint(variants: &[NodeCursor<'_>]) -> bool {
    if variants.len() > MAX_VARIANTS {
        return false;
    }
    let merged: Vec<MergedSchema<'_>> = variants.iter().cloned().map(MergedSchema::of).collect();
    merged.iter().enumerate().all(|(index, one)| merged[index + 1..].iter().all(|other| are_apart(one, other)))
}

/// Returns whether no value matches both schemas.
fn are_apart(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    a.types().is_disjoint(b.types())
        || !(a.allows_null() && b.allows_null()) && (have_other_values(a, b) || have_other_constants(a, b))
}

/// Returns whether both schemas list their values, and have none in common.
fn have_other_values(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    let values = |schema: &MergedSchema<'_>| -> Option<BTreeSet<String>> {
        Some(schema.values()?.iter().map(|(_, value)| canonical(value)).collect())
    };
    values(a).zip(values(b)).is_some_and(|(a, b)| a.is_disjoint(&b))
}

/// Returns whether both schemas require a property that has other values in the other one.
fn have_other_constants(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    let (others, required) = (b.properties(), b.required());
    let required: Vec<&str> = a.required().into_keys().filter(|name| required.contains_key(name)).collect();
    a.properties().into_iter().filter(|(name, _)| required.contains(name)).any(|(name, places)| {
        let other = others.get(name).cloned().map(MergedSchema::all);
        other.is_some_and(|other| have_other_values(&MergedSchema::all(places), &other))
    })
}
