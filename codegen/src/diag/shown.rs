//! What the reports show of many diagnostics: identical ones together, and a limited number of each kind.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Diagnostic, Diagnostics, Location, RelatedLocations};

/// The maximum number of other locations in a note.
const MAX_LOCATIONS: usize = 3;

/// The maximum number of identical diagnostics, at different locations, that are shown one by one.
const MAX_SAME: usize = 3;

/// The maximum number of diagnostics with the same code in the formats for people.
pub(super) const MAX_OF_CODE: usize = 100;

/// A diagnostic as the reports show it.
pub(super) struct ShownDiagnostic<'a> {
    pub item: &'a Diagnostic,
    /// Its notes, then the related locations, then what is not shown.
    pub notes: Vec<String>,
}

/// What is the same in identical diagnostics.
type SameKey<'a> = (&'static str, &'a str, &'a str, &'a [String], Option<&'a RelatedLocations>);

fn same_key(item: &Diagnostic) -> SameKey<'_> {
    (item.code.id, &item.message, &item.help, &item.notes, item.related.as_ref())
}

/// How many diagnostics with a code are shown.
#[derive(Default)]
struct CodeCount {
    shown: usize,
    omitted: usize,
    /// The index of the last one.
    last: usize,
}

impl Diagnostics {
    /// Returns the diagnostics in the order of [`sorted`](Self::sorted). Identical ones at more than three locations are one, which states the
    /// others, and of each code at most `limit` are returned, of which the last states the number of the others.
    pub(super) fn shown(&self, limit: usize) -> Vec<ShownDiagnostic<'_>> {
        let items = self.sorted();
        let mut locations: HashMap<SameKey<'_>, Vec<&Location>> = HashMap::new();
        for item in &items {
            locations.entry(same_key(item)).or_default().extend(&item.at);
        }
        let mut shown = Vec::new();
        let mut grouped = HashSet::new();
        let mut codes: BTreeMap<&str, CodeCount> = BTreeMap::new();
        for item in items {
            let same = locations.get(&same_key(item)).filter(|same| same.len() > MAX_SAME);
            if same.is_some() && !grouped.insert(same_key(item)) {
                continue;
            }
            let code = codes.entry(item.code.id).or_default();
            if code.shown == limit {
                code.omitted += same.map_or(1, Vec::len);
                continue;
            }
            (code.shown, code.last) = (code.shown + 1, shown.len());
            let mut notes = item.notes.clone();
            notes.extend(item.related.as_ref().map(|related| {
                let locations: Vec<&Location> = related.locations.iter().collect();
                format!("{} {}", related.label, self.list(&locations))
            }));
            notes.extend(same.map(|same| format!("the same at {}", self.list(&same[1..]))));
            shown.push(ShownDiagnostic { item, notes });
        }
        for (code, count) in codes.iter().filter(|(_, count)| count.omitted > 0) {
            shown[count.last].notes.push(format!("{} more {code} are not shown; `--format json` shows them", count.omitted));
        }
        shown
    }

    /// The first locations: `a.yaml:1:2, b.yaml:3:4, c.yaml:5:6 and 5 more`.
    fn list(&self, all: &[&Location]) -> String {
        let shown = all.iter().take(MAX_LOCATIONS).map(|at| format!("{}:{}:{}", self.path(at), at.line, at.column));
        let shown = shown.collect::<Vec<_>>().join(", ");
        match all.len().saturating_sub(MAX_LOCATIONS) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        }
    }
}
