//! Accessors of the keywords of a schema, independent of its `openapiv3` representation.
//!
//! `openapiv3` stores the same keyword in different places: `properties` is in the object type, or in `AnySchema` if `type` is missing or other
//! keywords are beside it. These functions check all of them.

pub(crate) use super::shape::fits;
use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde_json::{Value, json};

/// The `type`, if there is one.
pub fn type_name(schema: &Schema) -> Option<&str> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(_)) => Some("string"),
        SchemaKind::Type(Type::Number(_)) => Some("number"),
        SchemaKind::Type(Type::Integer(_)) => Some("integer"),
        SchemaKind::Type(Type::Object(_)) => Some("object"),
        SchemaKind::Type(Type::Array(_)) => Some("array"),
        SchemaKind::Type(Type::Boolean(_)) => Some("boolean"),
        SchemaKind::Any(any) => any.typ.as_deref(),
        _ => None,
    }
}

/// The `format`, if there is one.
pub fn format(schema: &Schema) -> Option<String> {
    fn name<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
        match format {
            VariantOrUnknownOrEmpty::Item(item) => {
                serde_json::to_value(item).ok().and_then(|value| value.as_str().map(str::to_owned))
            }
            VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
            VariantOrUnknownOrEmpty::Empty => None,
        }
    }
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => name(&string.format),
        SchemaKind::Type(Type::Number(number)) => name(&number.format),
        SchemaKind::Type(Type::Integer(integer)) => name(&integer.format),
        SchemaKind::Any(any) => any.format.clone(),
        _ => None,
    }
}

/// The values of the `enum`; empty if there is no `enum`.
pub fn enum_values(schema: &Schema) -> Vec<Value> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => string.enumeration.iter().map(|value| json!(value)).collect(),
        SchemaKind::Type(Type::Number(number)) => number.enumeration.iter().map(|value| json!(value)).collect(),
        SchemaKind::Type(Type::Integer(integer)) => integer.enumeration.iter().map(|value| json!(value)).collect(),
        SchemaKind::Type(Type::Boolean(boolean)) => boolean.enumeration.iter().map(|value| json!(value)).collect(),
        SchemaKind::Any(any) => any.enumeration.clone(),
        _ => Vec::new(),
    }
}

/// The `properties`, if there are any.
pub fn properties(schema: &Schema) -> Option<&IndexMap<String, ReferenceOr<Box<Schema>>>> {
    let properties = match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => &object.properties,
        SchemaKind::Any(any) => &any.properties,
        _ => return None,
    };
    Some(properties).filter(|properties| !properties.is_empty())
}

/// The names under `required`.
pub fn required(schema: &Schema) -> &[String] {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => &object.required,
        SchemaKind::Any(any) => &any.required,
        _ => &[],
    }
}

/// The value of `additionalProperties`, if there is one.
pub fn additional(schema: &Schema) -> Option<&AdditionalProperties> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => object.additional_properties.as_ref(),
        SchemaKind::Any(any) => any.additional_properties.as_ref(),
        _ => None,
    }
}

/// The `items` of a list.
pub fn items(schema: &Schema) -> Option<&ReferenceOr<Box<Schema>>> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Array(array)) => array.items.as_ref(),
        SchemaKind::Any(any) => any.items.as_ref(),
        _ => None,
    }
}

/// The parts under `allOf`.
pub fn all_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}

/// The variants under `oneOf`.
pub fn one_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::OneOf { one_of } => one_of,
        SchemaKind::Any(any) => &any.one_of,
        _ => &[],
    }
}

/// The variants under `anyOf`.
pub fn any_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AnyOf { any_of } => any_of,
        SchemaKind::Any(any) => &any.any_of,
        _ => &[],
    }
}

/// The schema under `not`.
pub fn not(schema: &Schema) -> Option<&ReferenceOr<Schema>> {
    match &schema.schema_kind {
        SchemaKind::Not { not } => Some(not),
        SchemaKind::Any(any) => any.not.as_deref(),
        _ => None,
    }
}
