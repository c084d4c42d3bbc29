//! Compares security requirements, of operations and of the document, and security schemes.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::WireFinding;
use super::matching::WireOperation;
use super::{FindingGroup, Sides, WireComparer, annotations};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules::{self, DiffRule};
use crate::load::Document;
use crate::value::NodeCursor;

/// The alternative requirements: by the names of the combined schemes, the node and the scopes.
pub(super) type Requirements<'a> = BTreeMap<String, (NodeCursor<'a>, Vec<(String, NodeCursor<'a>)>)>;

/// Returns the requirements of operations without their own.
pub(super) fn global(document: &Document) -> Option<Requirements<'_>> {
    NodeCursor::root(document)?.raw("security").map(|list| requirements(&list))
}

fn requirements<'a>(list: &NodeCursor<'a>) -> Requirements<'a> {
    let mut requirements = Requirements::new();
    for alternative in list.items() {
        let mut names: Vec<&str> = alternative.members().map(|(name, _)| name).collect();
        names.sort_unstable();
        let name = if names.is_empty() { "none".to_owned() } else { names.join(" and ") };
        let scopes = alternative.members().flat_map(|(_, scopes)| {
            let scopes: Vec<(String, NodeCursor<'a>)> = scopes.items().map(|scope| (scope.plain(), scope)).collect();
            scopes
        });
        let scopes: Vec<(String, NodeCursor<'a>)> = scopes.collect();
        requirements.insert(name, (alternative, scopes));
    }
    requirements
}

/// The rules for alternatives and scopes that are added or removed.
struct SecurityRules {
    added: &'static DiffRule,
    removed: &'static DiffRule,
    scope_added: &'static DiffRule,
    scope_removed: &'static DiffRule,
}

/// Compares the requirements of an operation that has its own on either side.
pub(super) fn operation(
    comparer: &WireComparer,
    group: &mut FindingGroup,
    was: &WireOperation<'_>,
    is: &WireOperation<'_>,
    global: &Sides<Option<Requirements<'_>>>,
) {
    let (old, new) = (was.at.raw("security"), is.at.raw("security"));
    if old.is_none() && new.is_none() {
        return;
    }
    let owner = Owner { base: Some(was.at.at.clone()), head: Some(is.at.at.clone()) };
    let rules = SecurityRules {
        added: &rules::ALTERNATIVE_ADDED,
        removed: &rules::ALTERNATIVE_REMOVED,
        scope_added: &rules::SCOPE_ADDED,
        scope_removed: &rules::SCOPE_REMOVED,
    };
    let effective = |own: Option<NodeCursor<'_>>, global: &Option<Requirements<'_>>| -> Vec<(String, Vec<String>)> {
        let flat = |all: &Requirements<'_>| {
            all.iter()
                .map(|(name, (_, scopes))| (name.clone(), scopes.iter().map(|(scope, _)| scope.clone()).collect()))
                .collect()
        };
        own.map_or_else(|| global.as_ref().map(flat).unwrap_or_default(), |own| flat(&requirements(&own)))
    };
    if effective(old.clone(), &global.base) == effective(new.clone(), &global.head) {
        return;
    }
    let none = Requirements::new();
    let (own_old, own_new) = (old.map(|list| requirements(&list)), new.map(|list| requirements(&list)));
    let old = own_old.as_ref().or(global.base.as_ref()).unwrap_or(&none);
    let new = own_new.as_ref().or(global.head.as_ref()).unwrap_or(&none);
    alternatives(group, old, new, &owner, &rules, comparer.curated.head);
}

/// The credentials that are needed together, each with its scopes.
type SchemeScopes = BTreeMap<String, BTreeSet<String>>;

/// Returns the credentials of a requirement. The names of schemes are not sent.
fn credentials(alternative: &NodeCursor<'_>) -> SchemeScopes {
    let scheme = |name: &str| Some(on_wire(&alternative.to_root()?.path(&["components", "securitySchemes", name])?));
    let members = alternative.members();
    let described = members.map(|(name, scopes)| {
        (scheme(name).unwrap_or_else(|| name.to_owned()), scopes.items().map(|scope| scope.plain()).collect())
    });
    described.collect()
}

/// Returns whether requests that satisfy `more` satisfy `less` too.
fn satisfies(more: &SchemeScopes, less: &SchemeScopes, any_scope_suffices: bool) -> bool {
    less.iter().all(|(scheme, scopes)| {
        more.get(scheme).is_some_and(|granted| if any_scope_suffices { granted == scopes } else { scopes.is_subset(granted) })
    })
}

