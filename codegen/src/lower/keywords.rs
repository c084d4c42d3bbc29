//! A flat view of an `openapiv3` schema.
//!
//! `openapiv3` groups schemas into kinds by their keywords. Lowering reads keywords regardless of the kind.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde_json::Value;

use crate::inert::markdown;

/// A schema inside another schema, inline or by reference.
#[derive(Clone, Copy)]
pub(super) enum SchemaRef<'a> {
    Direct(&'a ReferenceOr<Schema>),
    Boxed(&'a ReferenceOr<Box<Schema>>),
    Inline(&'a Schema),
}

impl SchemaRef<'_> {
    /// Returns whether the schema only has annotations, such as `description`, and does not constrain the value.
    pub(super) fn is_annotation_only(self) -> bool {
        let schema = match self {
            Self::Direct(schema) => schema.as_item(),
            Self::Boxed(schema) => schema.as_item().map(|schema| &**schema),
            Self::Inline(schema) => Some(schema),
        };
        schema.is_some_and(|schema| {
            let has_no_keywords = matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default());
            has_no_keywords && schema.schema_data.extensions.is_empty()
        })
    }
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        Self::Direct(schema)
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        Self::Boxed(schema)
    }
}

/// The keywords of a schema.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a keyword")]
pub(super) struct SchemaKeywords<'a> {
    pub ty: Option<&'a str>,
    pub format: Option<String>,
    pub enumeration: Vec<Value>,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub items: Option<SchemaRef<'a>>,
    pub one_of: Vec<SchemaRef<'a>>,
    pub all_of: Vec<SchemaRef<'a>>,
    pub any_of: Vec<SchemaRef<'a>>,
    pub not: bool,
    pub minimum: Option<f64>,
    /// Whether `minimum` is exclusive.
    pub above_minimum: bool,
    pub maximum: Option<f64>,
    /// Whether `maximum` is exclusive.
    pub below_maximum: bool,
    pub multiple_of: Option<f64>,
    pub pattern: Option<&'a str>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
    pub min_properties: Option<usize>,
    pub max_properties: Option<usize>,
}

