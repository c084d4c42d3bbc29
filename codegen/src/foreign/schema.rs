//! What a schema comes down to once its compositions are merged: one of the few shapes that have a Rust type.

use indexmap::IndexMap;

use super::tree;
use crate::load::{Node, Span};

/// A schema with everything merged into it.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    /// Where it stands.
    pub at: Span,
    pub title: Option<String>,
    pub docs: Option<String>,
    pub nullable: bool,
    pub deprecated: bool,
    pub read_only: bool,
    pub example: Option<Node>,
    pub default: Option<Node>,
    /// The limits that end up in the documentation, by keyword.
    pub limits: Vec<(&'static str, Node)>,
    pub kind: SchemaType,
}

/// What a schema describes.
#[derive(Debug, Clone)]
pub(super) enum SchemaType {
    /// Any JSON.
    Any,
    /// Text, with a format if it is one that matters.
    String(Option<&'static str>),
    Integer,
    Number,
    Boolean,
    /// 0 or 1.
    Flag01,
    IntegerOrString,
    /// Two or more texts, or a single one, which is a constant.
    StringEnum(Vec<String>),
    /// Two or more whole numbers.
    IntegerEnum(Vec<i64>),
    List(Box<Schema>),
    Map(Box<Schema>),
    Object(ObjectSchema),
    /// One of several objects, told apart by a property.
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
    pub required: Vec<String>,
}

/// One kind of a union.
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
            example: None,
            default: None,
            limits: Vec::new(),
            kind,
        }
    }

    pub(super) fn any(at: Span) -> Self {
        Self::new(at, SchemaType::Any)
    }

    /// The same with what another one says beside its kind; the other one wins.
    pub(super) fn described_by(mut self, other: &Self) -> Self {
        self.at = other.at;
        // The title of a part is not that of the whole.
        self.title.clone_from(&other.title);
        self.docs = other.docs.clone().or(self.docs);
        self.nullable |= other.nullable;
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.example = other.example.clone().or(self.example);
        self.default = other.default.clone().or(self.default);
        for (key, limit) in &other.limits {
            self.limits.retain(|(known, _)| known != key);
            self.limits.push((key, limit.clone()));
        }
        self
    }

    /// What it describes, for people.
    pub(super) fn describe(&self) -> String {
        match &self.kind {
            SchemaType::Any => "any JSON",
            SchemaType::String(_) | SchemaType::StringEnum(_) => "a text",
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01 => "a whole number",
            SchemaType::Number => "a number",
            SchemaType::Boolean => "a boolean",
            SchemaType::IntegerOrString => "a whole number or a text",
            SchemaType::List(_) => "a list",
            SchemaType::Map(_) => "a map",
            SchemaType::Object(_) => "an object",
            SchemaType::Union { .. } => "one of several objects",
            SchemaType::Component(name) => return format!("`{name}`"),
        }
        .to_owned()
    }

    /// Writes the kinds that need no name and hold no other schema; `None` for the rest.
    pub(super) fn plain(&self) -> Option<tree::MapBuilder> {
        let mut map = tree::MapBuilder::new(self.at);
        let (ty, limits): (_, &[&str]) = match &self.kind {
            SchemaType::Any => return Some(map),
            SchemaType::String(_) => ("string", &["maxLength"]),
            SchemaType::StringEnum(values) if values.len() == 1 => ("string", &[]),
            SchemaType::Integer => ("integer", &["minimum", "maximum", "exclusiveMinimum"]),
            SchemaType::Flag01 => ("integer", &[]),
            SchemaType::Number => ("number", &["minimum", "maximum", "exclusiveMinimum"]),
            SchemaType::Boolean => ("boolean", &[]),
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
            // A file is one only in a multipart body, which writes this itself.
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
        for (key, limit) in self.limits.iter().filter(|(key, _)| limits.contains(key)) {
            map.put(key, limit.clone());
        }
        Some(map)
    }

    /// Whether it is an integer in a place where whole numbers only make sense.
    pub(super) fn into_integer(mut self) -> Self {
        if matches!(self.kind, SchemaType::Number) {
            self.kind = SchemaType::Integer;
            self.limits.retain(|(_, limit)| tree::is_integer(limit));
        }
        self
    }
}
