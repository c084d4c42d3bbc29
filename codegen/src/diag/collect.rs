//! The collection that every stage reports into.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Diagnostic, Location, Severity};

/// All diagnostics of one run, with the content of the files that they refer to.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    sources: BTreeMap<String, Arc<str>>,
    prefix: String,
}

impl Diagnostics {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty collection that shows every file name with `prefix` before it, such as `spec/`.
    pub fn with_prefix(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds all diagnostics and sources of another collection. The order does not matter.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.items.extend(other.items);
        self.sources.extend(other.sources);
    }

    /// Removes every diagnostic for which `keep` returns false, and returns how many were removed.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) -> usize {
        self.items = self.sorted().into_iter().cloned().collect();
        let before = self.items.len();
        self.items.retain(keep);
        before - self.items.len()
    }

    /// Adds the content of a file, from which lines are shown.
    pub fn add_source(&mut self, file: impl Into<String>, content: Arc<str>) {
        self.sources.insert(file.into(), content);
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether there is at least one error.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// The number of diagnostics of a severity, without duplicates.
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|item| item.severity == severity).count()
    }

    /// Returns the diagnostics by file, line, column and code, without duplicates and without those that an error
    /// [explains](Diagnostic::explains). Those without a location come last.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let errors = self.items.iter().filter(|item| item.severity == Severity::Error);
        let explained: BTreeSet<_> = errors.flat_map(|item| &item.explained).cloned().collect();
        let is_explained =
            |item: &Diagnostic| explained.contains(&(item.code, None)) || explained.contains(&(item.code, item.at.clone()));
        let mut items: Vec<&Diagnostic> = self.items.iter().filter(|item| !is_explained(item)).collect();
        items.sort_by(|a, b| key(a).cmp(&key(b)));
        items.dedup();
        items
    }

    /// The content of a file, if it was added.
    pub(super) fn source(&self, file: &str) -> Option<&str> {
        self.sources.get(file).map(|content| &**content)
    }

    /// The name of the file of a location, with the prefix.
    pub(super) fn path(&self, at: &Location) -> String {
        format!("{}{}", self.prefix, at.file)
    }
}

type SortKey<'a> = (bool, Option<(&'a str, usize, usize)>, &'a str, &'a str, &'a str, &'a [String]);

fn key(item: &Diagnostic) -> SortKey<'_> {
    let location = item.at.as_ref().map(|at| (at.file.as_str(), at.line, at.column));
    (location.is_none(), location, item.code.id, &item.message, &item.help, &item.notes)
}
