//! For programs. `docs/diff.schema.json` describes it.

use serde_json::{Value, json};

use crate::diff::change::{Change, Wire};
use crate::diff::{Report, rules::Rule};

/// The report as JSON.
pub fn json(report: &Report) -> String {
    let verdict = &report.verdict;
    let value = json!({
        "base": report.base,
        "head": report.head,
        "verdict": {
            "request": verdict.request,
            "response": verdict.response,
            "rust": verdict.rust,
            "stricter": verdict.stricter,
            "accepted": verdict.accepted,
            "version": verdict.version.map(|version| version.to_string()),
            "next_version": verdict.next().filter(|_| report.without_rust.is_none()).map(|version| version.to_string()),
            "declared_version": verdict.declared.map(|version| version.to_string()),
        },
        "rust_not_compared": report.without_rust,
        "known_replies": { "checked": report.known.checked, "broken": report.known.broken, "own": report.known.own },
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
        "accepted_unused": report.unused,
    });
    format!("{value:#}\n")
}

fn change(change: &Change) -> Value {
    let mut value = rule(change.rule);
    let fields = json!({
        "direction": direction(change),
        "resource": change.resource,
        "subject": change.subject,
        "old": change.old,
        "new": change.new,
        "request": change.request,
        "response": change.response,
        "rust": change.rust,
        "stricter": change.stricter,
        "listed": change.is_apart().then_some(change.rule.list).flatten(),
        "impacts": change.impacts.iter().map(|impact| json!({
            "code": impact.rule.code,
            "name": impact.rule.name,
            "level": impact.level,
            "path": impact.path,
            "old": impact.old,
            "new": impact.new,
        })).collect::<Vec<_>>(),
        "operations": change.operations,
        "place": change.place.as_ref().map(|place| json!({
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "removed": place.removed,
        })),
        "source": change.source,
        "fingerprint": change.fingerprint,
        "accepted": change.accepted,
    });
    if let (Value::Object(all), Value::Object(fields)) = (&mut value, fields) {
        all.extend(fields);
    }
    value
}

fn rule(rule: &Rule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "area": rule.area,
        "kind": rule.kind,
        "action": rule.action,
        "why": rule.why,
    })
}

fn direction(change: &Change) -> &'static str {
    match (change.request, change.response) {
        (Wire::None, Wire::None) => "none",
        (_, Wire::None) => "request",
        (Wire::None, _) => "response",
        _ => "both",
    }
}
