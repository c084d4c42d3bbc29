//! Detects renamed types by the similarity of their members.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::emit::surface::{Surface, SurfaceMember, SurfaceType};
use crate::load::Pointer;

/// The minimum share of common members of two types, in percent.
const MIN_SIMILARITY: usize = 60;

/// The maximum number of pairs of types that are compared. Of more, only those with the same name or schema are.
const MAX_PAIRS: usize = 1_000_000;

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
    pub fn of<'a>(base: &'a Surface, head: &'a Surface, same: &BTreeSet<(Pointer, Pointer)>) -> Self {
        let paths = |surface: &Surface| -> BTreeSet<String> { surface.types.iter().map(|item| item.path.clone()).collect() };
        let (old_paths, new_paths) = (paths(base), paths(head));
        let mut renames = Self { paths: BTreeMap::new(), known: old_paths.intersection(&new_paths).cloned().collect() };
        let removed: Vec<TypeShape<'_>> =
            base.types.iter().filter(|item| !new_paths.contains(&item.path)).map(TypeShape::of).collect();
        let added: Vec<TypeShape<'_>> =
            head.types.iter().filter(|item| !old_paths.contains(&item.path)).map(TypeShape::of).collect();
        let mut candidates: Vec<(usize, &SurfaceType, &SurfaceType)> = Vec::new();
        let mut add = |old: &TypeShape<'a>, new: &TypeShape<'a>| {
            let is_same_schema = same.contains(&(old.item.at.clone(), new.item.at.clone()));
            candidates.extend(similarity(old, new, is_same_schema).map(|similarity| (similarity, old.item, new.item)));
        };
        if removed.len().saturating_mul(added.len()) <= MAX_PAIRS {
            for old in &removed {
                for new in &added {
                    add(old, new);
                }
            }
        } else {
            let mut likely: HashMap<LikelyKey<'_>, Vec<&TypeShape<'_>>> = HashMap::new();
            let schemas: HashMap<&Pointer, &Pointer> = same.iter().map(|(old, new)| (old, new)).collect();
            for new in &added {
                likely.entry(LikelyKey::Name(new.name())).or_default().push(new);
                likely.entry(LikelyKey::Schema(&new.item.at)).or_default().push(new);
            }
            for old in &removed {
                let schema = schemas.get(&old.item.at).map(|new| LikelyKey::Schema(new));
                let keys = [Some(LikelyKey::Name(old.name())), schema];
                for new in keys.iter().flatten().filter_map(|key| likely.get(key)).flatten() {
                    add(old, new);
                }
            }
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

/// A type with what its similarity to another one depends on.
struct TypeShape<'a> {
    item: &'a SurfaceType,
    members: BTreeSet<(&'a str, String)>,
}

impl<'a> TypeShape<'a> {
    fn of(item: &'a SurfaceType) -> Self {
        let wire = |member: &'a SurfaceMember| member.wire.as_deref().unwrap_or(&member.name);
        let members = item.members.iter().map(|member| (wire(member), member.ty.replace(&item.path, "Self")));
        Self { item, members: members.collect() }
    }

    fn name(&self) -> &'a str {
        self.item.path.rsplit("::").next().unwrap_or_default()
    }
}

/// Why an added type is likely to be a removed one, if there are too many to compare each with each.
#[derive(PartialEq, Eq, Hash)]
enum LikelyKey<'a> {
    Name(&'a str),
    Schema(&'a Pointer),
}

/// Returns the similarity of two types in percent, or `None` if they are of different kinds or too different. Types with the same name or the same
/// schema need less in common. Ids have no members, so their names must be equal.
fn similarity(old: &TypeShape<'_>, new: &TypeShape<'_>, is_same_schema: bool) -> Option<usize> {
    let same_name = old.name() == new.name();
    if old.item.kind != new.item.kind {
        return None;
    }
    let (was, is) = (&old.members, &new.members);
    let (common, all) = (was.intersection(is).count(), was.union(is).count());
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