fn alternatives(
    group: &mut FindingGroup,
    old: &Requirements<'_>,
    new: &Requirements<'_>,
    owner: &Owner,
    rules: &SecurityRules,
    any_scope_suffices: bool,
) {
    // Without requirements, every request is accepted.
    let is_free = |side: &Requirements<'_>| side.is_empty() || side.contains_key("none");
    let of = |side: &Requirements<'_>| side.values().map(|(at, _)| credentials(at)).collect::<Vec<_>>();
    let (were, are) = (of(old), of(new));
    let is_known = |name: &str, at: &NodeCursor<'_>, others: &Requirements<'_>, known: &[SchemeScopes]| {
        others.contains_key(name) || known.contains(&credentials(at)) || name == "none" && is_free(others)
    };
    for (name, (at, _)) in old.iter().filter(|(name, (at, _))| !is_known(name, at, new, &are)) {
        // Requests with these credentials are still accepted if fewer are needed.
        let had = credentials(at);
        let is_accepted = is_free(new) || are.iter().any(|needed| satisfies(&had, needed, any_scope_suffices));
        let effect = if is_accepted { Effect::Widens } else { Effect::Narrows };
        let found = WireFinding::at_key(rules.removed, owner, Some(at), None).values(Some(name.clone()), None);
        group.found.push(found.with_effect(effect, WireDirection::Request));
    }
    for (name, (at, _)) in new.iter().filter(|(name, (at, _))| !is_known(name, at, old, &were)) {
        let effect = if is_free(old) && !is_free(new) { Effect::Narrows } else { Effect::Widens };
        let found = WireFinding::at_key(rules.added, owner, None, Some(at)).values(None, Some(name.clone()));
        group.found.push(found.with_effect(effect, WireDirection::Request));
    }
    for (name, (_, before)) in old {
        let Some((_, after)) = new.get(name) else { continue };
        let has = |side: &[(String, NodeCursor<'_>)], scope: &str| side.iter().any(|(other, _)| other == scope);
        // In descriptions of this project any one scope suffices; OpenAPI requires all of them.
        let (added, removed) =
            if any_scope_suffices { (Effect::Widens, Effect::Narrows) } else { (Effect::Narrows, Effect::Widens) };
        for (scope, at) in before.iter().filter(|(scope, _)| !has(after, scope)) {
            let found =
                WireFinding::at_key(rules.scope_removed, owner, Some(at), None).values(Some(format!("{name}: {scope}")), None);
            group.found.push(found.with_effect(removed, WireDirection::Request));
        }
        for (scope, at) in after.iter().filter(|(scope, _)| !has(before, scope)) {
            let found =
                WireFinding::at_key(rules.scope_added, owner, None, Some(at)).values(None, Some(format!("{name}: {scope}")));
            group.found.push(found.with_effect(added, WireDirection::Request));
        }
    }
}

/// Returns whether the requirements of an operation are those of the document, on both sides.
pub(super) fn is_inherited(pair: &Sides<WireOperation<'_>>) -> bool {
    pair.base.at.raw("security").is_none() && pair.head.at.raw("security").is_none()
}

/// Compares the requirements of the document.
pub(super) fn of_document(comparer: &WireComparer, group: &mut FindingGroup, base: &NodeCursor<'_>, head: &NodeCursor<'_>) {
    let owner = Owner { base: Some(base.at.clone()), head: Some(head.at.clone()) };
    let side = |root: &NodeCursor<'_>| root.node.get("security").is_some();
    if side(base) || side(head) {
        let none = Requirements::new();
        let (old, new) =
            (base.raw("security").map(|list| requirements(&list)), head.raw("security").map(|list| requirements(&list)));
        let rules = SecurityRules {
            added: &rules::GLOBAL_ADDED,
            removed: &rules::GLOBAL_REMOVED,
            scope_added: &rules::GLOBAL_SCOPE_ADDED,
            scope_removed: &rules::GLOBAL_SCOPE_REMOVED,
        };
        let (old, new) = (old.as_ref().unwrap_or(&none), new.as_ref().unwrap_or(&none));
        alternatives(group, old, new, &owner, &rules, comparer.curated.head);
    }
}

/// Compares the security schemes.
pub(super) fn schemes(group: &mut FindingGroup, base: &NodeCursor<'_>, head: &NodeCursor<'_>) {
    let schemes = ["components", "securitySchemes"];
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    pairs(base.path(&schemes).as_ref(), head.path(&schemes).as_ref(), |name, was, is| match (was, is) {
        (Some(was), Some(is)) => scheme(group, &was.followed(), &is.followed()),
        (Some(was), None) => removed.push((name.to_owned(), was)),
        (_, is) => added.extend(is.map(|is| (name.to_owned(), is))),
    });
    // The name of a scheme is not sent, so a scheme with another name is the same on the wire.
    removed.retain(|(_, was)| {
        let twin = added.iter().position(|(_, is)| on_wire(was) == on_wire(is)).map(|index| added.remove(index).1);
        if let Some(is) = &twin {
            scheme(group, &was.clone().followed(), &is.clone().followed());
        }
        twin.is_none()
    });
    let removed = removed.iter().map(|(name, was)| (name, WireFinding::between(&rules::SCHEME_REMOVED, Some(&was.at), None)));
    let added = added.iter().map(|(name, is)| (name, WireFinding::between(&rules::SCHEME_ADDED, None, Some(&is.at))));
    group.found.extend(removed.chain(added).map(|(name, found)| found.with_subject(format!("security scheme {name}"))));
}

/// Returns what of a scheme matters on the wire: all but its documentation.
fn on_wire(scheme: &NodeCursor<'_>) -> String {
    let scheme = scheme.clone().followed();
    let members = scheme.members().filter(|(key, _)| *key != "description");
    let of = |key: &str, value: &NodeCursor<'_>| {
        let value = value.node.to_json().to_string();
        if ignores_case(&scheme, key) { value.to_ascii_lowercase() } else { value }
    };
    let members: BTreeMap<&str, String> = members.map(|(key, value)| (key, of(key, &value))).collect();
    format!("{members:?}")
}

/// Returns whether the case of a value does not matter: in names of headers and of HTTP authentication schemes.
fn ignores_case(scheme: &NodeCursor<'_>, key: &str) -> bool {
    key == "scheme" || key == "name" && scheme.string("in") == Some("header")
}

fn scheme(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let mut compare_key = |rule: &'static DiffRule, was: &NodeCursor<'_>, is: &NodeCursor<'_>, key: &str| {
        if was.json(key) != is.json(key) {
            let found = WireFinding::at_key(rule, &owner, was.raw(key).as_ref(), is.raw(key).as_ref());
            group.found.push(found.in_direction(WireDirection::Request));
        }
    };
    compare_key(&rules::SCHEME_TYPE, was, is, "type");
    let is_same_type = was.json("type") == is.json("type");
    let is_same_value = |key: &str| {
        let (old, new) = (was.string(key), is.string(key));
        ignores_case(was, key) && old.zip(new).is_some_and(|(was, is)| was.eq_ignore_ascii_case(is))
    };
    for key in ["in", "name", "scheme", "bearerFormat"].into_iter().filter(|key| is_same_type && !is_same_value(key)) {
        compare_key(&rules::SCHEME_WAY, was, is, key);
    }
    compare_key(&rules::SCHEME_URL, was, is, "openIdConnectUrl");
    annotations::keys(group, &rules::SCHEME_DOCS, (Some(was), Some(is)), &["description"], &owner);
    pairs(was.raw("flows").as_ref(), is.raw("flows").as_ref(), |name, was, is| match (was, is) {
        (Some(was), Some(is)) => flow(group, &was, &is, &owner),
        (was, is) => {
            let rule = if is.is_some() { &rules::FLOW_ADDED } else { &rules::FLOW_REMOVED };
            let (old, new) = (was.as_ref().map(|_| name.to_owned()), is.as_ref().map(|_| name.to_owned()));
            let found = WireFinding::at_key(rule, &owner, was.as_ref(), is.as_ref()).values(old, new);
            group.found.push(found.in_direction(WireDirection::Request));
        }
    });
}

