//! No stage does work that grows faster than its input.
//!
//! Allocations stand for work: their number and their bytes do not depend on the machine or on what else it does. Each kind of description is
//! processed with 100, 200 and 400 of what it repeats. Twice as much more input may cost a little more than twice as much more.

use std::alloc::System;

use pipedrive_codegen::bundle::{self, BundleFormat};
use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::diff::{self, Side, SideOrigin, render};
use pipedrive_codegen::emit::{Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::{drift, parallel, pipeline};
use serde_json::{Map, Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How much more the second half of the input may cost than the first: a linear step costs twice as much, a quadratic one four times.
const LIMIT: f64 = 2.6;

/// The number of allocations and bytes below which growth is noise, such as that of the number of threads.
const NOISE: [f64; 2] = [2_000.0, 500_000.0];

/// A description with `n` of something, before or after a change of each.
type Kind = fn(n: usize, is_changed: bool) -> Value;

/// The kinds of descriptions.
const KINDS: &[(&str, Kind)] = &[
    ("faults", |n, changed| get(&object(n, |_| json!({ "type": if changed { "strng" } else { "strin" } })))),
    ("unknown keys", |n, _| {
        let mut schema = object(1, |_| text());
        schema.as_object_mut().unwrap().extend((0..n).map(|i| (format!("key{i}"), json!(i))));
        get(&schema)
    }),
    ("references to nothing", |n, _| get(&object(n, |i| to(&format!("Missing{i}"))))),
    ("properties", |n, changed| get(&object(n, |_| scalar(changed)))),
    ("properties with one name", |n, _| get(&named(n, |i| (signs(i), text())))),
    ("required properties", |n, changed| {
        let mut body = object(n, |_| scalar(changed));
        body["required"] = (0..n).map(|i| format!("p{i}")).collect();
        post(&body)
    }),
    ("values", |n, changed| get(&object(1, |_| json!({ "type": "string", "enum": values(n, changed) })))),
    ("values with one name", |n, _| {
        get(&object(1, |_| json!({ "type": "string", "enum": (0..n).map(signs).collect::<Vec<_>>() })))
    }),
    ("numbers", |n, changed| {
        let numbers: Vec<usize> = (0..n).map(|i| 3 * i + usize::from(changed)).collect();
        get(&object(1, |_| json!({ "type": "integer", "enum": numbers })))
    }),
    ("alternatives", |n, changed| get(&json!({ "oneOf": list(n, |_| object(1, |_| scalar(changed))) }))),
    ("tagged alternatives", |n, changed| {
        let tagged = |i: usize| {
            let tag = json!({ "type": "string", "enum": [format!("tag{i}")] });
            json!({ "type": "object", "required": ["tag"], "properties": { "tag": tag, "value": scalar(changed) } })
        };
        get(&json!({ "oneOf": list(n, tagged) }))
    }),
    ("parts", |n, changed| get(&json!({ "allOf": list(n, |i| named(1, |_| (format!("p{i}"), scalar(changed)))) }))),
    ("chain of references", |n, changed| chain(n, &object(1, |_| scalar(changed)), |_, next| next)),
    ("chain of parts", |n, changed| chain(n, &object(1, |_| scalar(changed)), |_, next| json!({ "allOf": [next] }))),
    ("chain of objects", |n, changed| {
        let link = |_: usize, next: Value| json!({ "type": "object", "properties": { "next": next, "value": scalar(changed) } });
        chain(n, &object(1, |_| scalar(changed)), link)
    }),
    ("chain of lists", |n, changed| {
        chain(n, &object(1, |_| scalar(changed)), |_, next| json!({ "type": "array", "items": next }))
    }),
    ("inline types", |n, changed| get(&object(n, |i| named(1, |_| (format!("q{i}"), scalar(changed)))))),
    ("operations", |n, changed| {
        paths(n, |i| {
            let (body, response) = (named(1, |_| (format!("b{i}"), scalar(changed))), named(1, |_| (format!("r{i}"), text())));
            (format!("/lamps{i}"), json!({ "post": operation(&format!("addLamp{i}"), &response, Some(&body)) }))
        })
    }),
    ("operations with one name", |n, _| {
        paths(n, |i| (format!("/lamps/{{id{i}}}/x{i}"), json!({ "get": operation("same", &text(), None) })))
    }),
    ("parameters", |n, changed| {
        let mut item = json!({ "get": operation("getLamps", &text(), None) });
        let parameter = |i: usize| json!({ "name": format!("q{i}"), "in": "query", "schema": scalar(changed) });
        item["get"]["parameters"] = list(n, parameter);
        paths(1, |_| ("/lamps".to_owned(), item.clone()))
    }),
    ("tags", |n, changed| {
        let mut document = paths(n, |i| {
            let mut operation = operation(&format!("getLamp{i}"), &scalar(changed), None);
            operation["tags"] = json!([format!("Tag{i}")]);
            (format!("/lamps{i}"), json!({ "get": operation }))
        });
        document["tags"] = list(n, |i| json!({ "name": format!("Tag{i}"), "description": "Lamps." }));
        document
    }),
    ("schemes", |n, _| {
        let mut document = get(&text());
        let scheme = |i: usize| (format!("key{i}"), json!({ "type": "apiKey", "in": "header", "name": format!("x-key-{i}") }));
        document["components"]["securitySchemes"] = (0..n).map(scheme).collect::<Map<_, _>>().into();
        document["security"] = list(n, |i| json!({ format!("key{i}"): [] }));
        document
    }),
    ("examples", |n, changed| {
        get(&object(n, |i| json!({ "type": "string", "example": format!("{i}{changed}"), "default": "x" })))
    }),
];

fn text() -> Value {
    json!({ "type": "string" })
}

/// A type that a change replaces.
fn scalar(is_changed: bool) -> Value {
    json!({ "type": if is_changed { "integer" } else { "string" } })
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn list(n: usize, item: impl Fn(usize) -> Value) -> Value {
    (0..n).map(item).collect()
}

fn values(n: usize, is_changed: bool) -> Vec<String> {
    (0..n).map(|i| format!("value{i}{}", if is_changed { "x" } else { "" })).collect()
}

/// Different words for the same identifier.
fn signs(i: usize) -> String {
    let sign = |digit: u32| [" ", "_", "-", "."][i / 4_usize.pow(digit) % 4];
    format!("a{}b", (0..6).map(sign).collect::<String>())
}

fn named(n: usize, property: impl Fn(usize) -> (String, Value)) -> Value {
    json!({ "type": "object", "properties": (0..n).map(property).collect::<Map<_, _>>() })
}

fn object(n: usize, property: impl Fn(usize) -> Value) -> Value {
    named(n, |i| (format!("p{i}"), property(i)))
}

fn operation(id: &str, response: &Value, body: Option<&Value>) -> Value {
    let content = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let mut operation = json!({
        "operationId": id, "tags": ["Lamps"], "responses": { "200": { "description": "Lamps.", "content": content(response) } },
    });
    if let Some(body) = body {
        operation["requestBody"] = json!({ "content": content(body) });
    }
    operation
}

fn paths(n: usize, item: impl Fn(usize) -> (String, Value)) -> Value {
    json!({
        "openapi": "3.0.3", "info": { "title": "Lamps", "version": "1" }, "paths": (0..n).map(item).collect::<Map<_, _>>(),
        "components": {},
    })
}

fn get(response: &Value) -> Value {
    paths(1, |_| ("/lamps".to_owned(), json!({ "get": operation("getLamps", response, None) })))
}

fn post(body: &Value) -> Value {
    paths(1, |_| ("/lamps".to_owned(), json!({ "post": operation("addLamp", &text(), Some(body)) })))
}

/// Schemas of which each contains a reference to the next one.
fn chain(n: usize, end: &Value, link: impl Fn(usize, Value) -> Value) -> Value {
    let mut document = get(&to("S0"));
    let mut schemas: Map<_, _> = (0..n).map(|i| (format!("S{i}"), link(i, to(&format!("S{}", i + 1))))).collect();
    schemas.insert(format!("S{n}"), end.clone());
    document["components"]["schemas"] = schemas.into();
    document
}

/// What is done with a description, and with the one after a change.
type Step = fn(before: &str, after: &str);

const STEPS: &[(&str, Step)] = &[
    ("generate", |text, _| {
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_from_as(&source(text), FILE, Flavour::Foreign, &mut diagnostics);
        let package = Package { name: "lamps".to_owned(), from: FILE.to_owned(), standalone: true };
        let options = Options { package: Some(package), ..Options::default() };
        document.and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
        assert!(!(diagnostics.render(Style::Plain) + &diagnostics.kinds()).contains("PD0401"));
    }),
    ("lint", |text, _| {
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_from(&source(text), FILE, &mut diagnostics).unwrap();
        pipeline::model(&document, &mut diagnostics);
        assert!(!diagnostics.render(Style::Plain).is_empty());
    }),
    ("bundle", |text, _| {
        let document = Document::load_from(&source(text), FILE, &mut Diagnostics::new()).unwrap();
        assert!(bundle::render(&bundle::bundle(&document), BundleFormat::Yaml).is_ok());
    }),
    ("diff", |before, after| {
        let side = |text| {
            let origin = SideOrigin { label: "a".to_owned(), prefix: String::new() };
            Side::load(&source(text), FILE, origin).unwrap()
        };
        let report = diff::compare(&side(before), &side(after), None, &[]);
        assert!(!(render::terminal(&report, Style::Plain) + &render::markdown(&report)).is_empty());
    }),
    ("drift", |before, after| {
        let read = |text| Document::read_foreign(FILE, text, &mut Diagnostics::new()).unwrap();
        let found = drift::compare(&read(before), &[read(after)]);
        assert!(!drift::text(&found, "", true).is_empty());
    }),
];

const FILE: &str = "openapi.json";

fn source(text: &str) -> Memory {
    Memory::new().with(FILE, text)
}

/// The number of allocations of a step and their bytes.
#[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
fn work(kind: Kind, step: Step, n: usize) -> [f64; 2] {
    let (before, after) = (kind(n, false).to_string(), kind(n, true).to_string());
    parallel::deep(|| {
        let region = Region::new(ALLOCATOR);
        step(&before, &after);
        let stats = region.change();
        [stats.allocations + stats.reallocations, stats.bytes_allocated].map(|number| number as f64)
    })
}

#[test]
fn twice_the_input_is_twice_the_work() {
    let mut problems = Vec::new();
    for (name, kind) in KINDS {
        for (step_name, step) in STEPS {
            let [few, more, most] = [100, 200, 400].map(|n| work(*kind, *step, n));
            for (what, index) in [("allocations", 0), ("bytes", 1)] {
                let growth = (most[index] - more[index]) / (more[index] - few[index]).max(1.0);
                if growth > LIMIT && most[index] - more[index] > NOISE[index] {
                    problems.push(format!("{step_name} of {name}: {growth:.1} times as many {what}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
