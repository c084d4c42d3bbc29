//! Compares extensions (`x-…`), known and unknown.

use std::collections::BTreeSet;

use serde_json::Value;

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage, annotations};
use crate::diff::change::{Owner, WireDirection};
use crate::diff::rules::{self, DiffRule};
use crate::value::{MergedSchema, NodeCursor};

/// The rules for an extension that is added, removed and changed.
type ExtensionRules = (&'static DiffRule, &'static DiffRule, &'static DiffRule);

fn of_schema(name: &str) -> Option<ExtensionRules> {
    let same = |rule| Some((rule, rule, rule));
    match name {
        "x-lenient" | "x-map-key" => Some((&rules::LENIENT_ADDED, &rules::LENIENT_REMOVED, &rules::LENIENT_CHANGED)),
        "x-proven" => Some((&rules::PROVEN_SET, &rules::PROVEN_UNSET, &rules::PROVEN_SET)),
        "x-id" => same(&rules::ID_TYPE),
        "x-custom-fields" => same(&rules::CUSTOM_FIELDS),
        "x-enum-varnames" => same(&rules::VARIANT_NAMES),
        "x-enum-descriptions" => same(&rules::VARIANT_DOCS),
        "x-sensitive" => same(&rules::SENSITIVE),
        "x-replaced-by" => same(&rules::PROPERTY_REPLACED),
        "x-source" => same(&rules::SOURCE),
        // Reported with the enum.
        "x-closed" | "x-extensible-enum" => None,
        _ => same(&rules::OTHER_EXTENSION),
    }
}

pub(super) fn schema(
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let names = base.parts.iter().chain(&head.parts).flat_map(names_in).collect();
    each(
        names,
        |name| (base.get(name), head.get(name)),
        |name, old, new| {
            let Some((set, unset, changed)) = of_schema(name) else { return };
            if name.starts_with("x-enum-") && value(base.get("enum").as_ref()) != value(head.get("enum").as_ref()) {
                // The list is parallel to the values, whose changes are reported already.
                return;
            }
            let rule = match (old, new) {
                (None, _) => set,
                (_, None) => unset,
                _ => changed,
            };
            let mut found = WireFinding::at_key(rule, owner, old, new);
            if rule == &rules::OTHER_EXTENSION {
                found = named(found, name, old, new);
            }
            found.stricter = rule.stricter && usage.direction == WireDirection::Response;
            group.found.push(found);
        },
    );
}

/// Compares the extensions of an operation.
pub(super) fn operation(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    each(
        names_of(was, is),
        |name| (was.raw(name), is.raw(name)),
        |name, old, new| match name {
            "x-pagination" => pagination(group, old, new, owner),
            "x-sent-to" => {
                let found = WireFinding::at_key(&rules::SENT_TO, owner, old, new);
                group.found.push(found.in_direction(WireDirection::Request));
            }
            "x-token-cost" => group.found.push(WireFinding::at_key(&rules::TOKEN_COST, owner, old, new)),
            "x-wait" => group.found.push(WireFinding::at_key(&rules::WAITING, owner, old, new)),
            "x-replaced-by" => group.found.push(WireFinding::at_key(&rules::OPERATION_REPLACED, owner, old, new)),
            "x-source" => group.found.push(WireFinding::at_key(&rules::SOURCE, owner, old, new)),
            "x-aliases" => group.found.push(WireFinding::at_key(&rules::OPERATION_DOCS, owner, old, new)),
            _ => group.found.push(named(WireFinding::at_key(&rules::OTHER_EXTENSION, owner, old, new), name, old, new)),
        },
    );
}

/// Compares the extensions of parameters, responses, bodies and the document.
pub(super) fn other(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    each(
        names_of(was, is),
        |name| (was.raw(name), is.raw(name)),
        |name, old, new| {
            let rule = match name {
                // Compared by item.
                "x-webhook-items" => return,
                "x-source" => &rules::SOURCE,
                "x-replaced-by" => &rules::PROPERTY_REPLACED,
                _ => &rules::OTHER_EXTENSION,
            };
            let found = WireFinding::at_key(rule, owner, old, new);
            group.found.push(if rule == &rules::OTHER_EXTENSION { named(found, name, old, new) } else { found });
        },
    );
}

fn pagination(group: &mut FindingGroup, old: Option<&NodeCursor<'_>>, new: Option<&NodeCursor<'_>>, owner: &Owner) {
    let (Some(was), Some(is)) = (old, new) else {
        group.found.push(WireFinding::at_key(&rules::PAGINATION, owner, old, new));
        return;
    };
    annotations::keys(group, &rules::PAGINATION, (old, new), &["style", "items"], owner);
    if was.json("max") != is.json("max") {
        group.found.push(WireFinding::at_key(&rules::PAGE_LIMIT, owner, was.raw("max").as_ref(), is.raw("max").as_ref()));
    }
}

fn named(found: WireFinding, name: &str, old: Option<&NodeCursor<'_>>, new: Option<&NodeCursor<'_>>) -> WireFinding {
    let value = |at: Option<&NodeCursor<'_>>| at.map(|at| format!("{name}: {}", at.plain()));
    found.values(value(old), value(new))
}

/// Returns the names of the extensions of a node.
fn names_in<'a>(at: &NodeCursor<'a>) -> Vec<&'a str> {
    at.members().map(|(name, _)| name).filter(|name| name.starts_with("x-")).collect()
}

fn names_of<'a>(was: &NodeCursor<'a>, is: &NodeCursor<'a>) -> BTreeSet<&'a str> {
    [was, is].into_iter().flat_map(names_in).collect()
}

fn value(at: Option<&NodeCursor<'_>>) -> Option<Value> {
    at.map(|at| at.node.to_json())
}

/// Calls `report` for every extension that differs.
fn each<'a>(
    names: BTreeSet<&str>,
    find: impl Fn(&str) -> (Option<NodeCursor<'a>>, Option<NodeCursor<'a>>),
    mut report: impl FnMut(&str, Option<&NodeCursor<'a>>, Option<&NodeCursor<'a>>),
) {
    for name in names {
        let (old, new) = find(name);
        if value(old.as_ref()) != value(new.as_ref()) {
            report(name, old.as_ref(), new.as_ref());
        }
    }
}
