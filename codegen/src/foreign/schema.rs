//! Schemas with merged compositions, reduced to the types that Rust can represent.

use indexmap::{IndexMap, IndexSet};

use super::tree;
use super::value_docs::EnumDocs;
use crate::openapi::{Node, Span};

/// A schema with merged compositions.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent annotations")]
pub(super) struct Schema {
    /// Location in the document.
    pub at: Span,
    pub title: Option<String>,
    pub docs: Option<String>,
    pub nullable: bool,
    pub deprecated: bool,
    /// Not part of requests.
    pub read_only: bool,
    /// Not part of responses.
    pub write_only: bool,
    /// Names that an object must contain, of a schema that does not declare their properties: a part of a composition.
    pub required: IndexSet<String>,
    pub example: Option<Node>,
    pub default: Option<Node>,
    /// The names and the documentation of the values of an enum.
    pub values: EnumDocs,
    /// Constraints that are documented, by keyword.
    pub limits: Vec<(&'static str, Node)>,
    pub kind: SchemaType,
}

/// The type of a schema.
#[derive(Debug, Clone)]
pub(super) enum SchemaType {
    /// Any JSON.
    Any,
    /// A string, with its format if it changes the Rust type.
    String(Option<&'static str>),
    Integer,
    Number,
    Boolean,
    /// 0 or 1.
    Flag01,
    IntegerOrString,
    /// A string enum. A single value is a constant.
    StringEnum(Vec<String>),
    /// An integer enum with at least two values.
    IntegerEnum(Vec<i64>),
    List(Box<Schema>),
    Map(Box<Schema>),
    Object(ObjectSchema),
    /// One of several objects, selected by a discriminator.
    Union {
        tag: String,
        variants: Vec<VariantSchema>,
    },
    /// A schema under `components`.
    Component(String),
}

/// An object with properties.
#[derive(Debug, Clone, Default)]
pub(super) struct ObjectSchema {
    pub properties: IndexMap<String, Schema>,
    pub required: IndexSet<String>,
    /// Whether it declares that it can have other properties.
    pub is_open: bool,
}

impl ObjectSchema {
    /// Takes a property, whose place remains.
    pub(super) fn take(&mut self, name: &str) -> Option<Schema> {
        self.properties.get_mut(name).map(|property| std::mem::replace(property, Schema::any(property.at)))
    }

    /// Returns the names of the required properties that `is_declared`.
    pub(super) fn required(&self, mut is_declared: impl FnMut(&str) -> bool) -> Vec<&str> {
        self.required.iter().map(String::as_str).filter(|name| is_declared(name)).collect()
    }
}

/// A variant of a union.
#[derive(Debug, Clone)]
pub(super) struct VariantSchema {
    pub tags: Vec<String>,
    pub schema: Schema,
}

impl Schema {
    pub(super) fn new(at: Span, kind: SchemaType) -> Self {
        Self {
            at,
            title: None,
            docs: None,
            nullable: false,
            deprecated: false,
            read_only: false,
            write_only: false,
            required: IndexSet::new(),
            example: None,
            default: None,
            values: EnumDocs::new(),
            limits: Vec::new(),
            kind,
        }
    }

    pub(super) fn any(at: Span) -> Self {
        Self::new(at, SchemaType::Any)
    }

    /// Separates the type from the annotations.
    pub(super) fn split(mut self) -> (SchemaType, Self) {
        (std::mem::replace(&mut self.kind, SchemaType::Any), self)
    }

    /// Adds the annotations and constraints of another schema, which take precedence.
    pub(super) fn described_by(mut self, other: &Self) -> Self {
        self.at = other.at;
        // The title of a part does not apply to the whole.
        self.title.clone_from(&other.title);
        self.docs = other.docs.clone().or(self.docs);
        self.nullable |= other.nullable;
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.required.extend(other.required.iter().cloned());
        self.example = other.example.clone().or(self.example);
        self.default = other.default.clone().or(self.default);
        self.values.extend(other.values.clone());
        for (key, limit) in &other.limits {
            self.limits.retain(|(known, _)| known != key);
            self.limits.push((key, limit.clone()));
        }
        self
    }

    /// Returns the type for diagnostics, such as `a list`.
    pub(super) fn describe(&self) -> String {
        match &self.kind {
            SchemaType::Any => "any JSON",
            SchemaType::String(_) | SchemaType::StringEnum(_) => "a string",
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01 => "an integer",
            SchemaType::Number => "a number",
            SchemaType::Boolean => "a boolean",
            SchemaType::IntegerOrString => "an integer or a string",
            SchemaType::List(_) => "a list",
            SchemaType::Map(_) => "a map",
            SchemaType::Object(_) => "an object",
            SchemaType::Union { .. } => "one of several objects",
            SchemaType::Component(name) => return format!("`{name}`"),
        }
        .to_owned()
    }

    /// Returns the schema of a scalar or constant. Returns `None` for types that contain schemas or need a name.
    pub(super) fn plain(&self) -> Option<tree::MapBuilder> {
        let mut map = tree::MapBuilder::new(self.at);
        let ty = match &self.kind {
            SchemaType::Any => {
                self.put_limits(&mut map);
                return Some(map);
            }
            SchemaType::String(_) => "string",
            SchemaType::StringEnum(values) if values.len() == 1 => "string",
            SchemaType::Integer | SchemaType::Flag01 => "integer",
            SchemaType::Number => "number",
            SchemaType::Boolean => "boolean",
            SchemaType::IntegerOrString => {
                let of = |ty: &str| {
                    let mut part = tree::MapBuilder::new(self.at);
                    part.put("type", tree::string(self.at, ty));
                    part.build()
                };
                map.put("oneOf", tree::list(self.at, vec![of("integer"), of("string")]));
                map.put("x-lenient", tree::string(self.at, "int-or-string"));
                return Some(map);
            }
            _ => return None,
        };
        map.put("type", tree::string(self.at, ty));
        match &self.kind {
            // `binary` only applies to multipart bodies, which write the schema themselves.
            SchemaType::String(format) => map.put_string("format", format.filter(|format| *format != "binary")),
            SchemaType::StringEnum(values) => {
                map.put("enum", tree::list(self.at, values.iter().map(|value| tree::string(self.at, value)).collect()));
            }
            SchemaType::Flag01 => {
                map.put("enum", tree::list(self.at, vec![tree::integer(self.at, 0), tree::integer(self.at, 1)]));
                map.put("x-lenient", tree::string(self.at, "flag01"));
            }
            _ => {}
        }
        self.put_limits(&mut map);
        Some(map)
    }

    /// Writes the constraints that apply to the type. A composition can have added others.
    pub(super) fn put_limits(&self, map: &mut tree::MapBuilder) {
        let applicable: &[&str] = match &self.kind {
            SchemaType::String(_) => &["minLength", "maxLength", "pattern"],
            SchemaType::Integer => &["format", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"],
            SchemaType::Number => &["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"],
            SchemaType::List(_) => &["minItems", "maxItems", "uniqueItems"],
            SchemaType::Map(_) | SchemaType::Any => &["minProperties", "maxProperties"],
            _ => &[],
        };
        for (key, limit) in self.limits.iter().filter(|(key, _)| applicable.contains(key)) {
            map.put(key, limit.clone());
        }
    }

    /// Converts a number to an integer, for parameters that only accept whole numbers.
    pub(super) fn into_integer(mut self) -> Self {
        if matches!(self.kind, SchemaType::Number) {
            self.kind = SchemaType::Integer;
            self.limits.retain(|(_, limit)| tree::is_integer(limit));
        }
        self
    }
}
