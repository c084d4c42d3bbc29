//! Annotations at the lines of a pull request.

use std::fmt::Write as _;

use super::{on_wire, title};
use crate::diff::Report;
use crate::diff::change::{Change, Level, Wire};

/// The report as workflow commands: errors, warnings and notices. Documentation is left out; the reviewer reads it in the diff.
pub fn github(report: &Report) -> String {
    let mut out = String::new();
    for change in
        report.changes.iter().filter(|change| !(change.is_apart() && change.rust <= Level::Patch && change.wire() == Wire::None))
    {
        out.push_str(&annotation(change));
        out.push('\n');
    }
    for misfit in &report.known.broken {
        let faults = misfit.faults.join("\n");
        let heading = property("A known reply no longer fits");
        let _ = writeln!(out, "::warning title={heading}::{}", text(&format!("{}\n{faults}", misfit.operation)));
    }
    let verdict = super::verdict(report).join(" ");
    let _ = writeln!(out, "::notice title={}::{}", property("Description"), text(&verdict));
    out
}

fn annotation(change: &Change) -> String {
    let word = match (change.accepted.is_some(), change.wire(), change.rust) {
        (true, _, _) => "notice",
        (_, Wire::Breaking, _) | (_, _, Level::Major) => "error",
        _ if change.stricter => "warning",
        _ => "notice",
    };
    // What is gone has no line to stand at.
    let place =
        change.place.as_ref().filter(|place| !place.removed).map_or_else(String::new, |place| {
            format!("file={},line={},col={},", property(&place.file), place.line, place.column)
        });
    let heading = property(&format!("{} {}", change.rule.code, change.rule.name));
    let mut lines =
        vec![title(change), format!("wire: {}; rust: {}", on_wire(change.request, change.response), change.rust.name())];
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
