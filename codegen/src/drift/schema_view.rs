//! What the drift adds to the shared view of schemas: values in another form, as `x-lenient` and `x-map-key` describe them, and words for types.

use crate::value::{JsonTypes, ValueUnion, plain};

/// Returns the allowed types.
pub(super) fn types(schema: &ValueUnion<'_>) -> JsonTypes {
    let mut types = schema.types();
    for part in schema.parts() {
        let also = match part.string("x-lenient") {
            Some("flag01") => JsonTypes::BOOLEAN.or(JsonTypes::NUMBER),
            Some("digits") => JsonTypes::INTEGER,
            Some("map-or-empty-list") => JsonTypes::ARRAY,
            Some("object-or-true") => JsonTypes::BOOLEAN,
            _ => JsonTypes::NONE,
        };
        types = types.or(also);
        if part.raw("x-map-key").is_some() {
            types = types.or(JsonTypes::OBJECT);
        }
    }
    // The only item may be sent in place of the list.
    only_item(schema).map_or(types, |item| types.or(item.types()))
}

/// Returns the items of a list whose only item may be sent in its place.
pub(super) fn only_item<'a>(schema: &ValueUnion<'a>) -> Option<ValueUnion<'a>> {
    schema.inner("items").filter(|_| schema.string("x-lenient") == Some("one-or-list"))
}

/// Returns the type in words, such as `list of string (date)`; `None` if any is allowed.
pub(super) fn describe(schema: &ValueUnion<'_>) -> Option<String> {
    // The items of a list may be the list itself.
    const MAX_DEPTH: usize = 3;
    describe_within(schema, MAX_DEPTH)
}

fn describe_within(schema: &ValueUnion<'_>, depth: usize) -> Option<String> {
    let names = types(schema).names();
    if names.is_empty() || depth == 0 {
        return None;
    }
    let of = |key: &str, name: &str| match schema.inner(key).and_then(|inner| describe_within(&inner, depth - 1)) {
        Some(inner) => format!("{name} of {inner}"),
        None => name.to_owned(),
    };
    let names = names.into_iter().map(|name| match name {
        "array" => of("items", "list"),
        "object" if schema.properties().is_empty() => of("additionalProperties", "object"),
        other => other.to_owned(),
    });
    let names = names.collect::<Vec<_>>().join(" or ");
    let format = schema.string("format").map(|format| format!(" ({format})")).unwrap_or_default();
    Some(names + &format)
}

/// Returns the listed values as strings.
pub(super) fn values(schema: &ValueUnion<'_>) -> Vec<String> {
    schema.listed_values().iter().map(plain).collect()
}
