//! Reports files and entries that nothing refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::Pointer;
use super::intact::{holder, named_entries};
use super::reader::{IDS, LINT_LEVELS, Loaded};
use super::references;
use crate::diag::{Diagnostic, Diagnostics, Location, codes};
use crate::openapi::location;
use crate::openapi::reference::{self, ReferenceTarget};

/// Reports unused files and entries. The caller makes sure that there are no errors: a reference could be among what was not read.
pub(super) fn check(loaded: &Loaded, all_files: &[String], diagnostics: &mut Diagnostics) {
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
            Diagnostic::new(codes::ORPHAN_FILE, format!("unused file `{file}`"))
                .at(Location::file(file))
                .help(format!("refer to it from `{}` or another file, or delete it", loaded.root)),
        );
    }
}

fn entries(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let all = named_entries(loaded);
    let mut leads: BTreeMap<Option<&Pointer>, BTreeSet<&Pointer>> = BTreeMap::new();
    for reference in loaded.references() {
        if let ReferenceTarget::Location(at) = reference::target(reference.from.file(), &reference.target)
            && let Some(to) = all.get(&at)
        {
            leads.entry(holder(&all, &reference.from)).or_default().insert(to);
        }
    }
    // Everything that the paths of the root file lead to, and the id types in use.
    let ids: BTreeSet<&str> = loaded
        .findings
        .iter()
        .filter(|(file, _)| &***file != IDS)
        .flat_map(|(_, found)| found.ids.iter().map(|(_, id)| id.as_str()))
        .collect();
    let mut start: Vec<&Pointer> = leads.get(&None).into_iter().flatten().copied().collect();
    start.extend(all.iter().filter(|at| at.file() == IDS && id_names(loaded, at).any(|name| ids.contains(name.as_str()))));
    let mut reached: BTreeSet<&Pointer> = BTreeSet::new();
    reach(&leads, start, &mut reached);

    // An entry that only unused entries refer to is unused because of them. Of a cycle of unused entries, the first is reported.
    let unused: Vec<&Pointer> = all.iter().filter(|at| !reached.contains(at)).collect();
    let referenced: BTreeSet<&Pointer> = unused
        .iter()
        .flat_map(|at| leads.get(&Some(*at)).into_iter().flatten().filter(move |to| ***to != **at))
        .copied()
        .collect();
    let (first, rest): (Vec<&Pointer>, Vec<&Pointer>) = unused.into_iter().partition(|at| !referenced.contains(at));
    for at in first.into_iter().chain(rest) {
        if reached.contains(at) {
            continue;
        }
        reach(&leads, vec![at], &mut reached);
        let span = loaded.files.get(at.file()).and_then(|file| file.node.find(at)).and_then(|(_, key)| key);
        diagnostics.push(
            Diagnostic::new(codes::UNUSED_ENTRY, format!("unused {}", references::describe(at, &loaded.root)))
                .at(span.map(|span| location(at.file(), span)))
                .help("refer to it, or remove it"),
        );
    }
}

/// Adds `start` and all entries that they lead to.
fn reach<'a>(
    leads: &BTreeMap<Option<&'a Pointer>, BTreeSet<&'a Pointer>>,
    start: Vec<&'a Pointer>,
    reached: &mut BTreeSet<&'a Pointer>,
) {
    let mut queue = start;
    while let Some(at) = queue.pop() {
        if reached.insert(at) {
            queue.extend(leads.get(&Some(at)).into_iter().flatten());
        }
    }
}

/// The names by which `x-id` can refer to an id type: its key, and its own `x-id`, which should be the same.
fn id_names<'a>(loaded: &'a Loaded, at: &'a Pointer) -> impl Iterator<Item = String> + 'a {
    let own = loaded.findings.get(IDS).into_iter().flat_map(|found| &found.ids);
    let own = own.filter(move |(holder, _)| holder == at).map(|(_, id)| id.clone());
    at.key().into_iter().chain(own)
}
