//! The paths by which users can name the items of a crate.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::attributes::Attributes;
use super::resolve::{Modules, PathTarget};

/// The public paths of a crate.
#[derive(Default)]
pub(super) struct PublicPaths {
    /// What each path means, and the conditions on features, without those of its public module.
    pub all: BTreeMap<String, (PathTarget, Vec<String>)>,
    /// The shortest path of each item.
    shortest: HashMap<PathTarget, String>,
    /// The paths of items that are public but hidden in the documentation.
    hidden: HashMap<PathTarget, String>,
}

impl PublicPaths {
    pub fn of(modules: &Modules, krate: &str) -> Self {
        let mut paths = Self::default();
        let mut walk = Walk { modules, paths: &mut paths, visited: BTreeSet::new() };
        if let Some(root) = modules.root(krate) {
            walk.module(root, krate, &[], false);
        }
        paths
    }

    /// Returns the path that users write.
    pub fn best(&self, target: &PathTarget) -> Option<&str> {
        self.shortest.get(target).map(String::as_str)
    }

    /// Returns a path that is hidden in the documentation.
    pub fn hidden(&self, target: &PathTarget) -> Option<&str> {
        self.hidden.get(target).map(String::as_str)
    }

    fn add(&mut self, path: String, target: PathTarget, features: Vec<String>, is_hidden: bool) {
        let shortest = if is_hidden { &mut self.hidden } else { &mut self.shortest };
        let length = |path: &str| (path.matches("::").count(), path.to_owned());
        match shortest.get_mut(&target) {
            Some(known) if length(known) <= length(&path) => {}
            _ => drop(shortest.insert(target.clone(), path.clone())),
        }
        if !is_hidden {
            self.all.entry(path).or_insert((target, features));
        }
    }
}

struct Walk<'a> {
    modules: &'a Modules,
    paths: &'a mut PublicPaths,
    /// The modules by the paths under which they were visited.
    visited: BTreeSet<(usize, String)>,
}

impl Walk<'_> {
    fn module(&mut self, module: usize, prefix: &str, features: &[String], is_hidden: bool) {
        if !self.visited.insert((module, prefix.to_owned())) {
            return;
        }
        let modules = self.modules;
        let source = &modules.get(module).source;
        for item in source.items.iter().filter(|item| item.is_public) {
            self.add(prefix, &item.name, &modules.target(module, item), features, &item.attributes, is_hidden);
        }
        // Names have precedence over those of modules that are imported as a whole.
        let (named, whole): (Vec<_>, Vec<_>) =
            source.imports.iter().filter(|import| import.is_public).partition(|import| import.name.is_some());
        for import in named.into_iter().chain(whole) {
            if let (Some(name), Some((last, start))) = (&import.name, import.path.split_last()) {
                // The macro of the same name, which an import introduces too.
                let path: Vec<String> = start.iter().cloned().chain([format!("{last}!")]).collect();
                if let Some((target, [])) = modules.resolve(module, &path).filter(|(target, _)| is_item(target)) {
                    self.add(prefix, &format!("{name}!"), &target, features, &import.attributes, is_hidden);
                }
            }
            let Some(target) = modules.imported(module, import) else { continue };
            match (&import.name, target) {
                (Some(name), target) => self.add(prefix, name, &target, features, &import.attributes, is_hidden),
                (None, PathTarget::Module(inner)) => {
                    let features = with(features, &import.attributes);
                    self.module(inner, prefix, &features, is_hidden || import.attributes.is_hidden);
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, prefix: &str, name: &str, target: &PathTarget, features: &[String], own: &Attributes, is_hidden: bool) {
        let (path, features) = (format!("{prefix}::{name}"), with(features, own));
        // An item that is hidden where it is defined is hidden under all paths.
        let is_hidden_item = match target {
            PathTarget::Item(home, name) => self.modules.items(*home, name).all(|item| item.attributes.is_hidden),
            _ => false,
        };
        let is_hidden = is_hidden || own.is_hidden || is_hidden_item;
        self.paths.add(path.clone(), target.clone(), features.clone(), is_hidden);
        // What is in a public module states its own conditions only.
        if let PathTarget::Module(inner) = target {
            self.module(*inner, &path, &[], is_hidden);
        }
    }
}

fn is_item(target: &PathTarget) -> bool {
    matches!(target, PathTarget::Item(..))
}

/// Adds the conditions of an item to those of its module.
fn with(features: &[String], own: &Attributes) -> Vec<String> {
    let mut all = features.to_vec();
    all.extend(own.features.iter().filter(|feature| !features.contains(feature)).cloned());
    all
}
