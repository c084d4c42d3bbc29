//! For the comment on a pull request: the gist, a table, and the details folded away.

use std::fmt::Write as _;

use super::{SECTIONS, at, count, examples, join_limited, primary_changes, secondary_changes, title, verdict, wire_levels};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, SemverLevel, WireLevel};

/// The first line, by which a workflow finds its own comment again.
const MARK: &str = "<!-- spec-diff -->";

/// A comment holds 65,536 characters.
const MAX_LENGTH: usize = 60_000;

/// The table shows so many; the details have the rest.
const MAX_ROWS: usize = 40;

/// The report as Markdown.
pub fn markdown(report: &DiffReport) -> String {
    let mut out = format!("{MARK}\n{} {}\n", sign(report), verdict(report).join(" "));
    let _ = write!(out, "\n`{}` → `{}`", report.base, report.head);
    if report.changes.is_empty() {
        out.push('\n');
        return out;
    }
    let _ = writeln!(out, ": {}.{}", count(report), examples(report).map(|text| format!(" {text}")).unwrap_or_default());
    let changes: Vec<&ApiChange> = primary_changes(report).collect();
    table(&mut out, &changes, report.without_rust.is_none());
    let mut left_out = 0;
    let mut details = String::new();
    for change in &changes {
        let text = detail(change);
        if out.len() + details.len() + text.len() > MAX_LENGTH {
            left_out += 1;
        } else {
            details.push_str(&text);
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
        let mut text = String::new();
        for change in &changes {
            let line = short(change);
            if out.len() + text.len() + line.len() > MAX_LENGTH {
                left_out += 1;
            } else {
                text.push_str(&line);
            }
        }
        fold(&mut out, &format!("{} ({})", list.title(), changes.len()), &text);
    }
    if !report.examples.broken.is_empty() {
        let lines = report.examples.broken.iter();
        let lines: Vec<String> =
            lines.map(|mismatch| format!("- `{}`: {}", mismatch.operation, code(&join_limited(&mismatch.problems, 3)))).collect();
        fold(&mut out, &format!("Known replies that no longer fit ({})", report.examples.broken.len()), &lines.join("\n"));
    }
    for entry in &report.unused {
        let _ = writeln!(out, "\nAccepted and not there: `{}` ({}, {}).", entry.fingerprint, cell(&entry.reason), entry.date);
    }
    if left_out > 0 {
        let _ =
            writeln!(out, "\nThe comment would be too long: {left_out} changes are left out. `cargo xtask diff` shows them all.");
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
        let _ = writeln!(out, "\nand {} more, worst first.", changes.len() - MAX_ROWS);
    }
}

fn detail(change: &ApiChange) -> String {
    let mut text = format!("\n**{}** {} ({})\n", change.rule.name, code(&title(change)), change.rule.code);
    let mut facts = vec![format!("wire: {}", wire_levels(change.request, change.response))];
    if change.stricter {
        facts.push("⚠ replies that were read before may be refused".to_owned());
    }
    if let Some(location) = &change.location {
        facts.push(code(&at(location)));
    }
    if !change.operations.is_empty() {
        facts.push(format!("felt by {}", join_limited(&change.operations.iter().map(|name| code(name)).collect::<Vec<_>>(), 4)));
    }
    facts.extend(change.source.as_ref().map(|source| format!("source: {}", cell(source))));
    facts.push(match &change.accepted {
        Some(reason) => format!("{}, accepted: {}", code(&change.fingerprint), cell(reason)),
        None => code(&change.fingerprint),
    });
    let _ = writeln!(text, "{} {}", cell(change.rule.why), facts.join(" · "));
    if !change.impacts.is_empty() {
        text.push_str("\n```diff\n");
        for impact in &change.impacts {
            let _ = writeln!(text, "  {}: {} ({})", impact.path, impact.rule.name, impact.level.name());
            for (mark, line) in [("-", &impact.old), ("+", &impact.new)] {
                if let Some(line) = line {
                    let _ = writeln!(text, "{mark} {line}");
                }
            }
        }
        text.push_str("```\n");
    }
    text
}

fn short(change: &ApiChange) -> String {
    let place = change.location.as_ref().map(|location| format!(" · {}", code(&at(location)))).unwrap_or_default();
    format!("- {} {}{place} · {}\n", change.rule.name, code(&title(change)), code(&change.fingerprint))
}

/// Text behind a heading; nothing where all of it had to be left out.
fn fold(out: &mut String, heading: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let _ = write!(out, "\n<details><summary>{heading}</summary>\n\n{}\n\n</details>\n", text.trim());
}

/// Text between backticks, whatever it holds.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|"))
}

/// Text of the description among Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn emphasis(text: &str, strong: bool) -> String {
    if strong { format!("**{text}**") } else { text.to_owned() }
}
