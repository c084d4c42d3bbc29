//! Files and entries that nothing refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::Pointer;
use super::document::location;
use super::reader::{IDS, LINT_LEVELS, Loaded};
use super::references::{self, ReferenceTarget};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};

pub(super) fn check(loaded: &Loaded, all_files: &[String], diagnostics: &mut Diagnostics) {
    // Whatever a broken file refers to would look unused.
    if !loaded.broken.is_empty() {
        return;
    }
    files(loaded, all_files, diagnostics);
    entries(loaded, diagnostics);
}

fn files(loaded: &Loaded, all_files: &[String], diagnostics: &mut Diagnostics) {
    for file in all_files {
        let described = [".yaml", ".yml", ".json"].iter().any(|ending| file.ends_with(ending));
        if !described || file.starts_with("examples/") || file == LINT_LEVELS || loaded.files.contains_key(file.as_str()) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(codes::ORPHAN_FILE, "nothing refers to this file")
                .at(Location::file(file))
                .help("refer to it from openapi.yaml or another file, or remove it"),
        );
    }
}

fn entries(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let all = named_entries(loaded);
    let mut leads: BTreeMap<Option<&Pointer>, BTreeSet<&Pointer>> = BTreeMap::new();
    for reference in loaded.references() {
        if let ReferenceTarget::Place(at) = references::target(reference.from.file(), &reference.target)
            && let Some(to) = all.get(&at)
        {
            leads.entry(holder(&all, &reference.from)).or_default().insert(to);
        }
    }
    let used_ids: BTreeSet<&str> = loaded
        .found
        .iter()
        .filter(|(file, _)| &***file != IDS)
        .flat_map(|(_, found)| found.ids.iter().map(String::as_str))
        .collect();

    // Whatever can be reached from outside any entry, that is from the paths of the root, or is a used id.
    let mut reached: BTreeSet<&Pointer> = BTreeSet::new();
    let mut queue: Vec<&Pointer> = leads.get(&None).into_iter().flatten().copied().collect();
    queue.extend(all.iter().filter(|at| at.file() == IDS && at.key().is_some_and(|key| used_ids.contains(key.as_str()))));
    while let Some(at) = queue.pop() {
        if reached.insert(at) {
            queue.extend(leads.get(&Some(at)).into_iter().flatten());
        }
    }
    for at in all.iter().filter(|at| !reached.contains(at)) {
        let name = at.key().unwrap_or_default();
        let span = loaded.files.get(at.file()).and_then(|file| file.node.find(at)).and_then(|(_, key)| key);
        diagnostics.push(
            Diagnostic::new(codes::UNUSED_ENTRY, format!("nothing uses `{name}`"))
                .at(span.map(|span| location(at.file(), span)))
                .help("refer to it, or remove it"),
        );
    }
}

fn named_entries(loaded: &Loaded) -> BTreeSet<Pointer> {
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

/// The entry that something stands in.
fn holder<'a>(all: &'a BTreeSet<Pointer>, inside: &Pointer) -> Option<&'a Pointer> {
    let mut here = Some(inside.clone());
    while let Some(at) = here {
        if let Some(found) = all.get(&at) {
            return Some(found);
        }
        here = at.parent();
    }
    None
}
