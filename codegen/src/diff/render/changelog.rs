//! The changelog format: the changes that users of the crate notice, grouped into sections.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{join_limited, title};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, Impact, SemverLevel, WireLevel};
use crate::diff::rules::{Action, ChangeKind, ReportSection};
use crate::inert::markdown::value;

/// The entries under one heading of the changelog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangelogSection {
    /// The heading.
    pub title: &'static str,
    /// The entries, each a paragraph of Markdown without a list marker.
    pub entries: Vec<String>,
}

const BREAKING: &str = "Breaking";
const ADDED: &str = "Added";
const CHANGED: &str = "Changed";
const DEPRECATED: &str = "Deprecated";
const DOCUMENTATION: &str = "Documentation";

/// The maximum number of operations and effects in an entry.
const MAX_NAMES: usize = 3;

/// The maximum number of names in the entry for changed documentation.
const MAX_REWORDED: usize = 8;

/// Renders a report as non-empty sections. Changes that users do not notice are omitted, and documentation changes are combined into one entry.
pub fn changelog(report: &DiffReport) -> Vec<ChangelogSection> {
    let mut groups =
        [BREAKING, ADDED, CHANGED, DEPRECATED, DOCUMENTATION].map(|title| ChangelogSection { title, entries: Vec::new() });
    let mut reworded = BTreeSet::new();
    for change in &report.changes {
        match title_of(change) {
            None => {}
            Some(DOCUMENTATION) => {
                reworded.insert(value(&change.subject));
            }
            Some(title) => {
                for group in groups.iter_mut().filter(|group| group.title == title) {
                    group.entries.push(entry(change));
                }
            }
        }
    }
    if !reworded.is_empty() {
        let names: Vec<String> = reworded.into_iter().collect();
        groups[4].entries.push(format!("New wording: {}.", join_limited(&names, MAX_REWORDED)));
    }
    groups.into_iter().filter(|group| !group.entries.is_empty()).collect()
}

/// Returns the heading for a change, or `None` if users do not notice it.
fn title_of(change: &ApiChange) -> Option<&'static str> {
    if change.wire() == WireLevel::Breaking || change.rust == SemverLevel::Major {
        return Some(BREAKING);
    }
    if change.rule.kind == ChangeKind::Documentation {
        return (change.rust > SemverLevel::None).then_some(DOCUMENTATION);
    }
    match (change.rule.section, change.rule.action) {
        (Some(ReportSection::Deprecation), _) => Some(DEPRECATED),
        (Some(ReportSection::Documentation), _) => (change.rust > SemverLevel::None).then_some(DOCUMENTATION),
        (None, _) if change.wire() == WireLevel::None && change.rust == SemverLevel::None => None,
        (None, Action::Add) => Some(ADDED),
        _ => Some(CHANGED),
    }
}

/// Formats an entry: rule, subject, broken directions, operations, and the most severe effects on the Rust API.
fn entry(change: &ApiChange) -> String {
    let mut content = format!("{}: {}", sentence(change.rule.name), value(&title(change)));
    let directions = [(change.request, "requests"), (change.response, "responses")];
    let broken: Vec<&str> =
        directions.into_iter().filter(|(wire, _)| *wire == WireLevel::Breaking).map(|(_, name)| name).collect();
    if !broken.is_empty() {
        let _ = write!(content, ", which breaks {}", broken.join(" and "));
    }
    let operations: Vec<String> = change.operations.iter().map(|name| value(name)).collect();
    if !operations.is_empty() {
        let _ = write!(content, " ({})", join_limited(&operations, MAX_NAMES));
    }
    content.push('.');
    // Less severe effects, such as the members of a new type, are omitted.
    let worst = change.impacts.iter().filter(|impact| impact.level == change.rust);
    let impacts: Vec<String> = worst.map(impact).collect();
    if !impacts.is_empty() {
        let more = impacts.len().saturating_sub(MAX_NAMES);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = write!(content, " Rust: {}{rest}.", impacts[..impacts.len() - more].join("; "));
    }
    content
}

fn impact(impact: &Impact) -> String {
    match (&impact.old, &impact.new) {
        (Some(old), Some(new)) if old != new => format!("{} changed from {} to {}", value(&impact.path), value(old), value(new)),
        (Some(_), None) => format!("{} is removed", value(&impact.path)),
        (None, Some(_)) => format!("{} is new", value(&impact.path)),
        _ => value(&impact.path),
    }
}

/// Formats a rule name as the start of a sentence: `type-changed` becomes `Type changed`.
fn sentence(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
