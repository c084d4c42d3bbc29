//! The GitHub format: annotations on the lines of a pull request.

use std::fmt::Write as _;

use super::{title, wire_levels};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};

/// Renders a report as workflow commands: errors, warnings and notices. Documentation changes are omitted; they are visible in the diff.
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
        let problems = mismatch.problems.join("\n");
        let heading = escape_property("Stored example no longer matches");
        let _ = writeln!(out, "::warning title={heading}::{}", escape_data(&format!("{}\n{problems}", mismatch.operation)));
    }
    let verdict = super::verdict(report).join(" ");
    let _ = writeln!(out, "::notice title={}::{}", escape_property("Description"), escape_data(&verdict));
    out
}

fn annotation(change: &ApiChange) -> String {
    let word = match (change.accepted.is_some(), change.wire(), change.rust) {
        (true, _, _) => "notice",
        (_, WireLevel::Breaking, _) | (_, _, SemverLevel::Major) => "error",
        _ if change.stricter => "warning",
        _ => "notice",
    };
    // Removed locations do not exist in the head, so they cannot be annotated.
    let place = change.location.as_ref().filter(|location| !location.removed).map_or_else(String::new, |location| {
        format!("file={},line={},col={},", escape_property(&location.file), location.line, location.column)
    });
    let heading = escape_property(&format!("{} {}", change.rule.code, change.rule.name));
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
    format!("::{word} {place}title={heading}::{}", escape_data(&lines.join("\n")))
}

fn escape_data(content: &str) -> String {
    content.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(value: &str) -> String {
    escape_data(value).replace(':', "%3A").replace(',', "%2C")
}
