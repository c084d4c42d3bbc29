//! The formats of a report, and the words that they share.

mod changelog;
mod github;
mod json;
mod markdown;
mod terminal;

pub use changelog::{Group, changelog};
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use terminal::terminal;

use super::change::{Change, Level, Wire};
use super::rules::List;
use super::{Place, Report};

/// Every list below everything else, in order.
const LISTS: [List; 5] = [List::Cost, List::Scopes, List::Limits, List::Deprecation, List::Documentation];

/// What a change does on the wire: `requests breaking, responses compatible`.
fn on_wire(request: Wire, response: Wire) -> String {
    let word = |name: &str, wire: Wire| (wire != Wire::None).then(|| format!("{name} {}", wire.name()));
    let words: Vec<String> = [word("requests", request), word("responses", response)].into_iter().flatten().collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// `number → string`, `+ archived`, `- archived`, or nothing.
fn values(change: &Change) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("- {old}"),
        (None, Some(new)) => format!("+ {new}"),
    }
}

/// `Deal.value: number → string`.
fn title(change: &Change) -> String {
    let values = if change.rule.area == super::rules::Area::Rust { String::new() } else { values(change) };
    if values.is_empty() { change.subject.clone() } else { format!("{}: {values}", change.subject) }
}

fn at(place: &Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

/// `v2.deals.get, v2.deals.list and 4 more`.
fn some(names: &[String], most: usize) -> String {
    match names.split_at_checked(most) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", first.join(", "), rest.len()),
        _ => names.join(", "),
    }
}

/// The changes that are not listed apart.
fn main_changes(report: &Report) -> impl Iterator<Item = &Change> {
    report.changes.iter().filter(|change| !change.is_apart())
}

/// The changes of a list below everything else.
fn listed(report: &Report, list: List) -> Vec<&Change> {
    report.changes.iter().filter(|change| change.is_apart() && change.rule.list == Some(list)).collect()
}

/// The gist in two or three sentences.
fn verdict(report: &Report) -> Vec<String> {
    let verdict = &report.verdict;
    if report.changes.is_empty() {
        return vec!["Nothing has changed.".to_owned()];
    }
    let mut lines = vec![format!("Wire: {}.", on_wire(verdict.request, verdict.response))];
    lines.push(match (&report.without_rust, verdict.version, verdict.next()) {
        (Some(why), _, _) => format!("Rust: not compared. {why}."),
        (None, Some(version), Some(next)) if verdict.rust != Level::None => {
            let declared = match (verdict.declared, verdict.is_declared()) {
                (Some(declared), Some(false)) => format!("; the workspace still says {declared}"),
                (Some(declared), Some(true)) => format!("; the workspace says {declared}, which will do"),
                _ => String::new(),
            };
            format!("Rust: {}, so {version} becomes {next} at least{declared}.", verdict.rust.name())
        }
        _ if verdict.rust == Level::None => "Rust: nothing, the version may stay.".to_owned(),
        _ => format!("Rust: {}.", verdict.rust.name()),
    });
    if verdict.stricter {
        lines.push("Replies are read more strictly than before.".to_owned());
    }
    lines
}

/// What became of the known replies, if there are any.
fn known(report: &Report) -> Option<String> {
    let (checked, broken) = (report.known.checked, report.known.broken.len());
    // A known reply that is still there and no longer fits is told once.
    let own = report.known.own.iter().filter(|misfit| !report.known.broken.contains(misfit)).count();
    let own = if own == 0 { String::new() } else { format!(" Examples that are new and do not fit: {own}.") };
    match (checked, broken) {
        (0, _) => None,
        (checked, 0) => Some(format!("Known replies: all {checked} still fit.{own}")),
        (checked, broken) => Some(format!("Known replies: {broken} of {checked} no longer fit.{own}")),
    }
}

/// How many changes there are of which weight: `3 breaking, 1 major, 12 in all`.
fn count(report: &Report) -> String {
    let number = |what: &dyn Fn(&Change) -> bool| report.changes.iter().filter(|change| what(change)).count();
    let parts = [
        (number(&|change| change.wire() == Wire::Breaking), "breaking"),
        (number(&|change| change.rust == Level::Major), "major"),
        (number(&|change| change.stricter), "stricter to read"),
        (report.verdict.accepted, "accepted"),
    ];
    let mut words: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    words.push(format!("{} in all", report.changes.len()));
    words.join(", ")
}
