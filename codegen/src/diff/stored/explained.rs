//! Which items of the stored public APIs differ because the descriptions do.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::paths_in;
use crate::emit::surface::{Surface, SurfaceMember};
use crate::public_api::StoredItem;

/// What the public API that is derived from the descriptions explains.
pub(super) struct Explained {
    /// Items that exist on one side, or are of another kind, with all that belongs to them.
    whole: BTreeSet<String>,
    /// Members that differ.
    single: BTreeSet<String>,
    features: BTreeSet<String>,
}

/// The parts of a public API by path, and what they are.
type SurfaceParts = BTreeMap<String, String>;

impl Explained {
    pub fn of(base: &Surface, head: &Surface) -> Self {
        let whole = differing(&wholes(base), &wholes(head));
        let single = differing(&members(base), &members(head));
        let features = |surface: &Surface| -> BTreeSet<String> { surface.modules.values().flatten().cloned().collect() };
        let features = features(base).symmetric_difference(&features(head)).cloned().collect();
        let modules = |surface: &Surface| -> SurfaceParts {
            surface.modules.iter().map(|(path, features)| (in_crate(path), format!("{features:?}"))).collect()
        };
        let (old, new) = (modules(base), modules(head));
        let changed: BTreeSet<String> = differing(&old, &new);
        // A module that exists on both sides differs in its conditions only.
        let (both, one): (BTreeSet<String>, BTreeSet<String>) =
            changed.into_iter().partition(|path| old.contains_key(path) && new.contains_key(path));
        Self { whole: whole.into_iter().chain(one).collect(), single: single.into_iter().chain(both).collect(), features }
    }

    /// Whether the difference of an item follows from the descriptions.
    pub fn covers(&self, item: &StoredItem) -> bool {
        if let Some(feature) = item.text.strip_prefix("feature ") {
            return feature.split(' ').next().is_some_and(|name| self.features.contains(name));
        }
        let is_whole =
            |path: &str| self.whole.contains(path) || path.match_indices("::").any(|(end, _)| self.whole.contains(&path[..end]));
        self.single.contains(item.path()) || paths_in(&item.text).any(is_whole)
    }
}

fn in_crate(path: &str) -> String {
    format!("pipedrive::{path}")
}

/// Returns the paths that do not mean the same on both sides.
fn differing(base: &SurfaceParts, head: &SurfaceParts) -> BTreeSet<String> {
    base.keys().chain(head.keys()).filter(|path| base.get(*path) != head.get(*path)).cloned().collect()
}

/// Returns types and requests. A request is also all that mentions it, such as the method that returns it.
fn wholes(surface: &Surface) -> SurfaceParts {
    let types = surface.types.iter().map(|item| (in_crate(&item.path), format!("{:?}", item.kind)));
    let requests = surface.methods.iter().map(|method| {
        let facts = (&method.call, &method.output, &method.page_item, method.waits, method.deprecated);
        let arguments = method.members.iter().filter(|member| is_argument(member)).map(described).collect::<Vec<_>>();
        (in_crate(&method.builder), format!("{facts:?} {arguments:?}"))
    });
    types.chain(requests).collect()
}

/// Returns the members of types and requests. Several of a type may have the same name.
fn members(surface: &Surface) -> SurfaceParts {
    let mut parts = SurfaceParts::new();
    let types = surface.types.iter().map(|item| (in_crate(&item.path), &item.members));
    let requests = surface.methods.iter().map(|method| (in_crate(&method.builder), &method.members));
    let builder = (in_crate("ClientBuilder"), &surface.credentials);
    for (path, members) in types.chain(requests).chain([builder]) {
        for member in members {
            let name = if is_argument(member) { "new" } else { &member.name };
            parts.entry(format!("{path}::{name}")).or_default().push_str(&described(member));
        }
    }
    parts
}

fn is_argument(member: &SurfaceMember) -> bool {
    member.role == crate::emit::surface::MemberRole::Argument
}

fn described(member: &SurfaceMember) -> String {
    format!("{:?} {}: {} {}\n", member.role, member.name, member.ty, member.deprecated)
}
