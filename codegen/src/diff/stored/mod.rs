//! Compares the stored public APIs of the published crates: what changes of templates and of the runtime do to programs.
//!
//! Differences that follow from the descriptions are reported by the rules of `rust` and are omitted here.

mod explained;
mod groups;
mod lines;
mod severity;

use std::collections::{BTreeMap, BTreeSet};

use self::explained::Explained;
use self::groups::{ApiRow, rows, with_user_paths};
use self::lines::Paths;
use super::change::{ApiChange, ChangeLocation, Impact, Owner, SemverLevel, WireLevel};
use super::rules::{self, DiffRule};
use super::{Side, collate};
use crate::emit::surface::Surface;
use crate::public_api::{PublicApi, StoredItem};

/// A difference of one item.
#[derive(Debug)]
struct ItemChange<'a> {
    rule: &'static DiffRule,
    level: SemverLevel,
    package: &'a str,
    /// What identifies the item; after a rename, that of the old one.
    key: &'a str,
    old: Option<&'a StoredItem>,
    new: Option<&'a StoredItem>,
}

/// Returns the changes that are not explained by the descriptions, if both sides have stored public APIs.
pub(super) fn compare(base: &Side, head: &Side, surfaces: (&Surface, &Surface)) -> Vec<ApiChange> {
    if base.public_api.is_empty() || head.public_api.is_empty() {
        return Vec::new();
    }
    let explained = Explained::of(surfaces.0, surfaces.1);
    let packages: BTreeSet<&String> = base.public_api.keys().chain(head.public_api.keys()).collect();
    let none = PublicApi::default();
    let sides: Vec<(&str, &PublicApi, &PublicApi)> = packages
        .into_iter()
        .map(|package| {
            let (old, new) = (base.public_api.get(package), head.public_api.get(package));
            (package.as_str(), old.unwrap_or(&none), new.unwrap_or(&none))
        })
        .collect();
    let (removed, added) = (Paths::only_in(&sides, true), Paths::only_in(&sides, false));
    let mut found = Vec::new();
    for &(package, old, new) in &sides {
        let mut gone: Vec<(&String, &StoredItem)> =
            old.items.iter().filter(|(key, item)| !new.items.contains_key(*key) && removed.is_topmost(item)).collect();
        let mut fresh: Vec<(&String, &StoredItem)> =
            new.items.iter().filter(|(key, item)| !old.items.contains_key(*key) && added.is_topmost(item)).collect();
        gone.retain(|(_, item)| !explained.covers(item));
        fresh.retain(|(_, item)| !explained.covers(item));
        let mut add = |rule: &'static DiffRule, level, key, old, new| {
            found.push(ItemChange { rule, level, package, key, old, new });
        };
        for (key, item) in gone {
            match fresh.iter().position(|(_, other)| lines::is_renamed(item, other)) {
                Some(index) => add(&rules::ITEM_RENAMED, SemverLevel::Major, key, Some(item), Some(fresh.remove(index).1)),
                None => add(&rules::ITEM_REMOVED, SemverLevel::Major, key, Some(item), None),
            }
        }
        for (key, item) in fresh {
            let level = severity::of_added(item, old, new);
            let rule = if level == SemverLevel::Major { &rules::ITEM_REQUIRED } else { &rules::ITEM_ADDED };
            add(rule, level, key, None, Some(item));
        }
        for (key, item) in &old.items {
            let Some(other) = new.items.get(key) else { continue };
            let change = severity::of_changed(&item.text, &other.text);
            if let Some((rule, level)) = change.filter(|_| !explained.covers(item) && !explained.covers(other)) {
                add(rule, level, key, Some(item), Some(other));
            }
        }
    }
    let users = user_paths(base).into_iter().chain(user_paths(head)).collect();
    rows(&found, &users, &sides).into_iter().map(|row| change(row, &users, base, head)).collect()
}

/// Returns the paths under which `pipedrive` makes items of the runtime public.
fn user_paths(side: &Side) -> BTreeMap<String, String> {
    let items = side.public_api.get("pipedrive").into_iter().flat_map(|api| api.items.values());
    let mut paths: Vec<(String, String)> = items
        .filter_map(|item| item.text.strip_prefix("pub use ")?.split(" // ").next()?.split_once(" = "))
        .filter(|(_, original)| !original.starts_with("pipedrive::"))
        .map(|(path, original)| (original.to_owned(), path.to_owned()))
        .collect();
    // The shortest path of several is the last, which remains.
    paths.sort_by_key(|(_, path)| std::cmp::Reverse(path.len()));
    paths.into_iter().collect()
}

fn change(row: ApiRow<'_>, users: &BTreeMap<String, String>, base: &Side, head: &Side) -> ApiChange {
    let ItemChange { rule, level, package, old, new, .. } = *row.first;
    let (side, item) = match (new, old) {
        (Some(item), _) => (head, Some(item)),
        (None, item) => (base, item),
    };
    let location = item.map(|item| ChangeLocation {
        file: format!("{}{}", side.origin.prefix, PublicApi::file(package)),
        line: item.line,
        column: 1,
        removed: new.is_none(),
    });
    let text = |item: Option<&StoredItem>| item.map(|item| with_user_paths(&item.text, users));
    let impact = Impact {
        rule,
        level,
        path: row.subject.clone(),
        old: text(old),
        new: text(new),
        owner: Owner::default(),
        operation: None,
    };
    let mut change = ApiChange {
        rule,
        resource: row.resource,
        subject: row.subject,
        old: text(old),
        new: text(new),
        request: WireLevel::None,
        response: WireLevel::None,
        rust: level,
        impacts: vec![impact],
        stricter: false,
        operations: Vec::new(),
        location,
        source: None,
        fingerprint: String::new(),
        accepted: None,
        owner: Owner::default(),
    };
    collate::finish(&mut change);
    change
}
