//! The Markdown format for comments on pull requests: a summary, a table, and collapsed details.

use std::fmt::Write as _;

use super::{
    SECTIONS, at, count, examples, inert, inline_code, join_limited, primary_changes, secondary_changes, title, verdict,
    wire_levels,
};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};

/// The first line, by which `.ci/review-comment` finds its comment.
const MARK: &str = "<!-- spec-diff -->";

/// The maximum length in bytes. GitHub limits a comment to 65,536 characters.
const MAX_LENGTH: usize = 60_000;

/// The maximum number of rows in the table; the details contain all changes.
const MAX_ROWS: usize = 40;

/// Renders a report as Markdown.
pub fn markdown(report: &DiffReport) -> String {
    let mut out = format!("{MARK}\n{} {}\n", sign(report), verdict(report).join(" "));
    let _ = write!(out, "\n`{}` → `{}`", report.base, report.head);
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
        let lines: Vec<String> =
            lines.map(|mismatch| format!("- `{}`: {}", mismatch.operation, code(&join_limited(&mismatch.problems, 3)))).collect();
        fold(&mut out, &format!("Stored examples that no longer match ({})", report.examples.broken.len()), &lines.join("\n"));
    }
    for entry in &report.unused {
        let _ = writeln!(out, "\nAccepted but not found: `{}` ({}, {}).", entry.fingerprint, escape(&entry.reason), entry.date);
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
            code(&title(change)),
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
    let mut content = format!("\n**{}** {} ({})\n", change.rule.name, code(&title(change)), change.rule.code);
    let mut facts = vec![format!("wire: {}", wire_levels(change.request, change.response))];
    if change.stricter {
        facts.push("⚠ responses that were decoded before may be rejected".to_owned());
    }
    if let Some(location) = &change.location {
        facts.push(code(&at(location)));
    }
    if !change.operations.is_empty() {
        facts.push(format!("affects {}", join_limited(&change.operations.iter().map(|name| code(name)).collect::<Vec<_>>(), 4)));
    }
    facts.extend(change.source.as_ref().map(|source| format!("source: {}", escape(source))));
    facts.push(match &change.accepted {
        Some(reason) => format!("{}, accepted: {}", code(&change.fingerprint), escape(reason)),
        None => code(&change.fingerprint),
    });
    let _ = writeln!(content, "{} {}", escape(change.rule.why), facts.join(" · "));
    if !change.impacts.is_empty() {
        let longest = change.impacts.iter().flat_map(|impact| [&impact.old, &impact.new]).flatten();
        let longest = longest.flat_map(|line| line.split(|c| c != '`').map(str::len)).max().unwrap_or_default();
        let fence = "`".repeat(3.max(longest + 1));
        let _ = write!(content, "\n{fence}diff\n");
        for impact in &change.impacts {
            let _ = writeln!(content, "  {}: {} ({})", impact.path, impact.rule.name, impact.level.name());
            for (mark, line) in [("-", &impact.old), ("+", &impact.new)] {
                if let Some(line) = line {
                    let _ = writeln!(content, "{mark} {}", inert(line));
                }
            }
        }
        let _ = writeln!(content, "{fence}");
    }
    content
}

fn short(change: &ApiChange) -> String {
    let place = change.location.as_ref().map(|location| format!(" · {}", code(&at(location)))).unwrap_or_default();
    format!("- {} {}{place} · {}\n", change.rule.name, code(&title(change)), code(&change.fingerprint))
}

/// Writes a collapsed section, unless its content is empty.
fn fold(out: &mut String, heading: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    let _ = write!(out, "\n<details><summary>{heading}</summary>\n\n{}\n\n</details>\n", content.trim());
}

/// Formats inline code for a table cell.
fn code(content: &str) -> String {
    inline_code(&content.replace('|', "\\|"))
}

/// Escapes a string from the description for a Markdown table cell.
fn escape(content: &str) -> String {
    inert(content).replace('|', "\\|").replace('<', "&lt;")
}

fn emphasis(content: &str, strong: bool) -> String {
    if strong { format!("**{content}**") } else { content.to_owned() }
}
