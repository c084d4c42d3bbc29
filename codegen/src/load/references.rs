//! Resolves references and reports those that do not lead to an object of the right kind.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::reader::Loaded;
use super::shape::{ObjectKind, Reference};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Location, codes};
use crate::openapi::reference::{ReferenceTarget, target};
use crate::openapi::{Pointer, Suggestions, location, nearest, target_of};

/// The kind of the named entry at a location, if there can be one.
pub(super) fn entry_kind(at: &Pointer, root: &str) -> Option<ObjectKind> {
    let keys = at.keys();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let section = match keys.as_slice() {
        ["components", section, _] if at.file() == root => section,
        [section, _] if at.file() != root => section,
        _ => return None,
    };
    section_kind(section)
}

/// The kind of the entries in a section such as `schemas`.
pub(super) fn section_kind(section: &str) -> Option<ObjectKind> {
    match section {
        "paths" => Some(ObjectKind::PathItem),
        "schemas" => Some(ObjectKind::Schema),
        "parameters" => Some(ObjectKind::Parameter),
        "responses" => Some(ObjectKind::Response),
        "requestBodies" => Some(ObjectKind::RequestBody),
        _ => None,
    }
}

/// The name of a kind with its article, and the section of its entries.
fn name(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::PathItem => ("a path item", "paths"),
        ObjectKind::Schema => ("a schema", "schemas"),
        ObjectKind::Parameter => ("a parameter", "parameters"),
        ObjectKind::Response => ("a response", "responses"),
        ObjectKind::RequestBody => ("a request body", "requestBodies"),
        _ => ("another object", ""),
    }
}

/// The kind and the name of an entry, such as ``schema `Deal` ``; of any other location its path.
pub(super) fn describe(at: &Pointer, root: &str) -> String {
    match entry_kind(at, root) {
        Some(kind) => format!("{} `{}`", name(kind).0.trim_start_matches("a "), at.key().unwrap_or_default()),
        None => format!("`{}`", at.path()),
    }
}

/// A reference that does not resolve.
struct Problem {
    code: DiagnosticCode,
    message: String,
    help: String,
    /// The missing or unsuitable target, which other references may have in common. A missing file is its root.
    target: Option<Pointer>,
}

/// The problems with a target in common, by code and target, each with the references.
type ProblemGroups<'a> = IndexMap<(&'static str, Pointer), (Box<Problem>, Vec<&'a Reference>)>;

/// Checks every reference of every file, and returns the objects with a reference that does not resolve.
pub(super) fn check(loaded: &Loaded, all_files: &[String], diagnostics: &mut Diagnostics) -> Vec<Pointer> {
    let mut unresolved = Vec::new();
    let mut shared: ProblemGroups<'_> = IndexMap::new();
    let mut suggestions = Suggestions::default();
    for reference in loaded.references() {
        let Err(problem) = resolve(loaded, all_files, reference, &mut suggestions) else { continue };
        unresolved.push(reference.from.clone());
        // Without a problem of its own, the reference leads into a part that another error is about.
        let Some(problem) = problem else { continue };
        match &problem.target {
            Some(target) => {
                let group = shared.entry((problem.code.id, target.clone())).or_insert_with(|| (problem, Vec::new()));
                group.1.push(reference);
            }
            None => diagnostics.push(problem.diagnostic(reference)),
        }
    }
    let mut misnamed = MisnamedEntries { loaded, used: None, suggestions: Suggestions::default() };
    for (problem, references) in shared.into_values() {
        diagnostics.push(problem.shared(&mut misnamed, &references));
    }
    unresolved.extend(cycles(loaded, diagnostics));
    unresolved
}

impl Problem {
    fn new(code: DiagnosticCode, target: Option<&Pointer>, message: String, help: impl Into<String>) -> Box<Self> {
        Box::new(Self { code, message, help: help.into(), target: target.cloned() })
    }

    fn diagnostic(self, reference: &Reference) -> Diagnostic {
        Diagnostic::new(self.code, self.message).at(location(reference.from.file(), reference.span)).help(self.help)
    }

    /// The diagnostic for all references with this target: at the definition if that seems to have the wrong name, else at the first of them.
    fn shared(self, misnamed: &mut MisnamedEntries<'_>, references: &[&Reference]) -> Diagnostic {
        let Some((first, rest)) = references.split_first() else { return Diagnostic::new(self.code, self.message) };
        let mut uses = rest.iter().map(|other| location(other.from.file(), other.span)).collect::<Vec<_>>();
        if uses.is_empty() {
            return self.diagnostic(first);
        }
        let misnamed = self.target.as_ref().filter(|_| self.code == codes::DANGLING_REF).and_then(|at| misnamed.find(at));
        let Some((near, at, wanted)) = misnamed else {
            return self.diagnostic(first).related("also referenced at", uses);
        };
        uses.insert(0, location(first.from.file(), first.span));
        Diagnostic::new(self.code, self.message)
            .at(at)
            .help(format!("rename `{near}` to `{wanted}`, or correct the references"))
            .related("referenced at", uses)
    }
}

/// Finds the entries that have the wrong name.
struct MisnamedEntries<'a> {
    loaded: &'a Loaded,
    /// What references lead to, once that is needed.
    used: Option<HashSet<Pointer>>,
    suggestions: Suggestions,
}

