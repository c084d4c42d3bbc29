//! Compares the parts of the document outside of operations: servers, info, tags, security and named schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::WireFinding;
use super::matching::{Pairs, WireOperation};
use super::{FindingGroup, SchemaUsage, Sides, WireComparer, annotations, extensions, operations, security};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules;
use crate::load::{Document, Pointer};
use crate::value::NodeCursor;

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &Document,
    head: &Document,
    pairs: &Pairs<'_>,
) {
    let (Some(was), Some(is)) = (NodeCursor::root(base), NodeCursor::root(head)) else { return };
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    info(group, &was, &is, &owner);
    // What every operation has of its own is compared there.
    let inherit = |inherits: fn(&Sides<WireOperation<'_>>) -> bool| pairs.both.is_empty() || pairs.both.iter().any(inherits);
    if inherit(operations::inherits_servers) {
        servers(group, &was, &is, &owner);
    }
    tags(group, &was, &is, &owner);
    annotations::keys(group, &rules::INFO_DOCS, (Some(&was), Some(&is)), &["externalDocs"], &owner);
    extensions::other(group, &was, &is, &owner);
    if inherit(security::is_inherited) {
        security::of_document(comparer, group, &was, &is);
    }
    security::schemes(group, &was, &is);
}

fn info(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    let (old, new) = (was.raw("info"), is.raw("info"));
    let docs = ["title", "description", "termsOfService", "contact", "license"];
    annotations::keys(group, &rules::INFO_DOCS, (old.as_ref(), new.as_ref()), &docs, owner);
    let (old, new) = (was.path(&["info", "version"]), is.path(&["info", "version"]));
    let numbers = |at: &Option<NodeCursor<'_>>| -> Option<Vec<u64>> {
        at.as_ref()?.plain().trim_start_matches('v').split('.').map(|part| part.parse().ok()).collect()
    };
    let rule = match (numbers(&old), numbers(&new)) {
        (Some(old), Some(new)) if new < old => &rules::VERSION_BACK,
        _ => &rules::INFO_VERSION,
    };
    if old.as_ref().map(NodeCursor::plain) != new.as_ref().map(NodeCursor::plain) {
        group.found.push(WireFinding::at_key(rule, owner, old.as_ref(), new.as_ref()));
    }
}

fn servers(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    let (old, new) = (was.raw("servers"), is.raw("servers"));
    let old: Vec<_> = old.iter().flat_map(NodeCursor::items).collect();
    let mut new: Vec<_> = new.iter().flat_map(NodeCursor::items).collect();
    let is_alone = |url: Option<&str>, others: usize| url == Some("/") && others == 0;
    let (were, are) = (old.len(), new.len());
    let mut removed = Vec::new();
    for before in old {
        // The same URL, or the same template with other defaults, which sends requests to a different server.
        let same = new.iter().position(|after| server_url(after) == server_url(&before));
        let other = || new.iter().position(|after| after.string("url") == before.string("url"));
        let Some(after) = same.or_else(other).map(|index| new.remove(index)) else {
            removed.push(before);
            continue;
        };
        let found = WireFinding::at_key(&rules::SERVER_CHANGED, owner, Some(&before), Some(&after));
        if same.is_none() {
            let (old, new) = (server_url(&before), server_url(&after));
            group.found.push(found.values(old, new).with_effect(Effect::Changes, WireDirection::Request));
        } else if ["description", "variables"].iter().any(|key| before.json(key) != after.json(key)) {
            group.found.push(found);
        }
    }
    for before in removed.iter().filter(|before| !is_alone(before.string("url"), are)) {
        let found = WireFinding::at_key(&rules::SERVER_REMOVED, owner, Some(before), None);
        group.found.push(found.values(before.string("url").map(str::to_owned), None).in_direction(WireDirection::Request));
    }
    for after in new.iter().filter(|after| !is_alone(after.string("url"), were)) {
        let found = WireFinding::at_key(&rules::SERVER_ADDED, owner, None, Some(after));
        group.found.push(found.values(None, after.string("url").map(str::to_owned)).in_direction(WireDirection::Request));
    }
}

/// The normal form of the server `/`, which a description without servers has.
pub(super) const ASSUMED_SERVER: &str = "";

/// Returns the URL of a server in a normal form, with the defaults of its variables: schemes and hosts do not depend on case.
pub(super) fn server_url(server: &NodeCursor<'_>) -> Option<String> {
    let mut url = server.string("url")?.to_owned();
    for (name, variable) in server.raw("variables").iter().flat_map(NodeCursor::members) {
        if let Some(default) = variable.raw("default") {
            url = url.replace(&format!("{{{name}}}"), &default.plain());
        }
    }
    let url = url.trim_end_matches('/');
    let origin = url.find("://").map_or(0, |start| url[start + 3..].find('/').map_or(url.len(), |end| start + 3 + end));
    Some(format!("{}{}", url[..origin].to_ascii_lowercase(), &url[origin..]))
}