impl<'a> SchemaKeywords<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self { one_of: children(one_of), ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of: children(all_of), ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of: children(any_of), ..Self::default() },
            SchemaKind::Not { .. } => Self { not: true, ..Self::default() },
            SchemaKind::Any(any) => Self {
                ty: any.typ.as_deref(),
                format: any.format.clone(),
                enumeration: any.enumeration.clone(),
                properties: Some(&any.properties).filter(|properties| !properties.is_empty()),
                required: &any.required,
                additional: any.additional_properties.as_ref(),
                items: any.items.as_ref().map(SchemaRef::from),
                one_of: children(&any.one_of),
                all_of: children(&any.all_of),
                any_of: children(&any.any_of),
                not: any.not.is_some(),
                minimum: any.minimum,
                above_minimum: any.exclusive_minimum.unwrap_or_default(),
                maximum: any.maximum,
                below_maximum: any.exclusive_maximum.unwrap_or_default(),
                multiple_of: any.multiple_of,
                pattern: any.pattern.as_deref(),
                min_length: any.min_length,
                max_length: any.max_length,
                min_items: any.min_items,
                max_items: any.max_items,
                unique_items: any.unique_items.unwrap_or_default(),
                min_properties: any.min_properties,
                max_properties: any.max_properties,
            },
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "limits are small")]
    fn of_type(ty: &'a Type) -> Self {
        match ty {
            Type::String(string) => Self {
                ty: Some("string"),
                format: format_name(&string.format),
                enumeration: string.enumeration.iter().map(|value| value.as_deref().into()).collect(),
                min_length: string.min_length,
                max_length: string.max_length,
                pattern: string.pattern.as_deref(),
                ..Self::default()
            },
            Type::Integer(integer) => Self {
                ty: Some("integer"),
                format: format_name(&integer.format),
                enumeration: integer.enumeration.iter().map(|&value| value.into()).collect(),
                minimum: integer.minimum.map(|value| value as f64),
                above_minimum: integer.exclusive_minimum,
                maximum: integer.maximum.map(|value| value as f64),
                below_maximum: integer.exclusive_maximum,
                multiple_of: integer.multiple_of.map(|value| value as f64),
                ..Self::default()
            },
            Type::Number(number) => Self {
                ty: Some("number"),
                format: format_name(&number.format),
                enumeration: number.enumeration.iter().flatten().map(|&value| value.into()).collect(),
                minimum: number.minimum,
                above_minimum: number.exclusive_minimum,
                maximum: number.maximum,
                below_maximum: number.exclusive_maximum,
                multiple_of: number.multiple_of,
                ..Self::default()
            },
            Type::Boolean(boolean) => Self {
                ty: Some("boolean"),
                enumeration: boolean.enumeration.iter().flatten().map(|&value| value.into()).collect(),
                ..Self::default()
            },
            Type::Object(object) => Self {
                ty: Some("object"),
                properties: Some(&object.properties).filter(|properties| !properties.is_empty()),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                min_properties: object.min_properties,
                max_properties: object.max_properties,
                ..Self::default()
            },
            Type::Array(array) => Self {
                ty: Some("array"),
                items: array.items.as_ref().map(SchemaRef::from),
                min_items: array.min_items,
                max_items: array.max_items,
                unique_items: array.unique_items,
                ..Self::default()
            },
        }
    }

    /// Returns the documented constraints as phrases.
    pub(super) fn limits(&self, default: Option<&Value>) -> Vec<String> {
        let mut limits = Vec::new();
        let above = |minimum| format!("{} {minimum}", if self.above_minimum { "more than" } else { "at least" });
        let below = |maximum| format!("{} {maximum}", if self.below_maximum { "less than" } else { "at most" });
        match (self.minimum, self.maximum) {
            (Some(minimum), Some(maximum)) if !self.above_minimum && !self.below_maximum => {
                limits.push(format!("from {minimum} to {maximum}"));
            }
            (minimum, maximum) => limits.extend(minimum.map(above).into_iter().chain(maximum.map(below))),
        }
        limits.extend(self.multiple_of.map(|factor| format!("a multiple of {factor}")));
        limits.extend(range(self.min_length, self.max_length, "character", "characters"));
        limits.extend(self.pattern.map(|pattern| format!("matches {}", markdown::code(pattern))));
        limits.extend(range(self.min_items, self.max_items, "item", "items"));
        limits.extend(self.unique_items.then(|| "no duplicates".to_owned()));
        limits.extend(range(self.min_properties, self.max_properties, "property", "properties"));
        limits.extend((self.format.as_deref() == Some("byte")).then(|| "base64".to_owned()));
        match default {
            None | Some(Value::Null) => {}
            Some(Value::String(string)) => limits.push(format!("default {}", markdown::code(string))),
            Some(value) => limits.push(format!("default {}", markdown::code(&value.to_string()))),
        }
        limits
    }
}

/// Returns the phrase for the documented numbers of characters, items or properties.
fn range(minimum: Option<usize>, maximum: Option<usize>, one: &str, many: &str) -> Option<String> {
    let count = |count: usize| format!("{count} {}", if count == 1 { one } else { many });
    match (minimum.filter(|minimum| *minimum > 0), maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {}", count(maximum))),
        (Some(minimum), None) => Some(format!("at least {}", count(minimum))),
        (None, Some(maximum)) => Some(format!("at most {}", count(maximum))),
        (None, None) => None,
    }
}

fn children(schemas: &[ReferenceOr<Schema>]) -> Vec<SchemaRef<'_>> {
    schemas.iter().map(SchemaRef::from).collect()
}

/// Returns the name of a format, including formats that `openapiv3` does not define.
fn format_name<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known).ok()?.as_str().map(str::to_owned),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
