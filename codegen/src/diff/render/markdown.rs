//! For the comment on a pull request: the gist, a table, and the details folded away.

use std::fmt::Write as _;

use super::{LISTS, at, count, known, listed, main_changes, on_wire, some, title, verdict};
use crate::diff::Report;
use crate::diff::change::{Change, Level, Wire};

/// The first line, by which a workflow finds its own comment again.
const MARK: &str = "<!-- spec-diff -->";

/// A comment holds 65,536 characters.
const LONGEST: usize = 60_000;

/// The table shows so many; the details have the rest.
const ROWS: usize = 40;

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("{MARK}\n{} {}\n", sign(report), verdict(report).join(" "));
    let _ = write!(out, "\n`{}` → `{}`", report.base, report.head);
    if report.changes.is_empty() {
        out.push('\n');
        return out;
    }
    let _ = writeln!(out, ": {}.{}", count(report), known(report).map(|text| format!(" {text}")).unwrap_or_default());
    let changes: Vec<&Change> = main_changes(report).collect();
    table(&mut out, &changes, report.without_rust.is_none());
    let mut left_out = 0;
    let mut details = String::new();
    for change in &changes {
        let text = detail(change);
        if out.len() + details.len() + text.len() > LONGEST {
            left_out += 1;
        } else {
            details.push_str(&text);
        }
    }
    if !changes.is_empty() {
        fold(&mut out, &format!("Details ({})", changes.len()), &details);
    }
    for list in LISTS {
        let changes = listed(report, list);
        if changes.is_empty() {
            continue;
        }
        let mut text = String::new();
        for change in &changes {
            let line = short(change);
            if out.len() + text.len() + line.len() > LONGEST {
                left_out += 1;
            } else {
                text.push_str(&line);
            }
        }
        fold(&mut out, &format!("{} ({})", list.title(), changes.len()), &text);
    }
    if !report.known.broken.is_empty() {
        let lines = report.known.broken.iter();
        let lines: Vec<String> =
            lines.map(|misfit| format!("- `{}`: {}", misfit.operation, code(&some(&misfit.faults, 3)))).collect();
        fold(&mut out, &format!("Known replies that no longer fit ({})", report.known.broken.len()), &lines.join("\n"));
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

fn sign(report: &Report) -> &'static str {
    match (report.verdict.wire(), report.verdict.rust) {
        (Wire::Breaking, _) => "🔴",
        (_, Level::Major) => "🟠",
        (Wire::Compatible, _) | (_, Level::Minor) => "🟡",
        _ => "🟢",
    }
}

fn table(out: &mut String, changes: &[&Change], with_rust: bool) {
    if changes.is_empty() {
        return;
    }
    out.push_str("\n| what | change | requests | responses | Rust |\n|---|---|---|---|---|\n");
    for change in changes.iter().take(ROWS) {
        let accepted = if change.accepted.is_some() { " ✔" } else { "" };
        let strict = if change.stricter { " ⚠" } else { "" };
        let _ = writeln!(
            out,
            "| {} | {}{accepted} | {} | {}{strict} | {} |",
            code(&title(change)),
            change.rule.name,
            emphasis(change.request.name(), change.request == Wire::Breaking),
            emphasis(change.response.name(), change.response == Wire::Breaking),
            if with_rust { emphasis(change.rust.name(), change.rust == Level::Major) } else { "?".to_owned() },
        );
    }
    if changes.len() > ROWS {
        let _ = writeln!(out, "\nand {} more, worst first.", changes.len() - ROWS);
    }
}

fn detail(change: &Change) -> String {
    let mut text = format!("\n**{}** {} ({})\n", change.rule.name, code(&title(change)), change.rule.code);
    let mut facts = vec![format!("wire: {}", on_wire(change.request, change.response))];
    if change.stricter {
        facts.push("⚠ replies that were read before may be refused".to_owned());
    }
    if let Some(place) = &change.place {
        facts.push(code(&at(place)));
    }
    if !change.operations.is_empty() {
        facts.push(format!("felt by {}", some(&change.operations.iter().map(|name| code(name)).collect::<Vec<_>>(), 4)));
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

fn short(change: &Change) -> String {
    let place = change.place.as_ref().map(|place| format!(" · {}", code(&at(place)))).unwrap_or_default();
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