fn tags(group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    let (old, new) = (listed(was, "tags", "name"), listed(is, "tags", "name"));
    for (name, before) in &old {
        let after = new.get(name);
        let text = |at: &NodeCursor<'_>| Some(format!("{name}: {}", at.string("description").unwrap_or_default()));
        let found = match after {
            Some(after) if before.node.to_json() == after.node.to_json() => continue,
            Some(after) => {
                WireFinding::at_key(&rules::TAG_DOCS, owner, Some(before), Some(after)).values(text(before), text(after))
            }
            None => WireFinding::at_key(&rules::TAG_REMOVED, owner, Some(before), None).values(Some(name.clone()), None),
        };
        group.found.push(found);
    }
    for (name, after) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        group.found.push(WireFinding::at_key(&rules::TAG_ADDED, owner, None, Some(after)).values(None, Some(name.clone())));
    }
}

/// Compares the items of webhook events: which schema each has, and the schemas.
pub(super) fn webhook_items(comparer: &mut WireComparer, group: &mut FindingGroup, base: &Document, head: &Document) {
    let (Some(was), Some(is)) = (NodeCursor::root(base), NodeCursor::root(head)) else { return };
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let (old, new) = (items(&was), items(&is));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (before, after) = (old.get(name), new.get(name));
        let target = |item: Option<&NodeCursor<'_>>| Some(format!("{name}: {}", item?.reference().unwrap_or_default()));
        if target(before) != target(after) {
            let found = WireFinding::at_key(&rules::WEBHOOK_ITEM, &owner, before, after);
            group.found.push(found.values(target(before), target(after)));
        }
        if let (Some(before), Some(after)) = (before, after) {
            comparer.compare_schemas(group, before.clone(), after.clone(), SchemaUsage::RESPONSE);
        }
    }
}

/// Returns the items of webhook events by version and entity.
fn items<'a>(root: &NodeCursor<'a>) -> BTreeMap<String, NodeCursor<'a>> {
    let versions = root.raw("x-webhook-items");
    let versions = versions.iter().flat_map(|versions| versions.members().collect::<Vec<_>>());
    let items = versions.flat_map(|(version, items)| {
        let items: Vec<_> = items.members().map(|(entity, item)| (format!("{version} {entity}"), item)).collect();
        items
    });
    items.collect()
}

/// Returns the items of a list by the value of a key.
fn listed<'a>(at: &NodeCursor<'a>, list: &str, by: &str) -> BTreeMap<String, NodeCursor<'a>> {
    let list = at.raw(list);
    let items = list.iter().flat_map(|list| list.items().collect::<Vec<_>>());
    items.filter_map(|item| Some((item.string(by)?.to_owned(), item))).collect()
}

/// Reports named schemas that exist on one side only. Schemas that were compared with another one, or moved to another file, are skipped.
pub(super) fn names(comparer: &WireComparer, group: &mut FindingGroup, base: &Document, head: &Document) {
    let (old, new) = (named(base), named(head));
    let seen: BTreeSet<&Pointer> = comparer.memo.keys().flat_map(|(base, head, ..)| base.iter().chain(head)).collect();
    let only = |side: &BTreeSet<Pointer>, other: &BTreeSet<Pointer>| -> Vec<Pointer> {
        side.iter().filter(|at| !other.contains(*at) && !seen.contains(*at)).cloned().collect()
    };
    let (removed, added) = (only(&old, &new), only(&new, &old));
    let keys = |all: &[Pointer]| -> BTreeSet<Option<String>> { all.iter().map(Pointer::key).collect() };
    let (removed_keys, added_keys) = (keys(&removed), keys(&added));
    for at in removed.iter().filter(|at| !added_keys.contains(&at.key())) {
        group.found.push(WireFinding::between(&rules::NAMED_REMOVED, Some(at), None));
    }
    for at in added.iter().filter(|at| !removed_keys.contains(&at.key())) {
        group.found.push(WireFinding::between(&rules::NAMED_ADDED, None, Some(at)));
    }
}

fn named(document: &Document) -> BTreeSet<Pointer> {
    let mut names = BTreeSet::new();
    for file in document.files() {
        let root = Pointer::root(file.path.clone());
        let section = if *file.path == *document.root_file() { root.child("components") } else { root }.child("schemas");
        let entries = document.node(&section).map(crate::load::Node::entries).unwrap_or_default();
        names.extend(entries.iter().map(|entry| section.child(&entry.key)));
    }
    names
}
