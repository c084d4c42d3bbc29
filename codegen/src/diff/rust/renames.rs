//! Types that are still there under another path, recognised by what they hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::surface::{Surface, SurfaceType};
use crate::load::Pointer;

/// So much of what two types hold together must be in both: as parts of a hundred.
const ALIKE: usize = 60;

/// Old paths and new ones.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// By the old path.
    paths: BTreeMap<String, String>,
    /// Every new path that an old type has.
    known: BTreeSet<String>,
}

impl Renames {
    /// Puts the types of two surfaces together: by path, then the most alike first.
    pub fn of(base: &Surface, head: &Surface, same: &BTreeSet<(Pointer, Pointer)>) -> Self {
        let paths = |surface: &Surface| -> BTreeSet<String> { surface.types.iter().map(|item| item.path.clone()).collect() };
        let (old_paths, new_paths) = (paths(base), paths(head));
        let mut renames = Self { paths: BTreeMap::new(), known: old_paths.intersection(&new_paths).cloned().collect() };
        let gone: Vec<&SurfaceType> = base.types.iter().filter(|item| !new_paths.contains(&item.path)).collect();
        let added: Vec<&SurfaceType> = head.types.iter().filter(|item| !old_paths.contains(&item.path)).collect();
        let mut candidates: Vec<(usize, &SurfaceType, &SurfaceType)> = Vec::new();
        for old in &gone {
            candidates.extend(added.iter().filter_map(|new| {
                let stand_in = same.contains(&(old.at.clone(), new.at.clone()));
                Some((alike(old, new, stand_in)?, *old, *new))
            }));
        }
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.path, &a.2.path).cmp(&(&b.1.path, &b.2.path))));
        for (_, old, new) in candidates {
            if !renames.paths.contains_key(&old.path) && !renames.known.contains(&new.path) {
                renames.note(&old.path, &new.path);
                renames.known.insert(new.path.clone());
            }
        }
        renames
    }

    /// Remembers that something is called otherwise.
    pub fn note(&mut self, old: &str, new: &str) {
        if old != new {
            self.paths.insert(old.to_owned(), new.to_owned());
        }
    }

    /// The path that something has now.
    pub fn of_path<'a>(&'a self, old: &'a str) -> &'a str {
        self.paths.get(old).map_or(old, String::as_str)
    }

    /// Whether a type with this path was there before, under whatever path.
    pub fn is_known(&self, new: &str) -> bool {
        self.known.contains(new)
    }

    /// A signature with the new paths in place of the old ones.
    pub fn applied(&self, signature: &str) -> String {
        let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '#';
        let mut text = String::new();
        let mut rest = signature;
        while let Some(start) = rest.find(in_path) {
            let end = rest[start..].find(|c| !in_path(c)).map_or(rest.len(), |end| start + end);
            text.push_str(&rest[..start]);
            text.push_str(self.of_path(&rest[start..end]));
            rest = &rest[end..];
        }
        text + rest
    }
}

/// How alike two types are, in parts of a hundred; nothing where they are of another kind or too different. Types with the same name, or that
/// stand for one another on the wire, need less in common. Ids hold nothing, so the names must agree.
fn alike(old: &SurfaceType, new: &SurfaceType, stand_in: bool) -> Option<usize> {
    let name = |item: &SurfaceType| item.path.rsplit("::").next().map(str::to_owned);
    let same_name = name(old) == name(new);
    if old.kind != new.kind {
        return None;
    }
    let holds = |item: &SurfaceType| -> BTreeSet<(String, String)> {
        let of_own = |ty: &str| ty.replace(&item.path, "Self");
        let wire =
            item.members.iter().map(|member| (member.wire.clone().unwrap_or_else(|| member.name.clone()), of_own(&member.ty)));
        wire.collect()
    };
    let (was, is) = (holds(old), holds(new));
    let (common, all) = (was.intersection(&is).count(), was.union(&is).count());
    if all == 0 {
        return (same_name || stand_in).then_some(100);
    }
    let share = 100 * common / all;
    let needed = match (same_name, stand_in) {
        (_, true) => ALIKE / 4,
        (true, false) => ALIKE / 2,
        (false, false) => ALIKE,
    };
    (share >= needed).then_some(share + if stand_in { 100 } else { 0 })
}
