//! Determines which objects are complete, so that later stages do not report what only follows from an error of this one.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::Loaded;
use super::references;
use super::{Document, LoadedOperation, Pointer};
use crate::openapi::reference::{self, ReferenceTarget};

/// The references between the named entries of the description.
pub(super) struct ReferenceGraph {
    entries: BTreeSet<Pointer>,
    /// The objects that refer to an entry, by that entry.
    sources: BTreeMap<Pointer, Vec<Pointer>>,
    /// The objects whose reference leads into a file that could not be read.
    broken: Vec<Pointer>,
}

impl ReferenceGraph {
    pub fn new(loaded: &Loaded) -> Self {
        let entries = named_entries(loaded);
        let mut graph = Self { entries, sources: BTreeMap::new(), broken: Vec::new() };
        for reference in loaded.references() {
            let ReferenceTarget::Location(at) = reference::target(reference.from.file(), &reference.target) else { continue };
            if !loaded.files.contains_key(at.file()) {
                graph.broken.push(reference.from.clone());
            } else if graph.entries.contains(&at) {
                graph.sources.entry(at).or_default().push(reference.from.clone());
            }
        }
        graph
    }

    /// Returns the locations of `errors`, and of every reference that leads to an entry with an error, directly or through other entries.
    pub fn incomplete(&self, errors: impl IntoIterator<Item = Pointer>) -> BTreeSet<Pointer> {
        let mut incomplete: BTreeSet<Pointer> = BTreeSet::new();
        let mut queue: Vec<Pointer> = errors.into_iter().chain(self.broken.iter().cloned()).collect();
        while let Some(at) = queue.pop() {
            let sources = holder(&self.entries, &at).and_then(|entry| self.sources.get(entry));
            if incomplete.insert(at) {
                queue.extend(sources.into_iter().flatten().cloned());
            }
        }
        incomplete
    }
}

impl Document {
    /// Whether the object at `at` and everything that it refers to were read without an error.
    ///
    /// Later stages check this before they report that something is missing: it may be defined in the part with the error.
    pub(crate) fn is_intact(&self, at: &Pointer) -> bool {
        !at.contains_any(&self.incomplete)
    }

    /// Whether an operation, the parameters of its path item, and everything that they refer to were read without an error.
    pub(crate) fn is_operation_intact(&self, operation: &LoadedOperation) -> bool {
        self.is_intact(&operation.at) && self.is_intact(&operation.item_at.child("parameters"))
    }
}

/// The entries that can be referenced: schemas, parameters, responses, request bodies, and path items outside the root file.
pub(super) fn named_entries(loaded: &Loaded) -> BTreeSet<Pointer> {
    let mut all = BTreeSet::new();
    for (name, file) in &loaded.files {
        let root = Pointer::root(name.clone());
        let base = if *name == loaded.root { root.child("components") } else { root };
        let Some((sections, _)) = file.node.find(&base) else { continue };
        for section in sections.entries() {
            if references::section_kind(&section.key).is_some() {
                let at = base.child(&section.key);
                all.extend(section.value.entries().iter().map(|entry| at.child(&entry.key)));
            }
        }
    }
    all
}

/// The entry that contains a location.
pub(super) fn holder<'a>(all: &'a BTreeSet<Pointer>, inside: &Pointer) -> Option<&'a Pointer> {
    let mut here = Some(inside.clone());
    while let Some(at) = here {
        if let Some(found) = all.get(&at) {
            return Some(found);
        }
        here = at.parent();
    }
    None
}
