//! Detects renamed types by the similarity of their members.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::surface::{Surface, SurfaceType};
use crate::load::Pointer;

/// The minimum share of common members of two types, in percent.
const MIN_SIMILARITY: usize = 60;

/// A map from old paths of types to new ones.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// The new paths by old path.
    paths: BTreeMap<String, String>,
    /// The new paths that have a predecessor.
    known: BTreeSet<String>,
}

impl Renames {
    /// Matches the types of two surfaces: by path, then by similarity, most similar first.
    pub fn of(base: &Surface, head: &Surface, same: &BTreeSet<(Pointer, Pointer)>) -> Self {
        let paths = |surface: &Surface| -> BTreeSet<String> { surface.types.iter().map(|item| item.path.clone()).collect() };
        let (old_paths, new_paths) = (paths(base), paths(head));
        let mut renames = Self { paths: BTreeMap::new(), known: old_paths.intersection(&new_paths).cloned().collect() };
        let removed: Vec<&SurfaceType> = base.types.iter().filter(|item| !new_paths.contains(&item.path)).collect();
        let added: Vec<&SurfaceType> = head.types.iter().filter(|item| !old_paths.contains(&item.path)).collect();
        let mut candidates: Vec<(usize, &SurfaceType, &SurfaceType)> = Vec::new();
        for old in &removed {
            candidates.extend(added.iter().filter_map(|new| {
                let is_same_schema = same.contains(&(old.at.clone(), new.at.clone()));
                Some((similarity(old, new, is_same_schema)?, *old, *new))
            }));
        }
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.path, &a.2.path).cmp(&(&b.1.path, &b.2.path))));
        for (_, old, new) in candidates {
            if !renames.paths.contains_key(&old.path) && !renames.known.contains(&new.path) {
                renames.record(&old.path, &new.path);
                renames.known.insert(new.path.clone());
            }
        }
        renames
    }

    /// Records a rename.
    pub fn record(&mut self, old: &str, new: &str) {
        if old != new {
            self.paths.insert(old.to_owned(), new.to_owned());
        }
    }

    /// Returns the new path of a type.
    pub fn new_path<'a>(&'a self, old: &'a str) -> &'a str {
        self.paths.get(old).map_or(old, String::as_str)
    }

    /// Returns whether a type of the head existed before, possibly under another path.
    pub fn has_predecessor(&self, new: &str) -> bool {
        self.known.contains(new)
    }

    /// Replaces the old paths in a signature by the new ones.
    pub fn applied(&self, signature: &str) -> String {
        let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '#';
        let mut output = String::new();
        let mut rest = signature;
        while let Some(start) = rest.find(in_path) {
            let end = rest[start..].find(|c| !in_path(c)).map_or(rest.len(), |end| start + end);
            output.push_str(&rest[..start]);
            output.push_str(self.new_path(&rest[start..end]));
            rest = &rest[end..];
        }
        output + rest
    }
}

/// Returns the similarity of two types in percent, or `None` if they are of different kinds or too different. Types with the same name or the same
/// schema need less in common. Ids have no members, so their names must be equal.
fn similarity(old: &SurfaceType, new: &SurfaceType, is_same_schema: bool) -> Option<usize> {
    let name = |item: &SurfaceType| item.path.rsplit("::").next().map(str::to_owned);
    let same_name = name(old) == name(new);
    if old.kind != new.kind {
        return None;
    }
    let members = |item: &SurfaceType| -> BTreeSet<(String, String)> {
        let with_self = |ty: &str| ty.replace(&item.path, "Self");
        let wire =
            item.members.iter().map(|member| (member.wire.clone().unwrap_or_else(|| member.name.clone()), with_self(&member.ty)));
        wire.collect()
    };
    let (was, is) = (members(old), members(new));
    let (common, all) = (was.intersection(&is).count(), was.union(&is).count());
    if all == 0 {
        return (same_name || is_same_schema).then_some(100);
    }
    let share = 100 * common / all;
    let needed = match (same_name, is_same_schema) {
        (_, true) => MIN_SIMILARITY / 4,
        (true, false) => MIN_SIMILARITY / 2,
        (false, false) => MIN_SIMILARITY,
    };
    (share >= needed).then_some(share + if is_same_schema { 100 } else { 0 })
}
