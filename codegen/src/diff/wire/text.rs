//! What is said about things rather than what they are: descriptions, examples, deprecation, read-only and write-only.

use super::cursor::Cursor;
use super::found::Found;
use super::view::View;
use super::{Group, Travel};
use crate::diff::change::Owner;
use crate::diff::rules::{self, Rule};

pub(super) fn schema(group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    let same_parts = base.parts.len() == head.parts.len();
    for (index, (was, is)) in base.parts.iter().zip(&head.parts).enumerate() {
        if index == 0 {
            part(group, was, is, owner, travel);
        } else if same_parts && was.at.key() == is.at.key() {
            let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
            part(group, was, is, &owner, travel);
        }
    }
}

fn part(group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner, travel: Travel) {
    keys(group, &rules::SCHEMA_DOCS, (Some(was), Some(is)), &["title", "description", "externalDocs"], owner);
    keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example"], owner);
    deprecated(group, (&rules::PROPERTY_DEPRECATED, &rules::PROPERTY_REACTIVATED), was, is, owner);
    for (key, rule) in [("readOnly", &rules::READ_ONLY), ("writeOnly", &rules::WRITE_ONLY)] {
        if was.flag(key) != is.flag(key) {
            let named = |at: &Cursor<'_>| Some(if at.flag(key) { key.to_owned() } else { "read and written".to_owned() });
            let (at_base, at_head) = (was.raw(key), is.raw(key));
            let found = Found::key(rule, owner, at_base.as_ref(), at_head.as_ref()).values(named(was), named(is));
            group.found.push(found.weighed(travel.direction));
        }
    }
    if was.json("xml") != is.json("xml") {
        let found = Found::key(&rules::XML, owner, was.raw("xml").as_ref(), is.raw("xml").as_ref());
        group.found.push(found.weighed(travel.direction));
    }
}

/// Tells when one of several keys with text differs.
pub(super) fn keys(
    group: &mut Group,
    rule: &'static Rule,
    (was, is): (Option<&Cursor<'_>>, Option<&Cursor<'_>>),
    names: &[&str],
    owner: &Owner,
) {
    for key in names {
        let (old, new) = (was.and_then(|at| at.raw(key)), is.and_then(|at| at.raw(key)));
        if old.as_ref().map(|at| at.node.to_json()) != new.as_ref().map(|at| at.node.to_json()) {
            group.found.push(Found::key(rule, owner, old.as_ref(), new.as_ref()));
        }
    }
}

/// Tells when `deprecated` came or went.
pub(super) fn deprecated(
    group: &mut Group,
    (set, unset): (&'static Rule, &'static Rule),
    was: &Cursor<'_>,
    is: &Cursor<'_>,
    owner: &Owner,
) {
    let rule = match (was.flag("deprecated"), is.flag("deprecated")) {
        (false, true) => set,
        (true, false) => unset,
        _ => return,
    };
    let (was, is) = (was.raw("deprecated"), is.raw("deprecated"));
    group.found.push(Found::key(rule, owner, was.as_ref(), is.as_ref()).values(None, None));
}
