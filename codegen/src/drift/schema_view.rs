//! What the drift adds to the shared view of schemas: values in another form, as `x-lenient` and `x-map-key` describe them, and words for types.

use crate::load::NodeEntry;
use crate::load::extensions::{Extension, Lenient};
use crate::value::{JsonTypes, ValueUnion, plain};

/// Returns the allowed types.
pub(super) fn types(schema: &ValueUnion<'_>) -> JsonTypes {
    let mut types = schema.types();
    for part in schema.parts() {
        types = part.node.entries().iter().map(further_types).fold(types, JsonTypes::or);
    }
    // The only item may be sent in place of the list.
    only_item(schema).map_or(types, |item| types.or(item.types()))
}

/// Returns the items of a list whose only item may be sent in its place.
pub(super) fn only_item<'a>(schema: &ValueUnion<'a>) -> Option<ValueUnion<'a>> {
    schema.inner("items").filter(|_| schema.string(Extension::Lenient.word()) == Some(Lenient::OneOrList.word()))
}

/// Returns the types that the vendor may state for a schema with an extension, besides those of the schema.
fn further_types(entry: &NodeEntry) -> JsonTypes {
    let Some(extension) = Extension::of_word(&entry.key) else { return JsonTypes::NONE };
    match extension {
        Extension::Lenient => entry.value.as_str().and_then(Lenient::of_word).map_or(JsonTypes::NONE, loose_types),
        Extension::MapKey => JsonTypes::OBJECT,
        Extension::TokenCost
        | Extension::Pagination
        | Extension::Wait
        | Extension::Aliases
        | Extension::SentTo
        | Extension::ReplacedBy
        | Extension::Retired
        | Extension::Id
        | Extension::CustomFields
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
        | Extension::Source => JsonTypes::NONE,
    }
}

fn loose_types(form: Lenient) -> JsonTypes {
    match form {
        Lenient::Flag01 => JsonTypes::BOOLEAN.or(JsonTypes::NUMBER),
        Lenient::Digits => JsonTypes::INTEGER,
        Lenient::MapOrEmptyList => JsonTypes::ARRAY,
        Lenient::ObjectOrTrue => JsonTypes::BOOLEAN,
        // The schema has all types, or the items are compared as well.
        Lenient::IntOrString
        | Lenient::IdOrObject
        | Lenient::OneOrList
        | Lenient::IdList
        | Lenient::OptionId
        | Lenient::FlagOrConditions => JsonTypes::NONE,
    }
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
