//! The file of accepted changes.

use serde::{Deserialize, Serialize};

use super::change::ApiChange;
use super::render;
use crate::inert::terminal::line;

/// An accepted change, which no longer fails the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The fingerprint of the change.
    pub fingerprint: String,
    /// Why the change is accepted.
    pub reason: String,
    /// The date of the decision, such as `2026-11-21`.
    pub date: String,
}

/// Renders the entry that accepts a change, for the file of accepted changes. Its reason is empty, so [`parse_accepted`] rejects it until somebody has
/// written one.
pub fn entry(change: &ApiChange, date: &str) -> String {
    let location = change.location.as_ref().map(|location| format!(" ({}:{})", location.file, location.line)).unwrap_or_default();
    let comment = line(&format!("{}: {}{location}", change.rule.name, render::title(change)));
    format!("# {comment}\n- fingerprint: '{}'\n  reason: ''\n  date: '{date}'\n", change.fingerprint)
}

/// Parses the file: a list of entries with the strings `fingerprint`, `reason` and `date`. Returns a message if an entry is invalid.
pub fn parse_accepted(source: &str) -> Result<Vec<Accepted>, String> {
    if source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let entries: Vec<Accepted> = serde_yaml::from_str(source)
        .map_err(|error| format!("{error}; expected a list of `{{ fingerprint: '…', reason: …, date: 2026-11-21 }}`"))?;
    for (index, entry) in entries.iter().enumerate() {
        let invalid = |problem: &str| Err(format!("entry {} ({}): {problem}", index + 1, entry.fingerprint));
        if entry.reason.trim().is_empty() {
            return invalid("`reason` is empty; explain why the change is accepted");
        }
        if !is_date(&entry.date) {
            return invalid("invalid `date`; expected the form 2026-11-21");
        }
        if entry.fingerprint.len() != 16 || !entry.fingerprint.chars().all(|c| c.is_ascii_hexdigit()) {
            return invalid("invalid `fingerprint`; expected 16 hexadecimal digits");
        }
        if entries[..index].iter().any(|other| other.fingerprint == entry.fingerprint) {
            return invalid("duplicate `fingerprint`");
        }
    }
    Ok(entries)
}

/// Returns whether a string is a date of the form `2026-11-21`.
pub fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let is_number = |part: &str, digits: usize, max: u32| {
        part.len() == digits
            && part.chars().all(|c| c.is_ascii_digit())
            && part.parse().is_ok_and(|number: u32| (1..=max).contains(&number))
    };
    matches!(parts.as_slice(), [year, month, day] if is_number(year, 4, 9999) && is_number(month, 2, 12) && is_number(day, 2, 31))
}
