//! The formats of a report.

mod json;
mod markdown;
mod text;

use super::{AccountChange, AccountReport, RustEffect};

/// Returns the values of a change: `Gold → Golden`, or nothing.
fn values(change: &AccountChange, shown: impl Fn(&str) -> String) -> String {
    match (&change.old, &change.new) {
        (None, None) => String::new(),
        (Some(old), Some(new)) => format!("{} → {}", shown(old), shown(new)),
        (Some(value), None) | (None, Some(value)) => shown(value),
    }
}

/// Returns the generated item and its type: `DealFields::tier: Option<String> → Option<Tier>`.
fn rust(change: &AccountChange) -> Option<String> {
    let types = match (&change.rust_old, &change.rust_new) {
        (Some(old), Some(new)) if old != new => Some(format!("{old} → {new}")),
        (Some(rust), _) | (None, Some(rust)) => Some(rust.clone()),
        (None, None) => None,
    };
    match (&change.rust_item, types) {
        (Some(item), Some(types)) => Some(format!("{item}: {types}")),
        (item, types) => item.clone().or(types),
    }
}

/// Summarizes a report, such as `3 changes: 1 major, 2 docs`.
fn summary(report: &AccountReport) -> String {
    let effects = [RustEffect::Major, RustEffect::Minor, RustEffect::Docs, RustEffect::None];
    let counts = effects.map(|effect| (report.changes.iter().filter(|change| change.effect == effect).count(), effect));
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, effect)| format!("{count} {effect}")).collect();
    match report.changes.len() {
        0 => "no changes".to_owned(),
        1 => format!("1 change: {}", report.effect()),
        count => format!("{count} changes: {}", counts.join(", ")),
    }
}
