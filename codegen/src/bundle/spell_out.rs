//! Expresses `nullable` and the extensions so that strict validators accept what the API sends.
//!
//! According to OpenAPI 3.0.3, `nullable` applies only next to `type`, an `enum` must list null itself, and all sibling keywords must accept null as
//! well. Descriptions are rarely written like that, and `spec/` is not.

use serde_json::{Map, Value, json};

/// Keywords that describe a value without restricting it. They are kept outside when the others are moved into a variant.
const NOTES: [&str; 9] =
    ["title", "description", "default", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml"];

/// Matches valid calendar dates.
const DATE: &str = "([12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)\
                    |([12][0-9](0[48]|[2468][048]|[13579][26])|2000)-02-29)";
const MINUTE: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// Returns a name and a pattern for the formats that JSON Schema does not define, or defines differently (`time` with a zone, ISO 8601 durations).
/// Version 1 of the API sends an empty string for an absent time or duration.
fn known_as(format: &str) -> Option<(&'static str, String)> {
    Some(match format {
        "datetime-space" => ("datetime-space", format!("^{DATE} {MINUTE}:[0-5][0-9]$")),
        "datetime-minute" => ("datetime-minute", format!("^{DATE} {MINUTE}$")),
        "time" => ("time-seconds", format!("^{MINUTE}:[0-5][0-9]$")),
        "time-minute" => ("time-minute", format!("^({MINUTE})?$")),
        "duration" => ("duration-seconds", "^[0-9]{2,3}:[0-5][0-9]:[0-5][0-9]$".to_owned()),
        "duration-minute" => ("duration-minute", "^([0-9]{2,3}:[0-5][0-9])?$".to_owned()),
        _ => return None,
    })
}

/// Adds the pattern of a curated format.
pub(super) fn format(schema: &mut Map<String, Value>) {
    let Some(Value::String(format)) = schema.get_mut("format") else { return };
    if let Some((name, pattern)) = known_as(format) {
        name.clone_into(format);
        schema.entry("pattern").or_insert(pattern.into());
    }
}

/// Rewrites a schema with `nullable: true`. Other schemas are unchanged.
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

/// Allows custom fields next to the other properties, digits as strings, and an empty list in place of an empty map.
pub(super) fn looseness(schema: &mut Map<String, Value>) {
    if schema.get("x-custom-fields") == Some(&json!("flat")) {
        schema.entry("additionalProperties").or_insert(Value::Bool(true));
    }
    if schema.get("x-lenient") == Some(&json!("digits")) {
        schema.entry("pattern").or_insert_with(|| "^-?[0-9]{1,15}$".into());
    }
    if schema.get("x-lenient") == Some(&json!("map-or-empty-list")) {
        alternative(schema, json!({ "type": "array", "items": {}, "maxItems": 0 }));
    }
}

/// Allows null, without `type` and `nullable`: some tools add null to the values of a nullable `enum`, and it would be listed twice.
fn wrap(schema: &mut Map<String, Value>) {
    schema.remove("nullable");
    alternative(schema, json!({ "enum": [null] }));
}

/// Makes a schema `anyOf` itself and another one. With `oneOf`, a variant that already accepts null would match twice.
fn alternative(schema: &mut Map<String, Value>, other: Value) {
    let (outer, inner): (Map<_, _>, Map<_, _>) =
        std::mem::take(schema).into_iter().partition(|(key, _)| NOTES.contains(&key.as_str()) || key.starts_with("x-"));
    *schema = outer;
    // A single reference needs no `allOf`.
    let lone = match inner.get("allOf") {
        Some(Value::Array(parts)) if inner.len() == 1 && parts.len() == 1 => parts.first().cloned(),
        _ => None,
    };
    let something = lone.unwrap_or_else(|| inner.into());
    schema.insert("anyOf".to_owned(), Value::Array(vec![something, other]));
}