fn flow(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
        if was.json(key) != is.json(key) {
            let found = WireFinding::at_key(&rules::SCHEME_URL, owner, was.raw(key).as_ref(), is.raw(key).as_ref());
            group.found.push(found.in_direction(WireDirection::Request));
        }
    }
    pairs(was.raw("scopes").as_ref(), is.raw("scopes").as_ref(), |name, was, is| {
        let rule = match (&was, &is) {
            (Some(was), Some(is)) if was.plain() == is.plain() => return,
            (Some(_), Some(_)) => &rules::KNOWN_SCOPE_TEXT,
            (None, _) => &rules::KNOWN_SCOPE_ADDED,
            (_, None) => &rules::KNOWN_SCOPE_REMOVED,
        };
        let label = |at: &NodeCursor<'_>| format!("{name}: {}", at.plain());
        let (old, new) = (was.as_ref().map(label), is.as_ref().map(label));
        let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(old, new);
        group.found.push(found.in_direction(WireDirection::Request));
    });
}

/// Calls `compare` for the members of two maps by name.
pub(super) fn pairs<'a, 'b>(
    was: Option<&NodeCursor<'a>>,
    is: Option<&NodeCursor<'b>>,
    mut compare: impl FnMut(&str, Option<NodeCursor<'a>>, Option<NodeCursor<'b>>),
) {
    for (name, old) in was.iter().flat_map(|all| all.members().collect::<Vec<_>>()) {
        compare(name, Some(old), is.and_then(|all| all.raw(name)));
    }
    for (name, new) in is.iter().flat_map(|all| all.members().collect::<Vec<_>>()) {
        if was.is_none_or(|all| all.raw(name).is_none()) {
            compare(name, None, Some(new));
        }
    }
}
