//! Equal changes at several places, which the formats for people show as one.

use std::collections::BTreeMap;

use crate::diff::change::{ApiChange, SemverLevel, WireLevel};
use crate::diff::rules::Area;

use super::values;

/// Changes of the same rule with the same values, or names, and effects. Only the places differ, and with them the effects on the Rust API.
#[derive(Debug)]
pub(super) struct ChangeGroup<'a> {
    /// The first change.
    pub first: &'a ApiChange,
    /// All changes.
    pub all: Vec<&'a ApiChange>,
}

/// What is equal in a group: the rule, what changed, the effects, and the reason of acceptance.
type GroupKey<'a> = (&'static str, String, [WireLevel; 2], SemverLevel, bool, Option<&'a str>);

/// Groups changes, in the order of the first of each group.
pub(super) fn groups<'a>(changes: &[&'a ApiChange]) -> Vec<ChangeGroup<'a>> {
    let mut groups: Vec<ChangeGroup<'a>> = Vec::new();
    let mut indexes = BTreeMap::new();
    for change in changes.iter().copied() {
        let known = key(change).map(|key| *indexes.entry(key).or_insert(groups.len()));
        match known.and_then(|index| groups.get_mut(index)) {
            Some(group) => group.all.push(change),
            None => groups.push(ChangeGroup { first: change, all: vec![change] }),
        }
    }
    groups
}

/// What changed at a place: the values, or else the name of the element, such as `name` of `Deal.name`.
pub(super) fn what(change: &ApiChange) -> String {
    let values = values(change);
    if values.is_empty() { change.subject.rsplit([' ', '.']).next().unwrap_or_default().to_owned() } else { values }
}

fn key(change: &ApiChange) -> Option<GroupKey<'_>> {
    // Of an operation, only the whole subject says what it is.
    if change.rule.area == Area::Rust || (change.rule.area == Area::Paths && values(change).is_empty()) {
        return None;
    }
    let wire = [change.request, change.response];
    Some((change.rule.code, what(change), wire, change.rust, change.stricter, change.accepted.as_deref()))
}
