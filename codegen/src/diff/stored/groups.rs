//! Reports once what changes equally at several types.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::ItemChange;
use super::lines::{owner_of, paths_in, without_generics};
use crate::public_api::{PublicApi, StoredItem, replaced};

/// Changes that are reported as one.
pub(super) struct ApiRow<'a> {
    pub first: &'a ItemChange<'a>,
    pub subject: String,
    pub resource: String,
}

/// What is equal in a row: the rule, the package, the item without its type, and the difference.
type RowKey = (&'static str, String, String, (String, String));

/// Groups changes of members that have the same name in several types.
pub(super) fn rows<'a>(
    changes: &'a [ItemChange<'a>],
    users: &BTreeMap<String, String>,
    sides: &[(&str, &PublicApi, &PublicApi)],
) -> Vec<ApiRow<'a>> {
    let mut groups: Vec<Vec<&ItemChange<'_>>> = Vec::new();
    let mut known: BTreeMap<RowKey, usize> = BTreeMap::new();
    for change in changes {
        let index = *known.entry(key(change)).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    let rows = groups.into_iter().filter_map(|group| {
        let first = *group.first()?;
        let item = first.new.or(first.old)?;
        let path = users.get(path_of(item)).map_or_else(|| shown(item, users), Clone::clone);
        let Some(owner) = owner_of(item).filter(|_| group.len() > 1) else {
            return Some(ApiRow { first, resource: resource(&path, first.package), subject: path });
        };
        let owners: BTreeSet<&str> = group.iter().filter_map(|change| owner_of(change.new.or(change.old)?)).collect();
        let name = named_in(item, owner);
        let subject = match whole_macro(&owners, first.package, sides) {
            // The macros are named after what they implement.
            Some(kind) => format!("{name} of every {}", kind.replace('_', " ")),
            None => format!("{name} of {} and {} more", user_path(owner, users), owners.len() - 1),
        };
        Some(ApiRow { first, resource: first.package.to_owned(), subject })
    });
    rows.collect()
}

fn key(change: &ItemChange<'_>) -> RowKey {
    let code = change.rule.code;
    let item = change.new.or(change.old);
    let name = item.and_then(|item| Some(named_in(item, owner_of(item)?))).unwrap_or_default();
    // Items of modules and features are reported one by one.
    let is_member = item.is_some_and(StoredItem::is_member);
    let name = if is_member { name } else { change.key.to_owned() };
    let difference = match (change.old, change.new) {
        (Some(old), Some(new)) => middle(&relative(old), &relative(new)),
        _ => (String::new(), String::new()),
    };
    (code, change.package.to_owned(), format!("{} {name}", change.level.name()), difference)
}

/// Returns a line with `Self` instead of its type.
fn relative(item: &StoredItem) -> String {
    owner_of(item).map_or_else(|| item.text.clone(), |owner| item.text.replace(owner, "Self"))
}

/// Returns what differs between two lines, in whole words.
fn middle(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    (old[start..old.len() - end].join(" "), new[start..new.len() - end].join(" "))
}

/// Returns the name of an item in its type: that of a member, or the trait of an `impl`.
fn named_in(item: &StoredItem, owner: &str) -> String {
    if item.text.starts_with("impl") {
        return path_of(item).replace(owner, "Self");
    }
    item.path().rsplit("::").next().unwrap_or_default().to_owned()
}

/// Returns the path of an item, or an `impl` without associated types.
fn path_of(item: &StoredItem) -> &str {
    if item.text.starts_with("impl") { item.text.split(" { ").next().unwrap_or_default() } else { item.path() }
}

/// Returns an item with the path that users write.
fn shown(item: &StoredItem, users: &BTreeMap<String, String>) -> String {
    let path = path_of(item);
    match owner_of(item).map(|owner| (owner, user_path(owner, users))) {
        Some((owner, user)) => path.replacen(owner, &user, 1),
        None => path.to_owned(),
    }
}

/// Writes a signature with the paths that users write.
pub(super) fn with_user_paths(text: &str, users: &BTreeMap<String, String>) -> String {
    let mut out = text.to_owned();
    let mut paths: Vec<&str> = paths_in(text).collect();
    // The longest first, because the path of a type is the start of that of its members.
    paths.sort_by_key(|path| Reverse(path.len()));
    paths.dedup();
    for path in paths {
        let mut ends = [path.len()].into_iter().chain(path.rmatch_indices("::").map(|(end, _)| end));
        if let Some((original, user)) = ends.find_map(|end| users.get_key_value(&path[..end])) {
            out = replaced(&out, original, user);
        }
    }
    out
}

fn user_path(path: &str, users: &BTreeMap<String, String>) -> String {
    users.get(without_generics(path)).cloned().unwrap_or_else(|| path.to_owned())
}

/// Returns the macro whose types all change.
fn whole_macro(owners: &BTreeSet<&str>, package: &str, sides: &[(&str, &PublicApi, &PublicApi)]) -> Option<String> {
    let (_, old, new) = sides.iter().find(|(name, ..)| *name == package)?;
    let is_whole = |(name, types): (&String, &BTreeSet<String>)| {
        let is_all = types.len() == owners.len() && types.iter().all(|ty| owners.contains(ty.as_str()));
        is_all.then(|| name.clone())
    };
    new.macros.iter().chain(&old.macros).find_map(is_whole)
}

/// Returns the heading for an item: its resource, or the crate.
fn resource(path: &str, package: &str) -> String {
    match path.split("::").collect::<Vec<_>>().as_slice() {
        ["pipedrive", version @ ("v1" | "v2"), resource, _, ..] => format!("{version}/{resource}"),
        ["pipedrive", ..] => "pipedrive".to_owned(),
        _ => package.to_owned(),
    }
}
