//! The terminal format: changes by resource, most severe first.

use std::fmt::Write as _;

use super::{
    SECTIONS, at, count, examples, inert, join_limited, primary_changes, secondary_changes, title, verdict, wire_levels,
};
use crate::diag::Style;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};
use crate::diff::rules::{Area, ReportSection};
use crate::diff::{DiffReport, ExampleCheck};

/// The maximum number of documentation changes; the other formats contain all.
const MAX_DOCUMENTATION: usize = 12;

/// The maximum number of effects on the Rust API per change.
const MAX_IMPACTS: usize = 8;

/// Renders a report for a terminal.
pub fn terminal(report: &DiffReport, style: Style) -> String {
    let paint = Paint { style };
    let mut out = format!("{} → {}\n", report.base, report.head);
    let mut resource = None;
    for change in primary_changes(report) {
        if resource != Some(&change.resource) {
            let _ = write!(out, "\n{}\n", paint.bold(&inert(&change.resource)));
            resource = Some(&change.resource);
        }
        write_change(&mut out, change, paint);
    }
    for list in SECTIONS {
        short_list(&mut out, list, &secondary_changes(report, list), paint);
    }
    mismatches(&mut out, &report.examples, paint);
    out.push('\n');
    for entry in &report.unused {
        let _ = writeln!(out, "Accepted but not found: {} ({}, {})", entry.fingerprint, entry.reason, entry.date);
    }
    for line in verdict(report).into_iter().chain(examples(report)) {
        let _ = writeln!(out, "{line}");
    }
    if !report.changes.is_empty() {
        let _ = writeln!(out, "Changes: {}.", count(report));
    }
    out
}

fn write_change(out: &mut String, change: &ApiChange, paint: Paint) {
    let wire = match (change.rule.area, change.wire()) {
        (Area::Rust, _) | (_, WireLevel::None) => "wire none".to_owned(),
        (_, wire) => wire.name().to_owned(),
    };
    let rust = if change.rust == SemverLevel::None { String::new() } else { format!(", {}", change.rust.name()) };
    let weight = paint.weight(change, &format!("{wire}{rust}"));
    let _ = writeln!(out, "  {weight}  {} {}  {}", change.rule.code, change.rule.name, paint.bold(&title(change)));
    let mut line = |name: &str, content: &str| {
        let _ = writeln!(out, "      {name:<7} {content}");
    };
    if change.wire() != WireLevel::None {
        line("wire", &wire_levels(change.request, change.response));
    }
    if change.stricter {
        line("strict", &paint.red("responses that were decoded before may be rejected"));
    }
    for impact in change.impacts.iter().take(MAX_IMPACTS) {
        line("rust", &format!("{} {}: {}  {}", impact.rule.code, impact.level.name(), impact.rule.name, impact.path));
        for (mark, content) in [("-", &impact.old), ("+", &impact.new)] {
            if let Some(content) = content {
                line("", &format!("  {mark} {}", inert(content)));
            }
        }
    }
    if change.impacts.len() > MAX_IMPACTS {
        line("rust", &format!("and {} more", change.impacts.len() - MAX_IMPACTS));
    }
    if let Some(location) = &change.location {
        line("at", &at(location));
    }
    if !change.operations.is_empty() {
        line("affects", &join_limited(&change.operations, 4));
    }
    if let Some(source) = &change.source {
        line("source", &inert(source));
    }
    match &change.accepted {
        Some(reason) => line("id", &format!("{}, accepted: {reason}", change.fingerprint)),
        None => line("id", &change.fingerprint),
    }
}

fn short_list(out: &mut String, list: ReportSection, changes: &[&ApiChange], paint: Paint) {
    if changes.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", paint.bold(list.title()));
    let shown = if list == ReportSection::Documentation { MAX_DOCUMENTATION } else { changes.len() };
    for change in changes.iter().take(shown) {
        let place = change.location.as_ref().map(at).unwrap_or_default();
        let wire = if change.wire() == WireLevel::None {
            String::new()
        } else {
            format!("  {}", wire_levels(change.request, change.response))
        };
        let rust = if change.rust == SemverLevel::None { "" } else { change.rust.name() };
        let rust = if rust.is_empty() { String::new() } else { format!("  {rust}") };
        let (code, name) = (change.rule.code, change.rule.name);
        let _ = writeln!(out, "  {code} {name}  {}{wire}{rust}  {place}  {}", title(change), change.fingerprint);
    }
    if changes.len() > shown {
        let _ = writeln!(out, "  and {} more; the other formats contain all", changes.len() - shown);
    }
}

fn mismatches(out: &mut String, check: &ExampleCheck, paint: Paint) {
    if check.broken.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", paint.bold("Stored examples that no longer match"));
    for mismatch in &check.broken {
        let _ = writeln!(out, "  {}", mismatch.operation);
        for problem in mismatch.problems.iter().take(3) {
            let _ = writeln!(out, "      {problem}");
        }
        if mismatch.problems.len() > 3 {
            let _ = writeln!(out, "      and {} more", mismatch.problems.len() - 3);
        }
    }
}

#[derive(Clone, Copy)]
struct Paint {
    style: Style,
}

impl Paint {
    fn paint(self, code: &str, content: &str) -> String {
        match self.style {
            Style::Plain => content.to_owned(),
            Style::Colour => format!("\u{1b}[{code}m{content}\u{1b}[0m"),
        }
    }

    fn bold(self, content: &str) -> String {
        self.paint("1", content)
    }

    fn red(self, content: &str) -> String {
        self.paint("31", content)
    }

    fn weight(self, change: &ApiChange, content: &str) -> String {
        let code = match (change.accepted.is_some(), change.wire(), change.rust) {
            (true, _, _) => "2",
            (_, WireLevel::Breaking, _) => "1;31",
            (_, _, SemverLevel::Major) => "1;33",
            (_, WireLevel::Compatible, _) | (_, _, SemverLevel::Minor) => "32",
            _ => "2",
        };
        self.paint(code, content)
    }
}
