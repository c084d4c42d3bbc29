//! The GitHub format: annotations on the lines of a pull request.

use super::{title, wire_levels};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};
use crate::inert::command::command;

/// Renders a report as workflow commands: errors, warnings and notices. Documentation changes are omitted; they are visible in the diff.
pub fn github(report: &DiffReport) -> String {
    let mut out = String::new();
    for change in report
        .changes
        .iter()
        .filter(|change| !(change.is_secondary() && change.rust <= SemverLevel::Patch && change.wire() == WireLevel::None))
    {
        out.push_str(&annotation(change));
    }
    for mismatch in &report.examples.broken {
        let title = ("title", "Stored example no longer matches".to_owned());
        let lines = std::iter::once(&mismatch.operation).chain(&mismatch.problems);
        out.push_str(&command("warning", &[title], lines.map(String::as_str)));
    }
    let title = ("title", "Description".to_owned());
    out.push_str(&command("notice", &[title], [super::verdict(report, str::to_owned).join(" ").as_str()]));
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
    let location = change.location.as_ref().filter(|location| !location.removed);
    let mut properties = location.map_or_else(Vec::new, |location| {
        vec![("file", location.file.clone()), ("line", location.line.to_string()), ("col", location.column.to_string())]
    });
    properties.push(("title", format!("{} {}", change.rule.code, change.rule.name)));
    let mut lines =
        vec![title(change), format!("wire: {}; rust: {}", wire_levels(change.request, change.response), change.rust.name())];
    for impact in &change.impacts {
        lines.push(format!("{}: {}", impact.path, impact.rule.name));
        lines.extend(impact.old.iter().map(|old| format!("- {old}")));
        lines.extend(impact.new.iter().map(|new| format!("+ {new}")));
    }
    lines.push(match &change.accepted {
        Some(reason) => format!("accepted: {reason}"),
        None => format!("{} ({})", change.why(), change.fingerprint),
    });
    command(word, &properties, lines.iter().map(String::as_str))
}
