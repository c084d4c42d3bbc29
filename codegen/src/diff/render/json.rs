//! The JSON format, which is described by `docs/diff.schema.json`.

use serde_json::{Value, json};

use crate::diff::change::{ApiChange, WireLevel};
use crate::diff::{DiffReport, ExampleMismatch};
use crate::inert::json;

/// Renders a report as JSON.
pub fn json(report: &DiffReport) -> String {
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
        "known_replies": { "checked": report.examples.checked, "broken": mismatches(&report.examples.broken), "own": mismatches(&report.examples.own) },
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
        "accepted_unused": report.unused,
    });
    json::document(&value)
}

fn change(change: &ApiChange) -> Value {
    let mut value = rule(change);
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
        "listed": change.is_secondary().then_some(change.rule.section).flatten(),
        "impacts": change.impacts.iter().map(|impact| json!({
            "code": impact.rule.code,
            "name": impact.rule.name,
            "level": impact.level,
            "path": impact.path,
            "old": impact.old,
            "new": impact.new,
        })).collect::<Vec<_>>(),
        "operations": change.operations,
        "place": change.location.as_ref().map(|location| json!({
            "file": location.file,
            "line": location.line,
            "column": location.column,
            "removed": location.removed,
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

fn mismatches(mismatches: &[ExampleMismatch]) -> Vec<Value> {
    mismatches.iter().map(|mismatch| json!({ "operation": mismatch.operation, "faults": mismatch.problems })).collect()
}

fn rule(change: &ApiChange) -> Value {
    let rule = change.rule;
    json!({
        "code": rule.code,
        "name": rule.name,
        "area": rule.area,
        "kind": rule.kind,
        "action": rule.action,
        "why": change.why(),
    })
}

fn direction(change: &ApiChange) -> &'static str {
    match (change.request, change.response) {
        (WireLevel::None, WireLevel::None) => "none",
        (_, WireLevel::None) => "request",
        (WireLevel::None, _) => "response",
        _ => "both",
    }
}
