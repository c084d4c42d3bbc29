//! The formats of a report, and their common parts.

mod changelog;
mod github;
mod groups;
mod json;
mod markdown;
mod terminal;

pub use changelog::{ChangelogSection, changelog};
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use terminal::terminal;

use super::change::{ApiChange, SemverLevel, WireLevel};
use super::rules::ReportSection;
use super::{ChangeLocation, DiffReport};

/// The sections after the main changes, in order.
const SECTIONS: [ReportSection; 5] =
    [ReportSection::Cost, ReportSection::Scopes, ReportSection::Limits, ReportSection::Deprecation, ReportSection::Documentation];

/// Formats the effect on the wire, such as `requests breaking, responses compatible`.
fn wire_levels(request: WireLevel, response: WireLevel) -> String {
    let word = |name: &str, wire: WireLevel| (wire != WireLevel::None).then(|| format!("{name} {}", wire.name()));
    let words: Vec<String> = [word("requests", request), word("responses", response)].into_iter().flatten().collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Formats the values of a change: `number → string`, `+ archived`, `- archived`, or nothing.
fn values(change: &ApiChange) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("- {old}"),
        (None, Some(new)) => format!("+ {new}"),
    }
}

/// Formats the title of a change, such as `Deal.value: number → string`.
pub(super) fn title(change: &ApiChange) -> String {
    let values = if change.rule.area == super::rules::Area::Rust { String::new() } else { values(change) };
    if values.is_empty() { change.subject.clone() } else { format!("{}: {values}", change.subject) }
}

fn at(location: &ChangeLocation) -> String {
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// Joins at most `max` names, such as `v2.deals.get, v2.deals.list and 4 more`.
fn join_limited(names: &[String], max: usize) -> String {
    match names.split_at_checked(max) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", first.join(", "), rest.len()),
        _ => names.join(", "),
    }
}

/// Returns the main changes.
fn primary_changes(report: &DiffReport) -> impl Iterator<Item = &ApiChange> {
    report.changes.iter().filter(|change| !change.is_secondary())
}

/// Returns the changes of a section.
fn secondary_changes(report: &DiffReport, list: ReportSection) -> Vec<&ApiChange> {
    report.changes.iter().filter(|change| change.is_secondary() && change.rule.section == Some(list)).collect()
}

/// Summarizes the report in two or three sentences. `inert` writes text of a description.
fn verdict(report: &DiffReport, inert: impl Fn(&str) -> String) -> Vec<String> {
    let verdict = &report.verdict;
    if report.changes.is_empty() {
        return vec!["No changes.".to_owned()];
    }
    let mut lines = vec![format!("Wire: {}.", wire_levels(verdict.request, verdict.response))];
    lines.push(match (&report.without_rust, verdict.version, verdict.next()) {
        (Some(why), _, _) => format!("Rust: not compared. {}.", inert(why)),
        (None, Some(version), Some(next)) if verdict.rust != SemverLevel::None => {
            let declared = match (verdict.declared, verdict.is_declared()) {
                (Some(declared), Some(false)) => format!("; the workspace has {declared}, which is too low"),
                (Some(declared), Some(true)) => format!("; the workspace has {declared}, which is sufficient"),
                _ => String::new(),
            };
            format!("Rust: {}; {version} must become at least {next}{declared}.", verdict.rust.name())
        }
        _ if verdict.rust == SemverLevel::None => "Rust: no changes; the version can stay the same.".to_owned(),
        _ => format!("Rust: {}.", verdict.rust.name()),
    });
    if verdict.stricter {
        lines.push("Responses are decoded more strictly than before.".to_owned());
    }
    lines
}

/// Summarizes the check of the stored examples, if there are any.
fn examples(report: &DiffReport) -> Option<String> {
    let (checked, broken) = (report.examples.checked, report.examples.broken.len());
    // An example that exists on both sides and no longer matches is counted once.
    let own = report.examples.own.iter().filter(|mismatch| !report.examples.broken.contains(mismatch)).count();
    let own = if own == 0 { String::new() } else { format!(" New examples that do not match: {own}.") };
    match (checked, broken) {
        (0, _) => None,
        (checked, 0) => Some(format!("Stored examples: all {checked} still match.{own}")),
        (checked, broken) => Some(format!("Stored examples: {broken} of {checked} no longer match.{own}")),
    }
}

/// Counts the changes by severity, such as `3 breaking, 1 major, 12 in total`.
fn count(report: &DiffReport) -> String {
    let number = |what: &dyn Fn(&ApiChange) -> bool| report.changes.iter().filter(|change| what(change)).count();
    let parts = [
        (number(&|change| change.wire() == WireLevel::Breaking), "breaking"),
        (number(&|change| change.rust == SemverLevel::Major), "major"),
        (number(&|change| change.stricter), "stricter"),
        (report.verdict.accepted, "accepted"),
    ];
    let mut words: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    words.push(format!("{} in total", report.changes.len()));
    words.join(", ")
}
