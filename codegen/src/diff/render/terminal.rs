//! For people at a terminal: by resource, worst first.

use std::fmt::Write as _;

use super::{LISTS, at, count, known, listed, main_changes, on_wire, some, title, verdict};
use crate::diag::Style;
use crate::diff::change::{Change, Level, Wire};
use crate::diff::rules::{Area, List};
use crate::diff::{Known, Report};

/// So many lines of documentation are shown; the other formats have them all.
const DOCS: usize = 12;

/// So many impacts of one change are shown.
const IMPACTS: usize = 8;

/// The report as text.
pub fn terminal(report: &Report, style: Style) -> String {
    let paint = Paint { style };
    let mut out = format!("{} → {}\n", report.base, report.head);
    let mut resource = None;
    for change in main_changes(report) {
        if resource != Some(&change.resource) {
            let _ = write!(out, "\n{}\n", paint.bold(&change.resource));
            resource = Some(&change.resource);
        }
        one(&mut out, change, paint);
    }
    for list in LISTS {
        short_list(&mut out, list, &listed(report, list), paint);
    }
    misfits(&mut out, &report.known, paint);
    out.push('\n');
    for entry in &report.unused {
        let _ = writeln!(out, "Accepted and not there: {} ({}, {})", entry.fingerprint, entry.reason, entry.date);
    }
    for line in verdict(report).into_iter().chain(known(report)) {
        let _ = writeln!(out, "{line}");
    }
    if !report.changes.is_empty() {
        let _ = writeln!(out, "Changes: {}.", count(report));
    }
    out
}

fn one(out: &mut String, change: &Change, paint: Paint) {
    let wire = match (change.rule.area, change.wire()) {
        (Area::Rust, _) | (_, Wire::None) => "wire none".to_owned(),
        (_, wire) => wire.name().to_owned(),
    };
    let rust = if change.rust == Level::None { String::new() } else { format!(", {}", change.rust.name()) };
    let weight = paint.weight(change, &format!("{wire}{rust}"));
    let _ = writeln!(out, "  {weight}  {} {}  {}", change.rule.code, change.rule.name, paint.bold(&title(change)));
    let mut line = |name: &str, text: &str| {
        let _ = writeln!(out, "      {name:<7} {text}");
    };
    if change.wire() != Wire::None {
        line("wire", &on_wire(change.request, change.response));
    }
    if change.stricter {
        line("strict", &paint.red("replies that were read before may be refused"));
    }
    for impact in change.impacts.iter().take(IMPACTS) {
        line("rust", &format!("{} {}: {}  {}", impact.rule.code, impact.level.name(), impact.rule.name, impact.path));
        for (mark, text) in [("-", &impact.old), ("+", &impact.new)] {
            if let Some(text) = text {
                line("", &format!("  {mark} {text}"));
            }
        }
    }
    if change.impacts.len() > IMPACTS {
        line("rust", &format!("and {} more", change.impacts.len() - IMPACTS));
    }
    if let Some(place) = &change.place {
        line("at", &at(place));
    }
    if !change.operations.is_empty() {
        line("felt by", &some(&change.operations, 4));
    }
    if let Some(source) = &change.source {
        line("source", source);
    }
    match &change.accepted {
        Some(reason) => line("id", &format!("{}, accepted: {reason}", change.fingerprint)),
        None => line("id", &change.fingerprint),
    }
}

fn short_list(out: &mut String, list: List, changes: &[&Change], paint: Paint) {
    if changes.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", paint.bold(list.title()));
    let shown = if list == List::Documentation { DOCS } else { changes.len() };
    for change in changes.iter().take(shown) {
        let place = change.place.as_ref().map(at).unwrap_or_default();
        let wire =
            if change.wire() == Wire::None { String::new() } else { format!("  {}", on_wire(change.request, change.response)) };
        let rust = if change.rust == Level::None { "" } else { change.rust.name() };
        let rust = if rust.is_empty() { String::new() } else { format!("  {rust}") };
        let (code, name) = (change.rule.code, change.rule.name);
        let _ = writeln!(out, "  {code} {name}  {}{wire}{rust}  {place}  {}", title(change), change.fingerprint);
    }
    if changes.len() > shown {
        let _ = writeln!(out, "  and {} more; the other formats have them all", changes.len() - shown);
    }
}

fn misfits(out: &mut String, known: &Known, paint: Paint) {
    if known.broken.is_empty() {
        return;
    }
    let _ = write!(out, "\n{}\n", paint.bold("Known replies that no longer fit"));
    for misfit in &known.broken {
        let _ = writeln!(out, "  {}", misfit.operation);
        for fault in misfit.faults.iter().take(3) {
            let _ = writeln!(out, "      {fault}");
        }
        if misfit.faults.len() > 3 {
            let _ = writeln!(out, "      and {} more", misfit.faults.len() - 3);
        }
    }
}

#[derive(Clone, Copy)]
struct Paint {
    style: Style,
}

impl Paint {
    fn paint(self, code: &str, text: &str) -> String {
        match self.style {
            Style::Plain => text.to_owned(),
            Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    fn weight(self, change: &Change, text: &str) -> String {
        let code = match (change.accepted.is_some(), change.wire(), change.rust) {
            (true, _, _) => "2",
            (_, Wire::Breaking, _) => "1;31",
            (_, _, Level::Major) => "1;33",
            (_, Wire::Compatible, _) | (_, _, Level::Minor) => "32",
            _ => "2",
        };
        self.paint(code, text)
    }
}