impl MisnamedEntries<'_> {
    /// Finds an entry with a name similar to the missing entry `at`, which nothing refers to: its name, its location, and the missing name.
    fn find(&mut self, at: &Pointer) -> Option<(String, Location, String)> {
        entry_kind(at, &self.loaded.root).filter(|_| self.suggestions.is_left())?;
        let (parent, wanted) = (at.parent()?, at.key()?);
        let section = self.loaded.files.get(at.file())?.node.find(&parent)?.0;
        let near = nearest(&wanted, section.entries().iter().map(|entry| entry.key.as_str()))?;
        let targets = || self.loaded.references().filter_map(|reference| target_of(reference.from.file(), &reference.target));
        let is_used = self.used.get_or_insert_with(|| targets().collect()).contains(&parent.child(near));
        let span = section.entry(near)?.key_span;
        (!is_used).then(|| (near.to_owned(), location(at.file(), span), wanted))
    }
}

/// Resolves a reference. The error is `None` if the target is in a part of the description that another error is about.
fn resolve(
    loaded: &Loaded,
    all_files: &[String],
    reference: &Reference,
    suggestions: &mut Suggestions,
) -> Result<(), Option<Box<Problem>>> {
    let written = &reference.target;
    let from = reference.from.file();
    let (wanted, section) = name(reference.wanted);
    // Entries of the root file are in `components`, except for paths, which nothing refers to.
    let prefix = if from == &*loaded.root { "#/components" } else { "#" };
    let at = match target(from, written) {
        ReferenceTarget::Location(at) => at,
        ReferenceTarget::Outside => {
            let message = format!("reference `{written}` leads out of the directory of the description");
            let help = "copy the definition into the description, and refer to it with a relative path";
            return Err(Some(Problem::new(codes::REF_OUTSIDE, None, message, help)));
        }
        ReferenceTarget::Malformed => {
            let message = format!("malformed reference `{written}`");
            let help = format!("write `{prefix}/{section}/Name`, or `file.yaml#/{section}/Name`");
            return Err(Some(Problem::new(codes::DANGLING_REF, None, message, help)));
        }
    };
    if loaded.broken.contains(at.file()) {
        return Err(None);
    }
    let Some(file) = loaded.files.get(at.file()) else {
        let known = all_files.iter().map(String::as_str).filter(|file| !file.starts_with("examples/"));
        let help = if written.contains(['#', '.', '/']) {
            suggestions.help_or(
                at.file(),
                known,
                "create the file, or correct the path, which is relative to the file with the reference",
            )
        } else {
            format!("write `{prefix}/{section}/{written}`, or `file.yaml#/{section}/{written}`")
        };
        let message = format!("cannot find file `{}`", at.file());
        return Err(Some(Problem::new(codes::DANGLING_REF, Some(&Pointer::root(at.file())), message, help)));
    };
    if file.node.find(&at).is_none() {
        let parent = at.parent().unwrap_or_else(|| at.clone());
        let Some((siblings, _)) = file.node.find(&parent) else {
            let is_explained =
                loaded.findings.get(at.file()).is_some_and(|found| found.errors.iter().any(|error| explains(error, &at)));
            if is_explained {
                return Err(None);
            }
            let message = format!("cannot find {} in `{}`", describe(&at, &loaded.root), at.file());
            let help = format!("add `{}:` there, or correct the reference", parent.key().unwrap_or_default());
            return Err(Some(Problem::new(codes::DANGLING_REF, Some(&at), message, help)));
        };
        let known = siblings.entries().iter().map(|entry| entry.key.as_str());
        let help = suggestions.help_or(&at.key().unwrap_or_default(), known, "define it there, or correct the reference");
        let message = format!("cannot find {} in `{}`", describe(&at, &loaded.root), at.file());
        return Err(Some(Problem::new(codes::DANGLING_REF, Some(&at), message, help)));
    }
    match entry_kind(&at, &loaded.root) {
        Some(kind) if kind == reference.wanted => Ok(()),
        Some(kind) => {
            let message = format!("expected {wanted}, found {}: `{written}`", name(kind).0);
            let help = format!("refer to an entry under `{section}:`");
            Err(Some(Problem::new(codes::REF_KIND, Some(&at), message, help)))
        }
        None => {
            let message = format!("`{written}` is not the name of {wanted}");
            let help = format!("move the definition to an entry under `{section}:`, and refer to that");
            Err(Some(Problem::new(codes::REF_DEPTH, Some(&at), message, help)))
        }
    }
}

