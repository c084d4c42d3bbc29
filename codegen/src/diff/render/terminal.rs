//! The terminal format: changes by resource, most severe first.

use std::fmt::Write as _;

use super::{SECTIONS, at, count, examples, join_limited, primary_changes, secondary_changes, title, verdict, wire_levels};
use crate::diag::Style;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};
use crate::diff::rules::{Area, ReportSection};
use crate::diff::{DiffReport, ExampleCheck};
use crate::inert::terminal::line;

/// The maximum number of documentation changes; the other formats contain all.
const MAX_DOCUMENTATION: usize = 12;

/// The maximum number of effects on the Rust API per change.
const MAX_IMPACTS: usize = 8;

/// Renders a report for a terminal.
pub fn terminal(report: &DiffReport, style: Style) -> String {
    let paint = Paint { style };
    let mut out = format!("{} → {}\n", line(&report.base), line(&report.head));
    let mut resource = None;
    for change in primary_changes(report) {
        if resource != Some(&change.resource) {
            let _ = write!(out, "\n{}\n", paint.bold(&line(&change.resource)));
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
        let _ = writeln!(out, "Accepted but not found: {} ({}, {})", line(&entry.fingerprint), line(&entry.reason), entry.date);
    }
    for sentence in verdict(report, line).into_iter().chain(examples(report)) {
        let _ = writeln!(out, "{sentence}");
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
    let _ = writeln!(out, "  {weight}  {} {}  {}", change.rule.code, change.rule.name, paint.bold(&line(&title(change))));
    let mut detail = |name: &str, content: &str| {
        let _ = writeln!(out, "      {name:<7} {content}");
    };
    if change.wire() != WireLevel::None {
        detail("wire", &wire_levels(change.request, change.response));
    }
    if change.stricter {
        detail("strict", &paint.red("responses that were decoded before may be rejected"));
    }
    for impact in change.impacts.iter().take(MAX_IMPACTS) {
        detail("rust", &format!("{} {}: {}  {}", impact.rule.code, impact.level.name(), impact.rule.name, line(&impact.path)));
        for (mark, content) in [("-", &impact.old), ("+", &impact.new)] {
            if let Some(content) = content {
                detail("", &format!("  {mark} {}", line(content)));
            }
        }
    }
    if change.impacts.len() > MAX_IMPACTS {
        detail("rust", &format!("and {} more", change.impacts.len() - MAX_IMPACTS));
    }
    if let Some(location) = &change.location {
        detail("at", &line(&at(location)));
    }
    if !change.operations.is_empty() {
        detail("affects", &line(&join_limited(&change.operations, 4)));
    }
    if let Some(source) = &change.source {
        detail("source", &line(source));
    }
    match &change.accepted {
        Some(reason) => detail("id", &format!("{}, accepted: {}", change.fingerprint, line(reason))),
        None => detail("id", &change.fingerprint),
    }
}

fn short_list(out: &mut String, list: ReportSection, changes: &[&ApiChange], paint: Paint) {
    if changes.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", paint.bold(list.title()));
    let shown = if list == ReportSection::Documentation { MAX_DOCUMENTATION } else { changes.len() };
    for change in changes.iter().take(shown) {
        let place = change.location.as_ref().map(|location| line(&at(location))).unwrap_or_default();
        let wire = if change.wire() == WireLevel::None {
            String::new()
        } else {
            format!("  {}", wire_levels(change.request, change.response))
        };
        let rust = if change.rust == SemverLevel::None { "" } else { change.rust.name() };
        let rust = if rust.is_empty() { String::new() } else { format!("  {rust}") };
        let (code, name) = (change.rule.code, change.rule.name);
        let _ = writeln!(out, "  {code} {name}  {}{wire}{rust}  {place}  {}", line(&title(change)), change.fingerprint);
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
        let _ = writeln!(out, "  {}", line(&mismatch.operation));
        for problem in mismatch.problems.iter().take(3) {
            let _ = writeln!(out, "      {}", line(problem));
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
