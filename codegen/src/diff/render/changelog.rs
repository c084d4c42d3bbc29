//! For the users of the crate: what a release brings, in groups of short entries.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{join_limited, title};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, Impact, SemverLevel, WireLevel};
use crate::diff::rules::{Action, ChangeKind, ReportSection};

/// Entries under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangelogSection {
    /// The heading.
    pub title: &'static str,
    /// One paragraph of Markdown each, without the mark of a list.
    pub entries: Vec<String>,
}

const BREAKING: &str = "Breaking";
const ADDED: &str = "Added";
const CHANGED: &str = "Changed";
const DEPRECATED: &str = "Deprecated";
const DOCUMENTATION: &str = "Documentation";

/// Entries name so many places each.
const MAX_OPERATIONS: usize = 3;

/// The texts that read differently: so many are named.
const MAX_REWORDED: usize = 8;

/// The report as groups of entries, without the empty ones. What users do not notice is left out, and texts are told all at once.
pub fn changelog(report: &DiffReport) -> Vec<ChangelogSection> {
    let mut groups =
        [BREAKING, ADDED, CHANGED, DEPRECATED, DOCUMENTATION].map(|title| ChangelogSection { title, entries: Vec::new() });
    let mut reworded = BTreeSet::new();
    for change in &report.changes {
        match title_of(change) {
            None => {}
            Some(DOCUMENTATION) => {
                reworded.insert(code(&change.subject));
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

/// The heading that a change belongs under, if users notice it.
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

/// What happened to what, what that means on the wire if it breaks, where, and what becomes of the Rust API.
fn entry(change: &ApiChange) -> String {
    let mut text = format!("{}: {}", sentence(change.rule.name), code(&title(change)));
    let directions = [(change.request, "requests"), (change.response, "responses")];
    let broken: Vec<&str> =
        directions.into_iter().filter(|(wire, _)| *wire == WireLevel::Breaking).map(|(_, name)| name).collect();
    if !broken.is_empty() {
        let _ = write!(text, ", which breaks {}", broken.join(" and "));
    }
    let operations: Vec<String> = change.operations.iter().map(|name| code(name)).collect();
    if !operations.is_empty() {
        let _ = write!(text, " ({})", join_limited(&operations, MAX_OPERATIONS));
    }
    text.push('.');
    // What only goes along with something bigger, such as the parts of a new type, is no news.
    let worst = change.impacts.iter().filter(|impact| impact.level == change.rust);
    let impacts: Vec<String> = worst.map(impact).collect();
    if !impacts.is_empty() {
        let more = impacts.len().saturating_sub(MAX_OPERATIONS);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = write!(text, " Rust: {}{rest}.", impacts[..impacts.len() - more].join("; "));
    }
    text
}

fn impact(impact: &Impact) -> String {
    match (&impact.old, &impact.new) {
        (Some(old), Some(new)) if old != new => format!("{} was {}, is {}", code(&impact.path), code(old), code(new)),
        (Some(_), None) => format!("{} is gone", code(&impact.path)),
        (None, Some(_)) => format!("{} is new", code(&impact.path)),
        _ => code(&impact.path),
    }
}

/// `type-changed` as the begin of a sentence.
fn sentence(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Text between backticks, on one line.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
