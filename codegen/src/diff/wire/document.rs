//! The description as a whole: servers, info, tags, security and the names of schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::cursor::Cursor;
use super::found::Found;
use super::{Group, Walk, extensions, security, text};
use crate::diff::change::{Direction, Owner};
use crate::diff::rules;
use crate::load::{Document, Pointer};

pub(super) fn compare(walk: &mut Walk, group: &mut Group, base: &Document, head: &Document) {
    let (Some(was), Some(is)) = (Cursor::root(base), Cursor::root(head)) else { return };
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    info(group, &was, &is, &owner);
    servers(group, &was, &is, &owner);
    tags(group, &was, &is, &owner);
    text::keys(group, &rules::INFO_DOCS, (Some(&was), Some(&is)), &["externalDocs"], &owner);
    extensions::other(group, &was, &is, &owner);
    security::document(walk, group, &was, &is);
}

fn info(group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner) {
    let (old, new) = (was.raw("info"), is.raw("info"));
    let docs = ["title", "description", "termsOfService", "contact", "license"];
    text::keys(group, &rules::INFO_DOCS, (old.as_ref(), new.as_ref()), &docs, owner);
    let (old, new) = (was.path(&["info", "version"]), is.path(&["info", "version"]));
    let numbers = |at: &Option<Cursor<'_>>| -> Option<Vec<u64>> {
        at.as_ref()?.plain().trim_start_matches('v').split('.').map(|part| part.parse().ok()).collect()
    };
    let rule = match (numbers(&old), numbers(&new)) {
        (Some(old), Some(new)) if new < old => &rules::VERSION_BACK,
        _ => &rules::INFO_VERSION,
    };
    if old.as_ref().map(Cursor::plain) != new.as_ref().map(Cursor::plain) {
        group.found.push(Found::key(rule, owner, old.as_ref(), new.as_ref()));
    }
}

fn servers(group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner) {
    let (old, new) = (listed(was, "servers", "url"), listed(is, "servers", "url"));
    for (url, before) in &old {
        match new.get(url) {
            Some(after) if before.node.to_json() != after.node.to_json() => {
                group.found.push(Found::key(&rules::SERVER_CHANGED, owner, Some(before), Some(after)));
            }
            Some(_) => {}
            None => {
                let found = Found::key(&rules::SERVER_REMOVED, owner, Some(before), None).values(Some(url.clone()), None);
                group.found.push(found.weighed(Direction::Request));
            }
        }
    }
    for (url, after) in new.iter().filter(|(url, _)| !old.contains_key(*url)) {
        let found = Found::key(&rules::SERVER_ADDED, owner, None, Some(after)).values(None, Some(url.clone()));
        group.found.push(found.weighed(Direction::Request));
    }
}

fn tags(group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner) {
    let (old, new) = (listed(was, "tags", "name"), listed(is, "tags", "name"));
    for (name, before) in &old {
        let after = new.get(name);
        let text = |at: &Cursor<'_>| Some(format!("{name}: {}", at.text("description").unwrap_or_default()));
        let found = match after {
            Some(after) if before.node.to_json() == after.node.to_json() => continue,
            Some(after) => Found::key(&rules::TAG_DOCS, owner, Some(before), Some(after)).values(text(before), text(after)),
            None => Found::key(&rules::TAG_REMOVED, owner, Some(before), None).values(Some(name.clone()), None),
        };
        group.found.push(found);
    }
    for (name, after) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        group.found.push(Found::key(&rules::TAG_ADDED, owner, None, Some(after)).values(None, Some(name.clone())));
    }
}

/// The items of a list by what tells them apart.
fn listed<'a>(at: &Cursor<'a>, list: &str, by: &str) -> BTreeMap<String, Cursor<'a>> {
    let list = at.raw(list);
    let items = list.iter().flat_map(|list| list.items().collect::<Vec<_>>());
    items.filter_map(|item| Some((item.text(by)?.to_owned(), item))).collect()
}

/// Schemas with a name that only one side has. One that was compared with another, or only stands elsewhere now, has not gone.
pub(super) fn names(walk: &Walk, group: &mut Group, base: &Document, head: &Document) {
    let (old, new) = (named(base), named(head));
    let compared: BTreeSet<&Pointer> = walk.memo.keys().flat_map(|(base, head, ..)| base.iter().chain(head)).collect();
    let only = |side: &BTreeSet<Pointer>, other: &BTreeSet<Pointer>| -> Vec<Pointer> {
        side.iter().filter(|at| !other.contains(*at) && !compared.contains(*at)).cloned().collect()
    };
    let (gone, added) = (only(&old, &new), only(&new, &old));
    let is_among = |at: &Pointer, others: &[Pointer]| others.iter().any(|other| other.key() == at.key());
    for at in gone.iter().filter(|at| !is_among(at, &added)) {
        group.found.push(Found::between(&rules::NAMED_REMOVED, Some(at), None));
    }
    for at in added.iter().filter(|at| !is_among(at, &gone)) {
        group.found.push(Found::between(&rules::NAMED_ADDED, None, Some(at)));
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
