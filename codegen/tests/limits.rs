//! What a limit cuts off is reported, and the rest is still processed.

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::{parallel, pipeline};
use serde_json::{Map, Value, json};

const FILE: &str = "openapi.json";

/// Returns what is reported about a description.
fn reported(description: &Value, flavour: Flavour) -> String {
    let source = Memory::new().with(FILE, description.to_string());
    parallel::deep(|| {
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_from_as(&source, FILE, flavour, &mut diagnostics).expect("a document");
        pipeline::model(&document, &mut diagnostics);
        diagnostics.render(Style::Plain)
    })
}

fn description(paths: &Value, schemas: Map<String, Value>) -> Value {
    json!({ "openapi": "3.0.3", "info": { "title": "Lamps", "version": "1" }, "paths": paths, "components": { "schemas": Value::Object(schemas) } })
}

fn lamps(schema: &Value) -> Value {
    let response = json!({ "description": "Lamps.", "content": { "application/json": { "schema": schema } } });
    json!({ "get": { "operationId": "v1.lamps.list", "responses": { "200": response } } })
}

/// Schemas of which each refers to the next one, and the last one to `end`.
fn chain(length: usize, end: &str, link: impl Fn(Value) -> Value) -> Map<String, Value> {
    let next = |i: usize| if i + 1 < length { format!("S{}", i + 1) } else { end.to_owned() };
    (0..length).map(|i| (format!("S{i}"), link(json!({ "$ref": format!("#/components/schemas/{}", next(i)) })))).collect()
}

fn first() -> Value {
    json!({ "$ref": "#/components/schemas/S0" })
}

#[test]
fn lists_in_each_other_have_a_limit() {
    let mut schemas = chain(1000, "End", |next| json!({ "type": "array", "items": next }));
    schemas.insert("End".to_owned(), json!({ "type": "string" }));
    let description = description(&json!({ "/lamps": lamps(&first()) }), schemas);
    let foreign = reported(&description, Flavour::Foreign);
    assert!(foreign.contains("which is inside of more than 128 lists and maps"), "{foreign}");
    let curated = reported(&description, Flavour::Curated);
    assert!(curated.contains("error[PD0201]: more than 128 lists, maps and aliases in each other"), "{curated}");
}

#[test]
fn a_long_path_is_skipped() {
    let long = format!("/{}", "x".repeat(5000));
    let paths = json!({ "/lamps": lamps(&json!({ "type": "string" })), long: lamps(&json!({ "type": "string" })) });
    let found = reported(&description(&paths, Map::new()), Flavour::Foreign);
    assert!(found.contains("warning[PD0501]: path of 5001 bytes: skipped"), "{found}");
    assert!(found.contains("shorten it to 4000 bytes"), "{found}");
}

#[test]
fn a_cycle_of_many_references_is_named_by_its_ends() {
    let description = description(&json!({ "/lamps": lamps(&first()) }), chain(100, "S0", |next| next));
    let found = reported(&description, Flavour::Curated);
    assert_eq!(found.matches("error[PD0024]").count(), 1, "{found}");
    assert!(found.contains("schemas/S0` → `openapi.json#/components/schemas/S1` → 97 others → "), "{found}");
}

#[test]
fn suggestions_end_and_reports_do_not() {
    let properties: Map<_, _> =
        (0..300).map(|i| (format!("p{i}"), json!({ "$ref": format!("#/components/schemas/Lump{i}") }))).collect();
    let schemas = (0..300).map(|i| (format!("Lamp{i}"), json!({ "type": "string" }))).collect();
    let schema = json!({ "type": "object", "properties": properties });
    let source = Memory::new().with(FILE, description(&json!({ "/lamps": lamps(&schema) }), schemas).to_string());
    let mut diagnostics = Diagnostics::new();
    Document::load_from_as(&source, FILE, Flavour::Foreign, &mut diagnostics).expect("a document");
    let found = diagnostics.sorted();
    assert_eq!(found.iter().filter(|item| item.message.starts_with("cannot find")).count(), 300);
    assert_eq!(found.iter().filter(|item| item.help.starts_with("did you mean `Lamp")).count(), 200);
}

#[test]
fn a_long_chain_of_objects_overflows_no_stack() {
    let mut schemas = chain(5000, "End", |next| json!({ "type": "object", "properties": { "next": next } }));
    schemas.insert("End".to_owned(), json!({ "type": "object", "properties": { "name": { "type": "string" } } }));
    let description = description(&json!({ "/lamps": lamps(&first()) }), schemas);
    assert_eq!(reported(&description, Flavour::Foreign), "");
    assert!(reported(&description, Flavour::Curated).contains("PD0120"));
}
