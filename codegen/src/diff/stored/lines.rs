//! What the lines of stored public APIs have in common.

use std::collections::BTreeSet;

use crate::public_api::{PublicApi, StoredItem};

/// Paths of items that exist on one side only.
pub(super) struct Paths(BTreeSet<String>);

impl Paths {
    /// Collects the paths of the items that only the base contains, or only the head.
    pub fn only_in(sides: &[(&str, &PublicApi, &PublicApi)], base: bool) -> Self {
        let items = sides.iter().flat_map(|(_, old, new)| {
            let (own, other) = if base { (old, new) } else { (new, old) };
            own.items.iter().filter(|(key, item)| !is_impl(item) && !other.items.contains_key(*key)).map(|(_, item)| item)
        });
        Self(items.map(|item| item.path().to_owned()).collect())
    }

    /// Whether the item is not a part of another one that exists on this side only, such as a method of a new type.
    pub fn is_topmost(&self, item: &StoredItem) -> bool {
        let names = |path: &str| self.0.contains(path) || self.contains_parent(path);
        if is_impl(item) {
            return !paths_in(&item.text).any(names);
        }
        let original = item.text.strip_prefix("pub use ").and_then(|rest| rest.split(" // ").next()?.split_once(" = "));
        !self.contains_parent(item.path()) && !original.is_some_and(|(_, original)| names(original))
    }

    fn contains_parent(&self, path: &str) -> bool {
        path.match_indices("::").any(|(end, _)| self.0.contains(without_generics(&path[..end])))
    }
}

/// Whether a line is an `impl` of a trait.
pub(super) fn is_impl(item: &StoredItem) -> bool {
    item.text.starts_with("impl")
}

/// Returns the paths of items in a line.
pub(super) fn paths_in(text: &str) -> impl Iterator<Item = &str> {
    let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '#';
    text.split(move |c| !in_path(c)).map(|path| path.trim_matches(':')).filter(|path| path.contains("::"))
}

/// Removes the generic parameters of a type: `a::B<T>` is `a::B`.
pub(super) fn without_generics(path: &str) -> &str {
    path.split('<').next().unwrap_or(path)
}

/// Returns the type, trait or module that an item belongs to.
pub(super) fn owner_of(item: &StoredItem) -> Option<&str> {
    if is_impl(item) {
        let target = item.text.split(" for ").nth(1)?;
        let target = paths_in(target).next().or_else(|| paths_in(&item.text).next())?;
        return Some(target);
    }
    item.path().rsplit_once("::").map(|(owner, _)| without_generics(owner))
}

/// Whether two items differ only in their own name.
pub(super) fn is_renamed(old: &StoredItem, new: &StoredItem) -> bool {
    if is_impl(old) || is_impl(new) || old.path() == new.path() || owner_of(old) != owner_of(new) {
        return false;
    }
    let anonymous = |item: &StoredItem| without_argument_names(&item.text).replace(item.path(), "");
    // A field and an argument of a setter often have the same name.
    anonymous(old) == anonymous(new)
}

/// Removes the names of arguments, which programs do not depend on.
pub(super) fn without_argument_names(text: &str) -> String {
    if !text.contains("fn ") {
        return text.to_owned();
    }
    let Some((before, arguments)) = text.split_once('(') else { return text.to_owned() };
    let parts = arguments.split(", ").map(|part| match part.split_once(": ") {
        Some((name, ty)) if name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '#') => ty,
        _ => part,
    });
    format!("{before}({}", parts.collect::<Vec<_>>().join(", "))
}
