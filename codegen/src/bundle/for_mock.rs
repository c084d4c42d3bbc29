//! The description that the mock account contains: without prose, and with one line per path and component, so that its diffs are readable.

use serde_json::{Map, Value};

use super::as_sent;
use crate::load::Document;
use crate::load::extensions::Extension;

/// Keywords whose values only people read.
const PROSE: [&str; 5] = ["summary", "description", "title", "externalDocs", "tags"];

/// Creates the content of `codegen/mock/description.json`.
pub fn for_mock(document: &Document) -> String {
    let mut bundle = super::bundle(document);
    as_sent(&mut bundle);
    let paths = section(&bundle, "/paths");
    let components: Vec<String> = bundle
        .get("components")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| format!("\"{name}\": {}", section(&bundle, &format!("/components/{name}"))))
        .collect();
    format!("{{\n\"paths\": {paths},\n\"components\": {{\n{}\n}}\n}}\n", components.join(",\n"))
}

/// The object at a pointer, with one entry per line.
fn section(bundle: &Value, pointer: &str) -> String {
    let entries: Vec<String> = bundle
        .pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), without_prose(value)))
        .collect();
    format!("{{\n{}\n}}", entries.join(",\n"))
}

fn without_prose(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(key, value)| !is_prose(key) || is_property(value))
            .map(|(key, value)| (key.clone(), if is_literal(key) { value.clone() } else { without_prose(value) }))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_prose).collect(),
        _ => value.clone(),
    }
}

fn is_prose(key: &str) -> bool {
    PROSE.contains(&key) || Extension::of_word(key).is_some_and(is_for_people)
}

/// Whether only people read the value of an extension.
fn is_for_people(extension: Extension) -> bool {
    match extension {
        Extension::Source | Extension::EnumDescriptions => true,
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::ReplacedBy
        | Extension::Retired
        | Extension::Id
        | Extension::Lenient
        | Extension::MapKey
        | Extension::CustomFields
        | Extension::EnumVarnames
        | Extension::Closed
        | Extension::Proven
        | Extension::Sensitive
        | Extension::EmptyList
        | Extension::IgnoredWith
        | Extension::WholeSeconds
        | Extension::RateLimits
        | Extension::UserAgent
        | Extension::WebhookItems
        | Extension::RevocationUrl => false,
    }
}

/// Whether a value that is called like prose is the schema of a property with that name, such as `title`.
fn is_property(value: &Value) -> bool {
    let is_schema = |key: &str| matches!(key, "type" | "$ref" | "allOf" | "oneOf" | "enum");
    value.as_object().is_some_and(|object| object.keys().any(|key| is_schema(key)))
}

/// Whether the value of a key is JSON of the API and not of the description.
fn is_literal(key: &str) -> bool {
    matches!(key, "example" | "default" | "enum" | "required")
}
