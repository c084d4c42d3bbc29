//! Pairs of small descriptions with the verdict that follows from what is sent.
//!
//! `verdicts/<kind>.yaml` contains `pairs`, each with a `name`, both sides, the codes of the `rules`, and the effect on a `request` and a `response`.
//! A pair without a verdict is equivalent: it is compared in both directions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::diff::rules::{self, Area, DiffRule};
use pipedrive_codegen::diff::{self, DiffReport, Side, SideOrigin, render};
use pipedrive_codegen::load::{Document, Memory, Pointer};
use serde_json::{Map, Value, json};

/// The content of a file of pairs.
fn read(kind: &str) -> Value {
    let file = format!("{kind}.yaml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("verdicts").join(&file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut diagnostics = Diagnostics::new();
    let document = Document::read_foreign(&file, &text, &mut diagnostics);
    let document = document.unwrap_or_else(|| panic!("{}", diagnostics.render(Style::Plain)));
    document.node(&Pointer::root(file)).expect("the root").to_json()
}

fn compared(base: &Value, head: &Value) -> DiffReport {
    let side = |content: &Value, label: &str| {
        let origin = SideOrigin { label: label.to_owned(), prefix: String::new() };
        Side::load(&Memory::new().with("openapi.yaml", content.to_string()), "openapi.yaml", origin).expect("readable")
    };
    diff::compare(&side(base, "base"), &side(head, "head"), None, &[])
}

/// Compares all pairs of a file. `describe` makes a description of a side.
fn check(kind: &str, at_least: usize, describe: impl Fn(&Value) -> Value) {
    let file = read(kind);
    let pairs = file["pairs"].as_array().expect("pairs");
    assert!(pairs.len() >= at_least, "{kind}: {} pairs", pairs.len());
    let mut problems = Vec::new();
    for pair in pairs {
        let known = ["name", "base", "head", "rules", "request", "response"];
        assert!(pair.as_object().is_some_and(|pair| pair.keys().all(|key| known.contains(&key.as_str()))), "{pair}");
        let (base, head) = (describe(&pair["base"]), describe(&pair["head"]));
        let wanted = |key: &str| pair[key].as_str().unwrap_or("none").to_owned();
        let wanted_rules: BTreeSet<&str> = pair["rules"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut expect = |base: &Value, head: &Value, direction: &str| {
            let report = compared(base, head);
            // The Rust API has tests of its own, and names of schemas are not sent.
            let is_sent =
                |rule: &DiffRule| rule.area != Area::Rust && ![&rules::NAMED_ADDED, &rules::NAMED_REMOVED].contains(&rule);
            let changes = report.changes.iter().map(|change| change.rule);
            let found: BTreeSet<&str> = changes.filter(|rule| is_sent(rule)).map(|rule| rule.code).collect();
            let verdict = &report.verdict;
            let is_right = found == wanted_rules
                && verdict.request.name() == wanted("request")
                && verdict.response.name() == wanted("response");
            if !is_right {
                let text = render::terminal(&report, Style::Plain);
                let wanted = format!("{wanted_rules:?}, requests {}, responses {}", wanted("request"), wanted("response"));
                problems.push(format!("{kind}: {}{direction}\nexpected {wanted}\n{text}", pair["name"]));
            }
        };
        expect(&base, &head, "");
        if wanted_rules.is_empty() {
            expect(&head, &base, ", reversed");
        }
    }
    assert!(problems.is_empty(), "{}\n\n{} problems", problems.join("\n\n"), problems.len());
}

/// A description whose only schema is sent in both directions.
fn of_schema(shared: &Value, schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": { "/things": { "post": {
            "operationId": "create",
            "requestBody": { "content": content },
            "responses": { "200": { "description": "ok", "content": content } },
        } } },
        "components": { "schemas": shared },
    })
}

#[test]
fn schemas_are_compared_by_the_values_that_they_allow() {
    for kind in ["schemas", "variants"] {
        let shared = read(kind)["schemas"].clone();
        check(kind, 25, |schema| of_schema(&shared, schema));
    }
}

#[test]
fn operations_are_compared_by_what_is_sent() {
    check("operations", 50, |side| {
        let part = |key: &str| side[key].as_object().cloned().unwrap_or_default();
        let mut operation: Map<String, Value> = Map::from_iter([
            ("operationId".to_owned(), json!("list")),
            ("responses".to_owned(), json!({ "200": { "description": "ok" } })),
        ]);
        operation.extend(part("operation"));
        let mut item = part("item");
        item.insert("get".to_owned(), operation.into());
        let mut root = part("root");
        root.insert("openapi".to_owned(), json!("3.0.3"));
        root.insert("info".to_owned(), json!({ "title": "Things", "version": "1" }));
        root.insert("paths".to_owned(), json!({ "/things": item }));
        root.into()
    });
}
