//! The Markdown format for comments on pull requests: a summary, a table, and collapsed details.

use std::fmt::Write as _;

use super::groups::{ChangeGroup, groups, what};
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

/// The maximum number of characters of a code span in the table, which GitHub does not break.
const MAX_CELL: usize = 56;

/// The number of columns of a code block in a comment, which GitHub scrolls if a line is longer.
const MAX_COLUMNS: usize = 96;

/// The maximum number of places in a row or a line.
const MAX_PLACES: usize = 3;

/// The number of places whose effects on the Rust API are shown as examples.
const MAX_EXAMPLES: usize = 3;

/// The maximum number of stored examples and of unused acceptances.
const MAX_LISTED: usize = 20;

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
    let grouped = groups(&changes);
    table(&mut out, &grouped, report.without_rust.is_none());
    let mut omitted = 0;
    let mut details = String::new();
    for group in &grouped {
        let (content, left_out) = detail(group, MAX_LENGTH.saturating_sub(out.len() + details.len()));
        details.push_str(&content);
        omitted += left_out;
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
        for group in groups(&changes) {
            let line = short(&group);
            if out.len() + content.len() + line.len() > MAX_LENGTH {
                omitted += group.all.len();
            } else {
                content.push_str(&line);
            }
        }
        fold(&mut out, &format!("{} ({})", list.title(), changes.len()), &content);
    }
    if !report.examples.broken.is_empty() {
        let broken = &report.examples.broken;
        let mut lines: Vec<String> = broken
            .iter()
            .take(MAX_LISTED)
            .map(|mismatch| format!("- {}: {}", value(&mismatch.operation), value(&join_limited(&mismatch.problems, 3))))
            .collect();
        lines.extend((broken.len() > MAX_LISTED).then(|| format!("- and {} more", broken.len() - MAX_LISTED)));
        fold(&mut out, &format!("Stored examples that no longer match ({})", report.examples.broken.len()), &lines.join("\n"));
    }
    for entry in report.unused.iter().take(MAX_LISTED) {
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

fn table(out: &mut String, groups: &[ChangeGroup<'_>], with_rust: bool) {
    if groups.is_empty() {
        return;
    }
    out.push_str("\n| what | change | requests | responses | Rust |\n|---|---|---|---|---|\n");
    for group in groups.iter().take(MAX_ROWS) {
        let change = group.first;
        let accepted = if change.accepted.is_some() { " ✔" } else { "" };
        let strict = if change.stricter { " ⚠" } else { "" };
        let _ = writeln!(
            out,
            "| {} | {}{accepted} | {} | {}{strict} | {} |",
            heading(group, |content| value_cell(&shortened(content))),
            change.rule.name,
            emphasis(change.request.name(), change.request == WireLevel::Breaking),
            emphasis(change.response.name(), change.response == WireLevel::Breaking),
            if with_rust { emphasis(change.rust.name(), change.rust == SemverLevel::Major) } else { "?".to_owned() },
        );
    }
    if groups.len() > MAX_ROWS {
        let _ = writeln!(out, "\nand {} more; the most severe are shown.", groups.len() - MAX_ROWS);
    }
}

/// Formats what changed, such as `Deal.value: number → string`, or `+ nova` or `name` in 13 places with the first of them.
fn heading(group: &ChangeGroup<'_>, code: impl Fn(&str) -> String) -> String {
    if group.all.len() == 1 {
        return code(&title(group.first));
    }
    let places: Vec<String> = group.all.iter().map(|change| code(&change.subject)).collect();
    format!("{} in {} places: {}", code(&what(group.first)), places.len(), join_limited(&places, MAX_PLACES))
}

/// Shortens a string in the middle, because both ends distinguish it from others.
fn shortened(content: &str) -> String {
    let chars: Vec<char> = content.chars().collect();
    if chars.len() <= MAX_CELL {
        return content.to_owned();
    }
    let half = (MAX_CELL - 1) / 2;
    chars[..half].iter().chain(['…'].iter()).chain(&chars[chars.len() - half..]).collect()
}

/// Formats a group in at most `room` bytes. Returns the number of changes that are left out, too.
fn detail(group: &ChangeGroup<'_>, room: usize) -> (String, usize) {
    let change = group.first;
    let mut content = format!("\n**{}** {} ({})\n", change.rule.name, heading(group, value), change.rule.code);
    let mut facts = vec![format!("wire: {}", wire_levels(change.request, change.response))];
    if change.stricter {
        facts.push("⚠ responses that were decoded before may be rejected".to_owned());
    }
    if group.all.len() == 1 {
        facts.extend(place(change));
    }
    facts.extend(change.accepted.as_ref().map(|reason| format!("accepted: {}", value(reason))));
    let _ = writeln!(content, "{} {}", change.why(), facts.join(" · "));
    if group.all.len() > 1 {
        content.push('\n');
        for (index, change) in group.all.iter().enumerate() {
            let line = format!("- {} · {}\n", value(&change.subject), place(change).join(" · "));
            if content.len() + line.len() > room {
                return if index == 0 { (String::new(), group.all.len()) } else { (content, group.all.len() - index) };
            }
            content.push_str(&line);
        }
    }
    let effects = effects(group);
    if content.len() + effects.len() <= room {
        content.push_str(&effects);
    } else if group.all.len() == 1 {
        return (String::new(), 1);
    }
    (content, 0)
}

/// Formats the effects on the Rust API, of some changes as examples of all.
fn effects(group: &ChangeGroup<'_>) -> String {
    let mut content = String::new();
    let with_impacts: Vec<&&ApiChange> = group.all.iter().filter(|change| !change.impacts.is_empty()).collect();
    if with_impacts.is_empty() {
        return content;
    }
    if with_impacts.len() > MAX_EXAMPLES {
        let _ = writeln!(content, "\nThe effects on the Rust API of {MAX_EXAMPLES} of these {} places:", with_impacts.len());
    }
    let mut block = String::new();
    for impact in with_impacts.iter().take(MAX_EXAMPLES).flat_map(|change| &change.impacts) {
        let _ = writeln!(block, "  {}: {} ({})", fenced_line(&impact.path), impact.rule.name, impact.level.name());
        for (mark, line) in [("-", &impact.old), ("+", &impact.new)] {
            if let Some(line) = line {
                wrapped(&mut block, mark, &fenced_line(line));
            }
        }
    }
    let fence = fence(&block, 3);
    let _ = write!(content, "\n{fence}diff\n{block}{fence}\n");
    content
}

/// Where a change is, and what identifies it.
fn place(change: &ApiChange) -> Vec<String> {
    let mut facts: Vec<String> = change.location.iter().map(|location| value(&at(location))).collect();
    if !change.operations.is_empty() {
        facts.push(format!("affects {}", join_limited(&change.operations.iter().map(|name| value(name)).collect::<Vec<_>>(), 4)));
    }
    facts.extend(change.source.as_ref().map(|source| format!("source: {}", value(source))));
    facts.push(value(&change.fingerprint));
    facts
}

/// Writes a line of a diff, broken at spaces if it is too long. The parts have the same mark.
fn wrapped(block: &mut String, mark: &str, line: &str) {
    let mut part = mark.to_owned();
    for word in line.split(' ') {
        if part.chars().count() + 1 + word.chars().count() > MAX_COLUMNS && part.len() > mark.len() {
            let _ = writeln!(block, "{part}");
            part = format!("{mark}    ");
        }
        part.push(' ');
        part.push_str(word);
    }
    let _ = writeln!(block, "{part}");
}

fn short(group: &ChangeGroup<'_>) -> String {
    let change = group.first;
    let location = change.location.as_ref().map(|location| format!(" · {}", value(&at(location)))).unwrap_or_default();
    format!("- {} {}{location} · {}\n", change.rule.name, heading(group, value), value(&change.fingerprint))
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
