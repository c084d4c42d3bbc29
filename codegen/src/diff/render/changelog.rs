//! The changelog format: the changes that users of the crate notice, grouped into sections.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{join_limited, values};
use crate::diff::DiffReport;
use crate::diff::change::{ApiChange, Impact, SemverLevel, WireLevel};
use crate::diff::rules::{Action, ChangeKind, ReportSection};
use crate::inert::markdown::value;

/// The entries under one heading of the changelog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangelogSection {
    /// The heading.
    pub title: &'static str,
    /// The entries, each a paragraph of Markdown without a list marker.
    pub entries: Vec<String>,
}

const BREAKING: &str = "Breaking";
const ADDED: &str = "Added";
const CHANGED: &str = "Changed";
const DEPRECATED: &str = "Deprecated";
const DOCUMENTATION: &str = "Documentation";

/// The maximum number of operations and effects in an entry.
const MAX_NAMES: usize = 3;

/// The maximum number of names in the entry for changed documentation.
const MAX_REWORDED: usize = 8;

/// Renders a report as non-empty sections. Changes that users do not notice are omitted, and documentation changes are combined into one entry.
pub fn changelog(report: &DiffReport) -> Vec<ChangelogSection> {
    let mut groups =
        [BREAKING, ADDED, CHANGED, DEPRECATED, DOCUMENTATION].map(|title| ChangelogSection { title, entries: Vec::new() });
    let mut reworded = BTreeSet::new();
    for change in &report.changes {
        match title_of(change) {
            None => {}
            Some(DOCUMENTATION) => {
                reworded.extend(documented(change));
            }
            Some(title) => {
                for group in groups.iter_mut().filter(|group| group.title == title) {
                    group.entries.push(entry(change));
                }
            }
        }
    }
    if !reworded.is_empty() {
        let names: Vec<String> = reworded.into_iter().collect();
        groups[4].entries.push(format!("New wording: {}.", join_limited(&names, MAX_REWORDED)));
    }
    groups.into_iter().filter(|group| !group.entries.is_empty()).collect()
}

/// Returns the heading for a change, or `None` if users do not notice it.
fn title_of(change: &ApiChange) -> Option<&'static str> {
    if change.wire() == WireLevel::Breaking || change.rust == SemverLevel::Major {
        return Some(BREAKING);
    }
    if change.rule.kind == ChangeKind::Documentation {
        return (change.rust > SemverLevel::None).then_some(DOCUMENTATION);
    }
    match (change.rule.section, change.rule.action) {
        (Some(ReportSection::Deprecation), _) => Some(DEPRECATED),
        (Some(ReportSection::Documentation), _) => (change.rust > SemverLevel::None).then_some(DOCUMENTATION),
        (None, _) if change.wire() == WireLevel::None && change.rust == SemverLevel::None => None,
        (None, Action::Add) => Some(ADDED),
        _ => Some(CHANGED),
    }
}

/// Formats an entry in the terms of the Rust API: the most severe effects, the broken directions and the methods. Without effects on the Rust API, it
/// states the change of the description.
fn entry(change: &ApiChange) -> String {
    // Less severe effects, such as the members of a new type, are omitted.
    let worst = change.impacts.iter().filter(|impact| impact.level == change.rust);
    let mut by_rule: Vec<(&str, Vec<String>)> = Vec::new();
    for impact in worst {
        // The effect of a deprecation is a warning of the compiler.
        let is_deprecation = change.rule.section == Some(ReportSection::Deprecation);
        let rule = if is_deprecation { change.rule.name } else { impact.rule.name };
        match by_rule.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, effects)) => effects.push(effect(impact)),
            None => by_rule.push((rule, vec![effect(impact)])),
        }
    }
    let mut parts: Vec<String> =
        by_rule.iter().map(|(rule, effects)| format!("{}: {}", sentence(rule), join_limited(effects, MAX_NAMES))).collect();
    if parts.is_empty() {
        parts.push(without_effects(change));
    }
    let mut content = parts.join(". ");
    let methods: Vec<String> = change.operations.iter().map(|operation| value(&method(operation))).collect();
    if !methods.is_empty() {
        let _ = write!(content, " ({})", join_limited(&methods, MAX_NAMES));
    }
    content.push('.');
    if change.request == WireLevel::Breaking {
        content.push_str(" Earlier versions may send requests that the API rejects.");
    }
    if change.response == WireLevel::Breaking {
        content.push_str(" Earlier versions may fail to decode responses.");
    }
    content
}

/// Formats the item of an effect, with its signatures if they differ.
fn effect(impact: &Impact) -> String {
    match (&impact.old, &impact.new) {
        (Some(old), Some(new)) if old != new => format!("{} from {} to {}", value(&impact.path), value(old), value(new)),
        _ => value(&impact.path),
    }
}

/// Formats a change without effects on the Rust API, such as that of a token cost.
fn without_effects(change: &ApiChange) -> String {
    let rule = sentence(change.rule.name);
    let values = values(change);
    let what = match (subject(change), values.as_str()) {
        (Some(subject), "") => subject.to_owned(),
        (Some(subject), values) => format!("{subject}: {values}"),
        (None, "") => return rule,
        (None, values) => values.to_owned(),
    };
    format!("{rule}: {}", value(&what))
}

/// Returns what changed, without the method and the path of an operation that the entry names otherwise.
fn subject(change: &ApiChange) -> Option<&str> {
    let is_path = change.subject.split_once(' ').is_some_and(|(_, path)| path.starts_with('/'));
    if !is_path || change.operations.is_empty() {
        return Some(&change.subject);
    }
    change.subject.split_once(" · ").map(|(_, part)| part)
}

/// Returns the method of an operation: `client.v2().deals().list` for `v2.deals.list`.
fn method(operation: &str) -> String {
    match operation.split('.').collect::<Vec<_>>().as_slice() {
        [version, resource, method] => format!("client.{version}().{resource}().{method}"),
        _ => operation.to_owned(),
    }
}

/// Returns the items whose documentation changed.
fn documented(change: &ApiChange) -> Vec<String> {
    if !change.impacts.is_empty() {
        return change.impacts.iter().map(|impact| value(&impact.path)).collect();
    }
    match (subject(change), change.operations.as_slice()) {
        (None, operations) => operations.iter().map(|operation| value(&method(operation))).collect(),
        (Some(subject), [operation]) if subject != change.subject => {
            vec![format!("{} of {}", value(subject), value(&method(operation)))]
        }
        _ => vec![value(&change.subject)],
    }
}

/// Formats a rule name as the start of a sentence: `type-changed` becomes `Type changed`.
fn sentence(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
