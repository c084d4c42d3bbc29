//! The Markdown format for comments on pull requests: a summary, a table, and collapsed details.

use std::fmt::Write as _;

use super::{SECTIONS, at, count, examples, join_limited, primary_changes, secondary_changes, title, verdict, wire_levels};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};
use crate::inert::markdown::{fence, fenced_line, value, value_cell};

/// The first line, by which `.ci/review-comment` finds its comment.
const MARK: &str = "<!-- spec-diff -->";

/// The maximum length in bytes. GitHub limits a comment to 65,536 characters.
const MAX_LENGTH: usize = 60_000;

/// The maximum number of rows in the table; the details contain all changes.
const MAX_ROWS: usize = 40;

/// Renders a report as Markdown.
pub fn markdown(report: &DiffReport) -> String {
    let mut out = format!("{MARK}\n{} {}\n", sign(report), verdict(report, value).join(" "));
    let _ = write!(out, "\n{} → {}", value(&report.base), value(&report.head));
    if report.changes.is_empty() {
        out.push('\n');
        return out;
    }
    let _ = writeln!(out, ": {}.{}", count(report), examples(report).map(|content| format!(" {content}")).unwrap_or_default());
    let changes: Vec<&ApiChange> = primary_changes(report).collect();
    table(&mut out, &changes, report.without_rust.is_none());
    let mut omitted = 0;
    let mut details = String::new();
    for change in &changes {
        let content = detail(change);
        if out.len() + details.len() + content.len() > MAX_LENGTH {
            omitted += 1;
        } else {
            details.push_str(&content);
        }
    }
    if !changes.is_empty() {
        fold(&mut out, &format!("Details ({})", changes.len()), &details);
    }
    for list in SECTIONS {
        let changes = secondary_changes(report, list);
        if changes.is_empty() {
            continue;
        }
        let mut content = String::new();
        for change in &changes {
            let line = short(change);
            if out.len() + content.len() + line.len() > MAX_LENGTH {
                omitted += 1;
            } else {
                content.push_str(&line);
            }
        }
        fold(&mut out, &format!("{} ({})", list.title(), changes.len()), &content);
    }
    if !report.examples.broken.is_empty() {
        let lines = report.examples.broken.iter();
        let lines: Vec<String> = lines
            .map(|mismatch| format!("- {}: {}", value(&mismatch.operation), value(&join_limited(&mismatch.problems, 3))))
            .collect();
        fold(&mut out, &format!("Stored examples that no longer match ({})", report.examples.broken.len()), &lines.join("\n"));
    }
    for entry in &report.unused {
        let _ =
            writeln!(out, "\nAccepted but not found: {} ({}, {}).", value(&entry.fingerprint), value(&entry.reason), entry.date);
    }
    if omitted > 0 {
        let _ = writeln!(
            out,
            "\n{omitted} changes are omitted because the comment would be too long; `cargo xtask diff` shows all changes."
        );
    }
    out
}

fn sign(report: &DiffReport) -> &'static str {
    match (report.verdict.wire(), report.verdict.rust) {
        (WireLevel::Breaking, _) => "🔴",
        (_, SemverLevel::Major) => "🟠",
        (WireLevel::Compatible, _) | (_, SemverLevel::Minor) => "🟡",
        _ => "🟢",
    }
}

fn table(out: &mut String, changes: &[&ApiChange], with_rust: bool) {
    if changes.is_empty() {
        return;
    }
    out.push_str("\n| what | change | requests | responses | Rust |\n|---|---|---|---|---|\n");
    for change in changes.iter().take(MAX_ROWS) {
        let accepted = if change.accepted.is_some() { " ✔" } else { "" };
        let strict = if change.stricter { " ⚠" } else { "" };
        let _ = writeln!(
            out,
            "| {} | {}{accepted} | {} | {}{strict} | {} |",
            value_cell(&title(change)),
            change.rule.name,
            emphasis(change.request.name(), change.request == WireLevel::Breaking),
            emphasis(change.response.name(), change.response == WireLevel::Breaking),
            if with_rust { emphasis(change.rust.name(), change.rust == SemverLevel::Major) } else { "?".to_owned() },
        );
    }
    if changes.len() > MAX_ROWS {
        let _ = writeln!(out, "\nand {} more; the most severe are shown.", changes.len() - MAX_ROWS);
    }
}

fn detail(change: &ApiChange) -> String {
    let mut content = format!("\n**{}** {} ({})\n", change.rule.name, value(&title(change)), change.rule.code);
    let mut facts = vec![format!("wire: {}", wire_levels(change.request, change.response))];
    if change.stricter {
        facts.push("⚠ responses that were decoded before may be rejected".to_owned());
    }
    if let Some(location) = &change.location {
        facts.push(value(&at(location)));
    }
    if !change.operations.is_empty() {
        facts.push(format!("affects {}", join_limited(&change.operations.iter().map(|name| value(name)).collect::<Vec<_>>(), 4)));
    }
    facts.extend(change.source.as_ref().map(|source| format!("source: {}", value(source))));
    facts.push(match &change.accepted {
        Some(reason) => format!("{}, accepted: {}", value(&change.fingerprint), value(reason)),
        None => value(&change.fingerprint),
    });
    let _ = writeln!(content, "{} {}", change.rule.why, facts.join(" · "));
    if !change.impacts.is_empty() {
        let mut block = String::new();
        for impact in &change.impacts {
            let _ = writeln!(block, "  {}: {} ({})", fenced_line(&impact.path), impact.rule.name, impact.level.name());
            for (mark, line) in [("-", &impact.old), ("+", &impact.new)] {
                if let Some(line) = line {
                    let _ = writeln!(block, "{mark} {}", fenced_line(line));
                }
            }
        }
        let fence = fence(&block, 3);
        let _ = write!(content, "\n{fence}diff\n{block}{fence}\n");
    }
    content
}

fn short(change: &ApiChange) -> String {
    let place = change.location.as_ref().map(|location| format!(" · {}", value(&at(location)))).unwrap_or_default();
    format!("- {} {}{place} · {}\n", change.rule.name, value(&title(change)), value(&change.fingerprint))
}

/// Writes a collapsed section, unless its content is empty.
fn fold(out: &mut String, heading: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    let _ = write!(out, "\n<details><summary>{heading}</summary>\n\n{}\n\n</details>\n", content.trim());
}

fn emphasis(content: &str, strong: bool) -> String {
    if strong { format!("**{content}**") } else { content.to_owned() }
}
