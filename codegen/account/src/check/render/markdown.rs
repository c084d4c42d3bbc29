//! The Markdown format, for the summary of a CI job or a comment.

use std::fmt::Write as _;

use pipedrive_inert::markdown::{value, value_cell};

use super::{rust, summary, values};
use crate::check::{AccountChange, AccountReport, RustEffect};

/// The maximum length in bytes. GitHub limits a comment to 65,536 characters.
const MAX_LENGTH: usize = 60_000;

/// The maximum number of characters of a name or value. Descriptions of fields can be much longer.
const MAX_VALUE: usize = 200;

impl AccountReport {
    /// Renders the report as Markdown: a summary and a table, of at most 60,000 bytes. Names are code spans, in which nothing is markup.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("**Pipedrive account:** {}\n", summary(self));
        if !self.changes.is_empty() {
            out.push_str("\n| effect | where | change | name | values | Rust |\n|---|---|---|---|---|---|\n");
        }
        let mut omitted = 0;
        for change in &self.changes {
            let row = row(change);
            if omitted > 0 || out.len() + row.len() > MAX_LENGTH {
                omitted += 1;
            } else {
                out.push_str(&row);
            }
        }
        if omitted > 0 {
            let _ = writeln!(out, "\n{omitted} more changes are omitted; the formats `text` and `json` have all of them.");
        }
        for omission in self.incomplete.iter().take(20) {
            let _ = writeln!(out, "\n{} is incomplete: {}", value(&omission.part), value(&shortened(&omission.reason)));
        }
        out
    }
}

fn row(change: &AccountChange) -> String {
    let effect = if change.effect == RustEffect::Major { "**major**" } else { change.effect.as_str() };
    let parts: Vec<String> = change.parts.iter().map(|part| value_cell(part)).collect();
    let cell = |content: &str| value_cell(&shortened(content));
    let name = if change.key.is_empty() { String::new() } else { cell(&change.name) };
    let rust = rust(change).map_or_else(String::new, |rust| cell(&rust));
    format!("| {effect} | {} | {} | {name} | {} | {rust} |\n", parts.join(", "), change.kind.title(), values(change, cell))
}

fn shortened(content: &str) -> String {
    match content.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}…", &content[..end]),
        None => content.to_owned(),
    }
}
