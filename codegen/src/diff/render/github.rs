//! Annotations at the lines of a pull request.

use std::fmt::Write as _;

use super::{title, wire_levels};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};

/// The report as workflow commands: errors, warnings and notices. Documentation is left out; the reviewer reads it in the diff.
pub fn github(report: &DiffReport) -> String {
    let mut out = String::new();
    for change in report
        .changes
        .iter()
        .filter(|change| !(change.is_secondary() && change.rust <= SemverLevel::Patch && change.wire() == WireLevel::None))
    {
        out.push_str(&annotation(change));
        out.push('\n');
    }
    for mismatch in &report.examples.broken {
        let faults = mismatch.problems.join("\n");
        let heading = property("A known reply no longer fits");
        let _ = writeln!(out, "::warning title={heading}::{}", text(&format!("{}\n{faults}", mismatch.operation)));
    }
    let verdict = super::verdict(report).join(" ");
    let _ = writeln!(out, "::notice title={}::{}", property("Description"), text(&verdict));
    out
}

fn annotation(change: &ApiChange) -> String {
    let word = match (change.accepted.is_some(), change.wire(), change.rust) {
        (true, _, _) => "notice",
        (_, WireLevel::Breaking, _) | (_, _, SemverLevel::Major) => "error",
        _ if change.stricter => "warning",
        _ => "notice",
    };
    // What is gone has no line to stand at.
    let place = change.location.as_ref().filter(|location| !location.removed).map_or_else(String::new, |location| {
        format!("file={},line={},col={},", property(&location.file), location.line, location.column)
    });
    let heading = property(&format!("{} {}", change.rule.code, change.rule.name));
    let mut lines =
        vec![title(change), format!("wire: {}; rust: {}", wire_levels(change.request, change.response), change.rust.name())];
    for impact in &change.impacts {
        lines.push(format!("{}: {}", impact.path, impact.rule.name));
        lines.extend(impact.old.iter().map(|old| format!("- {old}")));
        lines.extend(impact.new.iter().map(|new| format!("+ {new}")));
    }
    lines.push(match &change.accepted {
        Some(reason) => format!("accepted: {reason}"),
        None => format!("{} ({})", change.rule.why, change.fingerprint),
    });
    format!("::{word} {place}title={heading}::{}", text(&lines.join("\n")))
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
