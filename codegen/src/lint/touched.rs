//! Restricts diagnostics to changed lines, so that a review shows the errors of the change and not those that existed before.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Location};
use crate::load::{Document, Node, Span};

/// The changed lines of each file of the description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedLines(BTreeMap<String, Vec<LineChange>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum LineChange {
    /// The first and the last line of added or modified lines.
    Lines(usize, usize),
    /// Lines were removed after this line.
    Removed(usize),
}

impl ChangedLines {
    /// Parses the output of `git diff --unified=0 --relative` in the directory of the description.
    pub fn of_diff(diff: &str) -> Self {
        let mut changes = Self::default();
        let mut file = None;
        let mut lines = diff.lines();
        while let Some(line) = lines.next() {
            if let Some(name) = line.strip_prefix("+++ ") {
                // Git adds a tab to a name with spaces.
                file = name.trim_end_matches('\t').strip_prefix("b/").map(str::to_owned);
                if let Some(file) = &file {
                    changes.0.entry(file.clone()).or_default();
                }
            } else if let Some((old, (start, count))) = line.strip_prefix("@@ ").and_then(hunk) {
                let change = if count == 0 { LineChange::Removed(start) } else { LineChange::Lines(start, start + count - 1) };
                if let Some(file) = &file {
                    changes.0.entry(file.clone()).or_default().push(change);
                }
                // A changed line can look like the header of a file.
                for _ in 0..old + count {
                    lines.next();
                }
            }
        }
        changes
    }

    /// Adds a new file.
    pub fn add(&mut self, file: impl Into<String>) {
        self.0.entry(file.into()).or_default().push(LineChange::Lines(1, usize::MAX));
    }

    /// Whether a diagnostic or one of its related locations is on a changed line, or in an object that lost lines. A diagnostic without a location
    /// belongs to every change.
    pub fn touch(&self, document: Option<&Document>, diagnostic: &Diagnostic) -> bool {
        let Some(at) = &diagnostic.at else { return true };
        // An error at a definition can come from a changed use, and the other way round.
        let related = diagnostic.related.iter().flat_map(|related| &related.locations);
        std::iter::once(at).chain(related).any(|at| self.touch_location(document, at))
    }

    fn touch_location(&self, document: Option<&Document>, at: &Location) -> bool {
        let Some(changes) = self.0.get(&at.file) else { return false };
        if *at == Location::file(&*at.file) {
            return true;
        }
        changes.iter().any(|change| match *change {
            LineChange::Lines(first, last) => first <= at.end_line && at.line <= last,
            LineChange::Removed(after) => {
                let file = document.and_then(|document| document.file(&at.file));
                let last = file.and_then(|file| extent(file.node(), at)).unwrap_or(at.end_line);
                // A line removed after an object of one line is not part of it.
                last > at.line && (at.line..=last).contains(&after)
            }
        })
    }
}

/// Parses `-12,2 +13 @@ …`: the number of removed lines, and the first line and the number of the added ones.
fn hunk(text: &str) -> Option<(usize, (usize, usize))> {
    let (old, rest) = text.strip_prefix('-')?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    Some((range(old)?.1, range(new)?))
}

fn range(text: &str) -> Option<(usize, usize)> {
    match text.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    }
}

/// The last line of the value at a location, which is that of the value or of its key.
fn extent(node: &Node, at: &Location) -> Option<usize> {
    let marks = |span: &Span| (span.line, span.column) == (at.line, at.column);
    let entries = node.entries().iter().find_map(|entry| {
        if marks(&entry.key_span) { Some(last_line(&entry.value).max(entry.key_span.line)) } else { extent(&entry.value, at) }
    });
    entries
        .or_else(|| node.items().iter().find_map(|item| extent(item, at)))
        .or_else(|| marks(&node.span).then(|| last_line(node)))
}

/// The last line of a value. The span of a block ends at the next token, so the values in it count.
fn last_line(node: &Node) -> usize {
    let entries = node.entries().iter().map(|entry| last_line(&entry.value).max(entry.key_span.line));
    let last = entries.chain(node.items().iter().map(last_line)).max();
    last.unwrap_or(node.span.end_line).max(node.span.line)
}

#[cfg(test)]
mod tests {
    use super::{ChangedLines, LineChange};

    #[test]
    fn hunks_are_read() {
        let diff = "\
diff --git a/v2/deals.yaml b/v2/deals.yaml
--- a/v2/deals.yaml
+++ b/v2/deals.yaml
@@ -3,0 +4,2 @@ paths:
+++ b/no/file.yaml
+@@ -1 +1 @@
@@ -9 +11 @@
-old
+new
\\ No newline at end of file
@@ -20,3 +21,0 @@
-a
-b
-c
--- a/gone.yaml
+++ /dev/null
@@ -1 +0,0 @@
-a
--- a/with space.yaml\t
+++ b/with space.yaml\t
@@ -0,0 +1,5 @@
";
        let mut changes = ChangedLines::of_diff(diff);
        changes.add("new.yaml");
        let files: Vec<&str> = changes.0.keys().map(String::as_str).collect();
        assert_eq!(files, ["new.yaml", "v2/deals.yaml", "with space.yaml"]);
        assert_eq!(changes.0["v2/deals.yaml"], [LineChange::Lines(4, 5), LineChange::Lines(11, 11), LineChange::Removed(21)]);
        assert_eq!(changes.0["with space.yaml"], [LineChange::Lines(1, 5)]);
    }
}
