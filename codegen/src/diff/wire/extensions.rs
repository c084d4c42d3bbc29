//! Compares extensions (`x-…`), known and unknown.

use std::collections::BTreeSet;

use serde_json::Value;

use super::finding::WireFinding;
use super::{FindingGroup, SchemaUsage, annotations};
use crate::diff::change::{Owner, WireDirection};
use crate::diff::rules::{self, DiffRule};
use crate::load::extensions::Extension;
use crate::value::{MergedSchema, NodeCursor};

/// The rules for an extension that is added, removed and changed.
type ExtensionRules = (&'static DiffRule, &'static DiffRule, &'static DiffRule);

fn of_schema(name: &str) -> Option<ExtensionRules> {
    let same = |rule| Some((rule, rule, rule));
    let Some(extension) = Extension::of_word(name) else {
        // Compared with the values of the enum.
        return if name == "x-extensible-enum" { None } else { same(&rules::OTHER_EXTENSION) };
    };
    match extension {
        Extension::Lenient | Extension::MapKey => Some((&rules::LENIENT_ADDED, &rules::LENIENT_REMOVED, &rules::LENIENT_CHANGED)),
        Extension::Proven => Some((&rules::PROVEN_SET, &rules::PROVEN_UNSET, &rules::PROVEN_SET)),
        Extension::Id => same(&rules::ID_TYPE),
        Extension::CustomFields => same(&rules::CUSTOM_FIELDS),
        Extension::EnumVarnames => same(&rules::VARIANT_NAMES),
        Extension::EnumDescriptions => same(&rules::VARIANT_DOCS),
        Extension::Sensitive => same(&rules::SENSITIVE),
        Extension::ReplacedBy => same(&rules::PROPERTY_REPLACED),
        Extension::Source => same(&rules::SOURCE),
        // Compared with the values of the enum.
        Extension::Closed => None,
        Extension::EmptyList | Extension::IgnoredWith | Extension::WholeSeconds => same(&rules::INPUT_HANDLING),
        // Not of schemas.
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::Retired
        | Extension::RateLimits
        | Extension::UserAgent
        | Extension::WebhookItems
        | Extension::RevocationUrl => same(&rules::OTHER_EXTENSION),
    }
}

/// Returns the rule for an extension of an operation.
fn of_operation(extension: Extension) -> &'static DiffRule {
    match extension {
        Extension::Pagination => &rules::PAGINATION,
        Extension::SentTo => &rules::SENT_TO,
        Extension::TokenCost => &rules::TOKEN_COST,
        Extension::Wait => &rules::WAITING,
        Extension::ReplacedBy => &rules::OPERATION_REPLACED,
        Extension::Source => &rules::SOURCE,
        Extension::Aliases => &rules::OPERATION_DOCS,
        Extension::Retired => &rules::RETIREMENT,
        // Not of operations.
        Extension::Id
        | Extension::Lenient
        | Extension::MapKey
        | Extension::CustomFields
        | Extension::EnumVarnames
        | Extension::EnumDescriptions
        | Extension::Closed
        | Extension::Proven
        | Extension::Sensitive
        | Extension::EmptyList
        | Extension::IgnoredWith
        | Extension::WholeSeconds
        | Extension::RateLimits
        | Extension::UserAgent
        | Extension::WebhookItems
        | Extension::RevocationUrl => &rules::OTHER_EXTENSION,
    }
}

/// Returns the rule for an extension of a parameter, response, body or of the document. `None` if it is compared elsewhere.
fn of_other(extension: Extension) -> Option<&'static DiffRule> {
    match extension {
        // Compared by item.
        Extension::WebhookItems => None,
        Extension::Source => Some(&rules::SOURCE),
        Extension::ReplacedBy => Some(&rules::PROPERTY_REPLACED),
        Extension::RateLimits | Extension::UserAgent | Extension::RevocationUrl => Some(&rules::CLIENT_FACT),
        // Of operations and schemas.
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::Retired
        | Extension::Id
        | Extension::Lenient
        | Extension::MapKey
        | Extension::CustomFields
        | Extension::EnumVarnames
        | Extension::EnumDescriptions
        | Extension::Closed
        | Extension::Proven
        | Extension::Sensitive
        | Extension::EmptyList
        | Extension::IgnoredWith
        | Extension::WholeSeconds => Some(&rules::OTHER_EXTENSION),
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
            let mut found = at_key(rule, owner, name, old, new);
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
        |name, old, new| {
            let rule = Extension::of_word(name).map_or(&rules::OTHER_EXTENSION, of_operation);
            if rule == &rules::PAGINATION {
                return pagination(group, old, new, owner);
            }
            let found = at_key(rule, owner, name, old, new);
            group.found.push(if rule == &rules::SENT_TO { found.in_direction(WireDirection::Request) } else { found });
        },
    );
}

/// Compares the extensions of parameters, responses, bodies and the document.
pub(super) fn other(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    each(
        names_of(was, is),
        |name| (was.raw(name), is.raw(name)),
        |name, old, new| {
            let rule = Extension::of_word(name).map_or(Some(&rules::OTHER_EXTENSION), of_other);
            group.found.extend(rule.map(|rule| at_key(rule, owner, name, old, new)));
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

/// The rules that several extensions have, or whose values say little without the name of the extension.
static NAMED: [&DiffRule; 4] = [&rules::OTHER_EXTENSION, &rules::INPUT_HANDLING, &rules::CLIENT_FACT, &rules::RETIREMENT];

/// Creates a finding.
fn at_key(
    rule: &'static DiffRule,
    owner: &Owner,
    name: &str,
    old: Option<&NodeCursor<'_>>,
    new: Option<&NodeCursor<'_>>,
) -> WireFinding {
    let found = WireFinding::at_key(rule, owner, old, new);
    if !NAMED.contains(&rule) {
        return found;
    }
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
