//! The formats of a report, and the words that they share.

mod changelog;
mod github;
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

/// Every list below everything else, in order.
const SECTIONS: [ReportSection; 5] =
    [ReportSection::Cost, ReportSection::Scopes, ReportSection::Limits, ReportSection::Deprecation, ReportSection::Documentation];

/// What a change does on the wire: `requests breaking, responses compatible`.
fn wire_levels(request: WireLevel, response: WireLevel) -> String {
    let word = |name: &str, wire: WireLevel| (wire != WireLevel::None).then(|| format!("{name} {}", wire.name()));
    let words: Vec<String> = [word("requests", request), word("responses", response)].into_iter().flatten().collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// `number → string`, `+ archived`, `- archived`, or nothing.
fn values(change: &ApiChange) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("- {old}"),
        (None, Some(new)) => format!("+ {new}"),
    }
}

/// `Deal.value: number → string`.
fn title(change: &ApiChange) -> String {
    let values = if change.rule.area == super::rules::Area::Rust { String::new() } else { values(change) };
    if values.is_empty() { change.subject.clone() } else { format!("{}: {values}", change.subject) }
}

fn at(location: &ChangeLocation) -> String {
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// `v2.deals.get, v2.deals.list and 4 more`.
fn join_limited(names: &[String], most: usize) -> String {
    match names.split_at_checked(most) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", first.join(", "), rest.len()),
        _ => names.join(", "),
    }
}

/// The changes that are not listed apart.
fn primary_changes(report: &DiffReport) -> impl Iterator<Item = &ApiChange> {
    report.changes.iter().filter(|change| !change.is_secondary())
}

/// The changes of a list below everything else.
fn secondary_changes(report: &DiffReport, list: ReportSection) -> Vec<&ApiChange> {
    report.changes.iter().filter(|change| change.is_secondary() && change.rule.section == Some(list)).collect()
}

/// The gist in two or three sentences.
fn verdict(report: &DiffReport) -> Vec<String> {
    let verdict = &report.verdict;
    if report.changes.is_empty() {
        return vec!["Nothing has changed.".to_owned()];
    }
    let mut lines = vec![format!("Wire: {}.", wire_levels(verdict.request, verdict.response))];
    lines.push(match (&report.without_rust, verdict.version, verdict.next()) {
        (Some(why), _, _) => format!("Rust: not compared. {why}."),
        (None, Some(version), Some(next)) if verdict.rust != SemverLevel::None => {
            let declared = match (verdict.declared, verdict.is_declared()) {
                (Some(declared), Some(false)) => format!("; the workspace still says {declared}"),
                (Some(declared), Some(true)) => format!("; the workspace says {declared}, which will do"),
                _ => String::new(),
            };
            format!("Rust: {}, so {version} becomes {next} at least{declared}.", verdict.rust.name())
        }
        _ if verdict.rust == SemverLevel::None => "Rust: nothing, the version may stay.".to_owned(),
        _ => format!("Rust: {}.", verdict.rust.name()),
    });
    if verdict.stricter {
        lines.push("Replies are read more strictly than before.".to_owned());
    }
    lines
}

/// What became of the known replies, if there are any.
fn examples(report: &DiffReport) -> Option<String> {
    let (checked, broken) = (report.examples.checked, report.examples.broken.len());
    // A known reply that is still there and no longer fits is told once.
    let own = report.examples.own.iter().filter(|mismatch| !report.examples.broken.contains(mismatch)).count();
    let own = if own == 0 { String::new() } else { format!(" Examples that are new and do not fit: {own}.") };
    match (checked, broken) {
        (0, _) => None,
        (checked, 0) => Some(format!("Known replies: all {checked} still fit.{own}")),
        (checked, broken) => Some(format!("Known replies: {broken} of {checked} no longer fit.{own}")),
    }
}

/// How many changes there are of which weight: `3 breaking, 1 major, 12 in all`.
fn count(report: &DiffReport) -> String {
    let number = |what: &dyn Fn(&ApiChange) -> bool| report.changes.iter().filter(|change| what(change)).count();
    let parts = [
        (number(&|change| change.wire() == WireLevel::Breaking), "breaking"),
        (number(&|change| change.rust == SemverLevel::Major), "major"),
        (number(&|change| change.stricter), "stricter to read"),
        (report.verdict.accepted, "accepted"),
    ];
    let mut words: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    words.push(format!("{} in all", report.changes.len()));
    words.join(", ")
}
