//! No two named schemas are identical.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};

rule!(IdenticalSchemas, SAME_STRUCTURE, "No two named schemas are identical.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut first: BTreeMap<String, &Pointer> = BTreeMap::new();
    for (at, _, schema) in document.schemas() {
        // Small schemas can be identical by chance.
        let size = facets::properties(schema).map_or(0, indexmap::IndexMap::len).max(facets::enum_values(schema).len());
        let Some(node) = document.node(at).filter(|_| size >= 3) else { continue };
        let mut value = node.to_json();
        normalize(document, at, &mut value);
        match first.get(&value.to_string()) {
            Some(other) => {
                let message = format!("schema `{}` is identical to `{other}`", at.key().unwrap_or_default());
                report.at_key(
                    at,
                    message,
                    "remove one of the two and refer to the other; move a schema of both versions to common/",
                );
            }
            None => drop(first.insert(value.to_string(), at)),
        }
    }
}

/// Reduces a schema to the parts that determine its type: removes descriptions, makes references absolute, and sorts keys.
fn normalize(document: &Document, at: &Pointer, value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some(to) = document.follow(at, reference)
            {
                *reference = to.to_string();
            }
            let is_schema = !matches!(at.key().as_deref(), Some("properties"));
            let mut kept: Vec<(String, Value)> = std::mem::take(map)
                .into_iter()
                .filter(|(key, value)| {
                    !(is_schema && value.is_string() && matches!(key.as_str(), "description" | "title" | "x-source")
                        || is_schema && matches!(key.as_str(), "example" | "x-enum-descriptions"))
                })
                .collect();
            for (key, value) in &mut kept {
                normalize(document, &at.child(key), value);
            }
            kept.sort_by(|a, b| a.0.cmp(&b.0));
            *map = kept.into_iter().collect::<Map<_, _>>();
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                normalize(document, &at.index(index), item);
            }
        }
        _ => {}
    }
}
