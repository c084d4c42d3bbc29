//! Compares annotations: descriptions, examples, deprecation, `readOnly` and `writeOnly`.

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage};
use crate::diff::change::Owner;
use crate::diff::rules::{self, DiffRule};
use crate::value::{MergedSchema, NodeCursor};

/// The rules for a deprecation that is added or removed.
static DEPRECATION: (&DiffRule, &DiffRule) = (&rules::PROPERTY_DEPRECATED, &rules::PROPERTY_REACTIVATED);

pub(super) fn schema(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    for (key, rule) in [("readOnly", &rules::READ_ONLY), ("writeOnly", &rules::WRITE_ONLY)] {
        if base.flag(key) != head.flag(key) {
            let named = |is_set: bool| Some(if is_set { key.to_owned() } else { "read and write".to_owned() });
            let (was, is) = (base.get(key), head.get(key));
            let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref());
            group.found.push(found.values(named(base.flag(key)), named(head.flag(key))).in_direction(usage.direction));
        }
    }
    let json = |at: &Option<NodeCursor<'_>>| at.as_ref().map(|at| at.node.to_json());
    let (was, is) = (base.get("xml"), head.get("xml"));
    if json(&was) != json(&is) {
        group.found.push(WireFinding::at_key(&rules::XML, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction));
    }
    // A schema is deprecated by one of its inline parts; a named part has a deprecation of its own.
    deprecation(group, DEPRECATION, deprecated_inline(base).as_ref(), deprecated_inline(head).as_ref(), owner);
    let same_parts = base.parts.len() == head.parts.len();
    for (index, (was, is)) in base.parts.iter().zip(&head.parts).enumerate() {
        if index == 0 {
            docs(group, was, is, owner);
        } else if same_parts && was.at.key() == is.at.key() {
            let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
            docs(group, was, is, &owner);
            if !is_inline(base, was) {
                deprecated(group, DEPRECATION, was, is, &owner);
            }
        }
    }
}

fn docs(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    keys(group, &rules::SCHEMA_DOCS, (Some(was), Some(is)), &["title", "description", "externalDocs"], owner);
    keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example"], owner);
}

/// Returns whether a part is written inside of the schema.
fn is_inline(schema: &MergedSchema<'_>, part: &NodeCursor<'_>) -> bool {
    schema.identity().iter().any(|root| part.at.is_within(root))
}

/// Returns the `deprecated: true` of a schema or of an inline part.
fn deprecated_inline<'a>(schema: &MergedSchema<'a>) -> Option<NodeCursor<'a>> {
    schema.parts.iter().filter(|part| is_inline(schema, part)).find_map(stated_deprecation)
}

/// Reports each of several keys whose value differs.
pub(super) fn keys(
    group: &mut FindingGroup,
    rule: &'static DiffRule,
    (was, is): (Option<&NodeCursor<'_>>, Option<&NodeCursor<'_>>),
    names: &[&str],
    owner: &Owner,
) {
    for key in names {
        let (old, new) = (was.and_then(|at| at.raw(key)), is.and_then(|at| at.raw(key)));
        if old.as_ref().map(|at| at.node.to_json()) != new.as_ref().map(|at| at.node.to_json()) {
            group.found.push(WireFinding::at_key(rule, owner, old.as_ref(), new.as_ref()));
        }
    }
}

/// Reports when `deprecated` is added or removed.
pub(super) fn deprecated(
    group: &mut FindingGroup,
    rules: (&'static DiffRule, &'static DiffRule),
    was: &NodeCursor<'_>,
    is: &NodeCursor<'_>,
    owner: &Owner,
) {
    deprecation(group, rules, stated_deprecation(was).as_ref(), stated_deprecation(is).as_ref(), owner);
}

fn stated_deprecation<'a>(at: &NodeCursor<'a>) -> Option<NodeCursor<'a>> {
    at.raw("deprecated").filter(|_| at.flag("deprecated"))
}

fn deprecation(
    group: &mut FindingGroup,
    (set, unset): (&'static DiffRule, &'static DiffRule),
    was: Option<&NodeCursor<'_>>,
    is: Option<&NodeCursor<'_>>,
    owner: &Owner,
) {
    let rule = match (was, is) {
        (None, Some(_)) => set,
        (Some(_), None) => unset,
        _ => return,
    };
    group.found.push(WireFinding::at_key(rule, owner, was, is).values(None, None));
}
