//! Changes that somebody has looked at and let pass.

use serde::{Deserialize, Serialize};

/// An entry of the file of accepted changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The change.
    pub fingerprint: String,
    /// Why it may pass.
    pub reason: String,
    /// When that was decided: `2026-11-21`.
    pub date: String,
}

/// Reads the file: a list of entries with `fingerprint`, `reason` and `date`, all of them texts. The error says what is wrong.
pub fn read_accepted(text: &str) -> Result<Vec<Accepted>, String> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let entries: Vec<Accepted> = serde_yaml::from_str(text)
        .map_err(|error| format!("{error}; write a list of `{{ fingerprint: '…', reason: …, date: 2026-11-21 }}`"))?;
    for (index, entry) in entries.iter().enumerate() {
        let fault = |what: &str| Err(format!("entry {} ({}): {what}", index + 1, entry.fingerprint));
        if entry.reason.trim().is_empty() {
            return fault("say why the change may pass");
        }
        if !is_date(&entry.date) {
            return fault("write the date as 2026-11-21");
        }
        if entry.fingerprint.len() != 16 || !entry.fingerprint.chars().all(|c| c.is_ascii_hexdigit()) {
            return fault("a fingerprint has 16 hexadecimal digits");
        }
        if entries[..index].iter().any(|other| other.fingerprint == entry.fingerprint) {
            return fault("it is there twice");
        }
    }
    Ok(entries)
}

/// Whether it is written as `2026-11-21`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_number = |part: &str, digits: usize, most: u32| {
        part.len() == digits
            && part.chars().all(|c| c.is_ascii_digit())
            && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    matches!(parts.as_slice(), [year, month, day] if is_number(year, 4, 9999) && is_number(month, 2, 12) && is_number(day, 2, 31))
}