/// Whether an error about an object on the way to `at`, or about one of its keys, explains that there is nothing at `at`.
fn explains(error: &Pointer, at: &Pointer) -> bool {
    error.parent().is_some_and(|parent| at.is_within(&parent))
}

/// The maximum number of entries that the message about a cycle names.
const MAX_NAMES: usize = 8;

/// Reports entries that consist of a reference only, where the chain of references is a cycle. Returns the entries.
fn cycles(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Vec<Pointer> {
    let mut next: BTreeMap<&Pointer, (Pointer, &Reference)> = BTreeMap::new();
    for reference in loaded.references() {
        if entry_kind(&reference.from, &loaded.root).is_some()
            && let ReferenceTarget::Location(at) = target(reference.from.file(), &reference.target)
        {
            next.insert(&reference.from, (at, reference));
        }
    }
    let mut seen: BTreeSet<&Pointer> = BTreeSet::new();
    let mut on_cycles = Vec::new();
    for start in next.keys() {
        // Every entry leads to one other at most, so a path ends at an entry without a reference, or at one that was visited.
        let (mut path, mut here) = (Vec::new(), Some(*start));
        while let Some(at) = here.filter(|at| seen.insert(at)) {
            path.push(at);
            here = next.get(at).and_then(|(to, _)| next.get_key_value(to)).map(|(key, _)| *key);
        }
        let Some(first) = here.and_then(|at| path.iter().position(|other| *other == at)) else { continue };
        let mut cycle = path.split_off(first);
        let smallest = cycle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(index, _)| index);
        cycle.rotate_left(smallest);
        let start = cycle[0];
        let names: Vec<String> = cycle.iter().chain([&start]).map(|at| format!("`{at}`")).collect();
        let names = match names.as_slice() {
            [first, second, .., before, last] if names.len() > MAX_NAMES => {
                format!("{first} → {second} → {} others → {before} → {last}", names.len() - 4)
            }
            all => all.join(" → "),
        };
        diagnostics.push(
            Diagnostic::new(codes::REF_CYCLE, format!("cycle of references: {names}"))
                .at(location(start.file(), next[start].1.span))
                .help("replace one of the references by the definition"),
        );
        on_cycles.extend(cycle.into_iter().cloned());
    }
    on_cycles
}

/// The files that the references of a file lead to.
pub(super) fn files(references: &[Reference]) -> BTreeSet<Arc<str>> {
    references
        .iter()
        .filter_map(|reference| match target(reference.from.file(), &reference.target) {
            ReferenceTarget::Location(at) => Some(Arc::from(at.file())),
            ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
        })
        .collect()
}
