//! "Or null", and what the extensions allow, in a form that strict validators follow.
//!
//! By the letter of OpenAPI 3.0.3 it works only beside `type`, an `enum` must list null itself, and whatever stands beside it must accept null too.
//! People do not write like that, and neither does this description.

use serde_json::{Map, Value, json};

/// What describes a value without restricting it; it stays outside when the rest moves into a variant.
const NOTES: [&str; 9] =
    ["title", "description", "default", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml"];

/// The days that there are.
const DATE: &str = "([12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)\
                    |([12][0-9](0[48]|[2468][048]|[13579][26])|2000)-02-29)";
const MINUTE: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// What JSON Schema calls formats that mean something else to it, a time with its zone and an ISO 8601 duration, and the pattern of those that it does
/// not know. The old API writes a time or a length of time as an empty text where there is none.
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

/// Says what a format of this description looks like.
pub(super) fn format(schema: &mut Map<String, Value>) {
    let Some(Value::String(format)) = schema.get_mut("format") else { return };
    if let Some((name, pattern)) = known_as(format) {
        name.clone_into(format);
        schema.entry("pattern").or_insert(pattern.into());
    }
}

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
    if schema.get("x-lenient") == Some(&json!("digits")) {
        schema.entry("pattern").or_insert_with(|| "^-?[0-9]{1,15}$".into());
    }
    if schema.get("x-lenient") == Some(&json!("map-or-empty-list")) {
        alternative(schema, json!({ "type": "array", "items": {}, "maxItems": 0 }));
    }
}

/// Null is said without `type` and `nullable`: some tools add it to the values of a nullable `enum` by themselves, and then it is there twice.
fn wrap(schema: &mut Map<String, Value>) {
    schema.remove("nullable");
    alternative(schema, json!({ "enum": [null] }));
}

/// `anyOf` the schema as it was, or another. Not `oneOf`: a part that accepts null by itself would then count twice.
fn alternative(schema: &mut Map<String, Value>, other: Value) {
    let (outer, inner): (Map<_, _>, Map<_, _>) =
        std::mem::take(schema).into_iter().partition(|(key, _)| NOTES.contains(&key.as_str()) || key.starts_with("x-"));
    *schema = outer;
    // A lone reference needs no wrapping of its own.
    let lone = match inner.get("allOf") {
        Some(Value::Array(parts)) if inner.len() == 1 && parts.len() == 1 => parts.first().cloned(),
        _ => None,
    };
    let something = lone.unwrap_or_else(|| inner.into());
    schema.insert("anyOf".to_owned(), Value::Array(vec![something, other]));
}
