//! Expresses `nullable`, formats and extensions in keywords that strict validators support.
//!
//! By the letter of OpenAPI 3.0.3, `nullable` has an effect only beside `type`, an `enum` must list null itself, and all keywords beside `nullable`
//! must accept null too. This description, like most others, uses it in any schema.

use serde_json::{Map, Value, json};

/// The keywords that do not restrict a value. They remain in the schema when the others are moved into a variant.
const ANNOTATIONS: [&str; 9] =
    ["title", "description", "default", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml"];

/// The valid dates.
const DATE: &str = "([12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)\
                    |([12][0-9](0[48]|[2468][048]|[13579][26])|2000)-02-29)";
const MINUTE: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// Returns another name and a pattern for a format that JSON Schema does not define, or defines differently: a time with a zone, and an ISO 8601
/// duration. Version 1 of the API sends an empty string for a missing time or duration.
fn standard_format(format: &str) -> Option<(&'static str, String)> {
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

/// Replaces a format by a name that JSON Schema does not define, with a pattern.
pub(super) fn format(schema: &mut Map<String, Value>) {
    let Some(Value::String(format)) = schema.get_mut("format") else { return };
    if let Some((name, pattern)) = standard_format(format) {
        name.clone_into(format);
        schema.entry("pattern").or_insert(pattern.into());
    }
}

/// Rewrites a schema with `nullable: true`. Other schemas are not changed.
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

/// Allows the custom fields of `x-custom-fields: flat`, and the values of `x-lenient`.
pub(super) fn lenient(schema: &mut Map<String, Value>) {
    if schema.get("x-custom-fields") == Some(&json!("flat")) {
        schema.entry("additionalProperties").or_insert(Value::Bool(true));
    }
    if schema.get("x-lenient") == Some(&json!("digits")) {
        schema.entry("pattern").or_insert_with(|| "^-?[0-9]{1,15}$".into());
    }
    if schema.get("x-lenient") == Some(&json!("map-or-empty-list")) {
        alternative(schema, json!({ "type": "array", "items": {}, "maxItems": 0 }));
    }
    if schema.get("x-lenient") == Some(&json!("object-or-true")) {
        alternative(schema, json!({ "type": "boolean", "enum": [true] }));
    }
    if schema.get("x-lenient") == Some(&json!("id-list")) {
        let strings =
            schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut);
        for string in strings.filter(|alternative| alternative.get("type") == Some(&json!("string"))) {
            string.entry("pattern").or_insert_with(|| "^[0-9]{1,9}(,[0-9]{1,9})*$".into());
        }
    }
    let items = schema.get("items").cloned().unwrap_or_else(|| json!({}));
    if schema.get("x-lenient") == Some(&json!("one-or-list")) {
        alternative(schema, items);
    } else if schema.contains_key("x-map-key") {
        alternative(schema, json!({ "type": "object", "additionalProperties": items }));
    }
}

/// Adds null as a variant. The variant has no `type` and `nullable`: some tools add null to the values of a nullable `enum`, which would duplicate it.
fn wrap(schema: &mut Map<String, Value>) {
    schema.remove("nullable");
    alternative(schema, json!({ "enum": [null] }));
}

/// Replaces a schema by an `anyOf` of the schema and `other`. With `oneOf`, a part that accepts null would match twice.
fn alternative(schema: &mut Map<String, Value>, other: Value) {
    let (outer, inner): (Map<_, _>, Map<_, _>) =
        std::mem::take(schema).into_iter().partition(|(key, _)| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-"));
    *schema = outer;
    // A single reference needs no `allOf`.
    let single = match inner.get("allOf") {
        Some(Value::Array(parts)) if inner.len() == 1 && parts.len() == 1 => parts.first().cloned(),
        _ => None,
    };
    let original = single.unwrap_or_else(|| inner.into());
    schema.insert("anyOf".to_owned(), Value::Array(vec![original, other]));
}
