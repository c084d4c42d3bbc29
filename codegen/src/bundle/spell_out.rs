//! Expresses `nullable`, formats and extensions in keywords that strict validators support.
//!
//! By the letter of OpenAPI 3.0.3, `nullable` has an effect only beside `type`, an `enum` must list null itself, and all keywords beside `nullable`
//! must accept null too. This description, like most others, uses it in any schema.

use serde_json::{Map, Value, json};

use crate::load::extensions::{CustomFieldsPlacement, Extension, Lenient};

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

/// Allows what the extensions of a schema allow.
pub(super) fn extensions(schema: &mut Map<String, Value>) {
    let all: Vec<(Extension, Value)> =
        schema.iter().filter_map(|(name, value)| Some((Extension::of_word(name)?, value.clone()))).collect();
    for (extension, value) in all {
        match extension {
            Extension::Lenient => value.as_str().and_then(Lenient::of_word).into_iter().for_each(|form| lenient(schema, form)),
            Extension::MapKey => {
                let items = items(schema);
                alternative(schema, json!({ "type": "object", "additionalProperties": items }));
            }
            Extension::CustomFields => match value.as_str().and_then(CustomFieldsPlacement::of_word) {
                Some(CustomFieldsPlacement::Flat) => {
                    schema.entry("additionalProperties").or_insert(Value::Bool(true));
                }
                Some(CustomFieldsPlacement::Nested) | None => {}
            },
            // They allow no other values.
            Extension::TokenCost
            | Extension::Pagination
            | Extension::Wait
            | Extension::Aliases
            | Extension::SentTo
            | Extension::ReplacedBy
            | Extension::Retired
            | Extension::Id
            | Extension::EnumVarnames
            | Extension::EnumDescriptions
            | Extension::Closed
            | Extension::Proven
            | Extension::Sensitive
            | Extension::EmptyList
            | Extension::IgnoredWith
            | Extension::WholeSeconds
            | Extension::RateLimits
            | Extension::UserAgent
            | Extension::WebhookItems
            | Extension::RevocationUrl
            | Extension::Source => {}
        }
    }
}

/// Allows the values of `x-lenient`.
fn lenient(schema: &mut Map<String, Value>, form: Lenient) {
    match form {
        Lenient::Digits => drop(schema.entry("pattern").or_insert_with(|| "^-?[0-9]{1,15}$".into())),
        Lenient::MapOrEmptyList => alternative(schema, json!({ "type": "array", "items": {}, "maxItems": 0 })),
        Lenient::ObjectOrTrue => alternative(schema, json!({ "type": "boolean", "enum": [true] })),
        Lenient::OneOrList => {
            let item = items(schema);
            alternative(schema, item);
        }
        Lenient::IdList => {
            let alternatives = schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
            let strings =
                alternatives.filter_map(Value::as_object_mut).filter(|schema| schema.get("type") == Some(&json!("string")));
            for string in strings {
                string.entry("pattern").or_insert_with(|| "^[0-9]{1,9}(,[0-9]{1,9})*$".into());
            }
        }
        // The schema itself allows all values.
        Lenient::Flag01 | Lenient::IntOrString | Lenient::IdOrObject | Lenient::OptionId | Lenient::FlagOrConditions => {}
    }
}

/// Returns the schema of the items of a list.
fn items(schema: &Map<String, Value>) -> Value {
    schema.get("items").cloned().unwrap_or_else(|| json!({}))
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
