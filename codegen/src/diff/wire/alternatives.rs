//! Whether a value can match several alternatives at once.

use std::collections::BTreeSet;

use super::cursor::NodeCursor;
use super::merged::{MergedSchema, listed};

/// Returns whether every value matches one of the alternatives at most, as far as types and constants show.
pub(super) fn are_disjoint(alternatives: &[NodeCursor<'_>]) -> bool {
    let views: Vec<MergedSchema<'_>> = alternatives.iter().cloned().map(MergedSchema::of).collect();
    views.iter().enumerate().all(|(index, view)| views[index + 1..].iter().all(|other| are_apart(view, other)))
}

/// Returns whether no value matches both schemas.
fn are_apart(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    if a.flag("nullable") && b.flag("nullable") {
        return false;
    }
    let is_number = |name: &str| matches!(name, "integer" | "number");
    if let (Some(a), Some(b)) = (a.effective_type(), b.effective_type())
        && a != b
        && !(is_number(a) && is_number(b))
    {
        return true;
    }
    have_other_values(a, b) || have_other_constants(a, b)
}

/// Returns whether both schemas list their values, and have none in common.
fn have_other_values(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    let values = |view: &MergedSchema<'_>| -> Option<BTreeSet<String>> {
        Some(listed(&view.enumeration()?).iter().map(|(_, value)| value.to_string()).collect())
    };
    values(a).zip(values(b)).is_some_and(|(a, b)| a.is_disjoint(&b))
}

/// Returns whether both schemas require a property that has other values in the other one.
fn have_other_constants(a: &MergedSchema<'_>, b: &MergedSchema<'_>) -> bool {
    let others = b.properties();
    a.properties().into_iter().any(|(name, places)| {
        let other = others.iter().find(|(other, _)| *other == name);
        let is_required = a.required(name).is_some() && b.required(name).is_some();
        other.is_some_and(|(_, other)| {
            is_required && have_other_values(&MergedSchema::all(places), &MergedSchema::all(other.clone()))
        })
    })
}
