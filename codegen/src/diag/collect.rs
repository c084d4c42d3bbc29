//! The collection that every stage reports into.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Diagnostic, Location, Severity};

/// Every fault found in one run, with the text of the files that they stand in.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    sources: BTreeMap<String, Arc<str>>,
    prefix: String,
}

impl Diagnostics {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, showing every file name with `prefix` in front (`spec/`).
    pub fn with_prefix(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Reports one fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Takes over what was found elsewhere. The order does not matter.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.items.extend(other.items);
        self.sources.extend(other.sources);
    }

    /// Forgets every fault that `keep` does not want, and says how many there were.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) -> usize {
        let before = self.sorted().len();
        self.items.retain(keep);
        before - self.sorted().len()
    }

    /// Keeps the text of a file, so that its lines can be shown.
    pub fn add_source(&mut self, file: impl Into<String>, text: Arc<str>) {
        self.sources.insert(file.into(), text);
    }

    /// Whether nothing was found at all.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether there is a fault that stops the generator.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// How many faults of a severity there are, duplicates not counted.
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|item| item.severity == severity).count()
    }

    /// The faults by file, line, column and code, each once. Those without a place come last.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut items: Vec<&Diagnostic> = self.items.iter().collect();
        items.sort_by(|a, b| key(a).cmp(&key(b)));
        items.dedup();
        items
    }

    pub(super) fn source(&self, file: &str) -> Option<&str> {
        self.sources.get(file).map(|text| &**text)
    }

    /// The name of the file that a place stands in, as it is shown.
    pub(super) fn path(&self, at: &Location) -> String {
        format!("{}{}", self.prefix, at.file)
    }
}

type SortKey<'a> = (bool, Option<(&'a str, usize, usize)>, &'a str, &'a str, &'a str, &'a [String]);

fn key(item: &Diagnostic) -> SortKey<'_> {
    let place = item.at.as_ref().map(|at| (at.file.as_str(), at.line, at.column));
    (place.is_none(), place, item.code.id, &item.message, &item.help, &item.notes)
}
