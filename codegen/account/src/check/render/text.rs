//! The format for terminals and logs.

use std::fmt::Write as _;

use pipedrive_inert::terminal::line;

use super::{rust, summary, values};
use crate::check::{AccountChange, AccountReport};

impl AccountReport {
    /// Renders the report as text: a line per change. Names are on one line, and without control characters.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for change in &self.changes {
            let _ = writeln!(out, "{:<5}  {}", change.effect.as_str(), title(change));
            if let Some(rust) = rust(change) {
                let _ = writeln!(out, "       {}", line(&rust));
            }
        }
        for omission in &self.incomplete {
            let _ = writeln!(out, "note   `{}` is incomplete: {}", line(&omission.part), line(&omission.reason));
        }
        let _ = writeln!(out, "{}", summary(self));
        out
    }
}

/// `fields.deals: option renamed: Tier (dcf5…/12): Gold → Golden`
fn title(change: &AccountChange) -> String {
    let mut out = format!("{}: {}", change.parts.join(", "), change.kind.title());
    if !change.key.is_empty() {
        let _ = write!(out, ": `{}` ({})", line(&change.name), line(&change.key));
    }
    let values = values(change, |value| format!("`{}`", line(value)));
    if !values.is_empty() {
        let _ = write!(out, ": {values}");
    }
    out
}
