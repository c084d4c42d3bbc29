//! `nullable: true` in a form that strict validators follow.
//!
//! By the letter of OpenAPI 3.0.3 it works only beside `type`, an `enum` must list null itself, and whatever stands beside it must accept null too.
//! People do not write like that, and neither does this description.

use serde_json::{Map, Value, json};

/// What describes a value without restricting it; it stays outside when the rest moves into a variant.
const NOTES: [&str; 9] =
    ["title", "description", "default", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml"];

/// Rewrites one schema; anything without `nullable: true` stays as it is.
pub(super) fn spell_out(schema: &mut Map<String, Value>) {
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

/// `anyOf` the schema as it was, or null. Not `oneOf`: a part that accepts null by itself would then count twice.
fn wrap(schema: &mut Map<String, Value>) {
    let mut inner = Map::new();
    let mut outer = Map::new();
    for (key, value) in std::mem::take(schema) {
        if key == "nullable" {
            continue;
        }
        if NOTES.contains(&key.as_str()) || key.starts_with("x-") {
            outer.insert(key, value);
        } else {
            inner.insert(key, value);
        }
    }
    // A lone reference needs no wrapping of its own.
    let lone = match inner.get("allOf") {
        Some(Value::Array(parts)) if inner.len() == 1 && parts.len() == 1 => parts.first().cloned(),
        _ => None,
    };
    let something = lone.unwrap_or_else(|| inner.into());
    let nothing = json!({ "type": "object", "nullable": true, "enum": [null] });
    outer.insert("anyOf".to_owned(), json!([something, nothing]));
    *schema = outer;
}
