//! "Or null", and what the extensions allow, in a form that strict validators follow.
//!
//! By the letter of OpenAPI 3.0.3 it works only beside `type`, an `enum` must list null itself, and whatever stands beside it must accept null too.
//! People do not write like that, and neither does this description.

use serde_json::{Map, Value, json};

/// What describes a value without restricting it; it stays outside when the rest moves into a variant.
const NOTES: [&str; 9] =
    ["title", "description", "default", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml"];

/// Rewrites a schema with `nullable: true`; anything else stays as it is.
pub(super) fn nullable(schema: &mut Map<String, Value>) {
    if schema.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    if ["allOf", "oneOf", "anyOf", "not"].iter().any(|key| schema.contains_key(*key)) {
        wrap(schema);
    } else if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

/// The account's own fields stand beside the others; an empty map comes as an empty list.
pub(super) fn looseness(schema: &mut Map<String, Value>) {
    if schema.get("x-custom-fields") == Some(&json!("flat")) {
        schema.entry("additionalProperties").or_insert(Value::Bool(true));
    }
    if schema.get("x-lenient") == Some(&json!("map-or-empty-list")) {
        alternative(schema, json!({ "type": "array", "items": {}, "maxItems": 0 }));
    }
}

fn wrap(schema: &mut Map<String, Value>) {
    schema.remove("nullable");
    alternative(schema, json!({ "type": "object", "nullable": true, "enum": [null] }));
}

/// `anyOf` the schema as it was, or another. Not `oneOf`: a part that accepts null by itself would then count twice.
fn alternative(schema: &mut Map<String, Value>, other: Value) {
    let (outer, inner): (Map<_, _>, Map<_, _>) = std::mem::take(schema)
        .into_iter()
        .partition(|(key, _)| NOTES.contains(&key.as_str()) || key.starts_with("x-"));
    *schema = outer;
    // A lone reference needs no wrapping of its own.
    let lone = match inner.get("allOf") {
        Some(Value::Array(parts)) if inner.len() == 1 && parts.len() == 1 => parts.first().cloned(),
        _ => None,
    };
    let something = lone.unwrap_or_else(|| inner.into());
    schema.insert("anyOf".to_owned(), Value::Array(vec![something, other]));
}
