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
    pub kind: Kind,
}

/// What a schema describes.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Any JSON.
    Any,
    /// Text, with a format if it is one that matters.
    Text(Option<&'static str>),
    Integer,
    Number,
    Boolean,
    /// 0 or 1.
    Flag,
    IntegerOrText,
    /// Two or more texts, or a single one, which is a constant.
    Texts(Vec<String>),
    /// Two or more whole numbers.
    Integers(Vec<i64>),
    List(Box<Schema>),
    Map(Box<Schema>),
    Object(Object),
    /// One of several objects, told apart by a property.
    Union {
        tag: String,
        variants: Vec<Variant>,
    },
    /// A schema under `components`.
    Named(String),
}

/// An object with properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    pub properties: IndexMap<String, Schema>,
    pub required: Vec<String>,
}

/// One kind of a union.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub tags: Vec<String>,
    pub schema: Schema,
}

impl Schema {
    pub(super) fn new(at: Span, kind: Kind) -> Self {
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
        Self::new(at, Kind::Any)
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
            Kind::Any => "any JSON",
            Kind::Text(_) | Kind::Texts(_) => "a text",
            Kind::Integer | Kind::Integers(_) | Kind::Flag => "a whole number",
            Kind::Number => "a number",
            Kind::Boolean => "a boolean",
            Kind::IntegerOrText => "a whole number or a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
            Kind::Object(_) => "an object",
            Kind::Union { .. } => "one of several objects",
            Kind::Named(name) => return format!("`{name}`"),
        }
        .to_owned()
    }

    /// Writes the kinds that need no name and hold no other schema; `None` for the rest.
    pub(super) fn plain(&self) -> Option<tree::Map> {
        let mut map = tree::Map::new(self.at);
        let (ty, limits): (_, &[&str]) = match &self.kind {
            Kind::Any => return Some(map),
            Kind::Text(_) => ("string", &["maxLength"]),
            Kind::Texts(values) if values.len() == 1 => ("string", &[]),
            Kind::Integer => ("integer", &["minimum", "maximum", "exclusiveMinimum"]),
            Kind::Flag => ("integer", &[]),
            Kind::Number => ("number", &["minimum", "maximum", "exclusiveMinimum"]),
            Kind::Boolean => ("boolean", &[]),
            Kind::IntegerOrText => {
                let of = |ty: &str| {
                    let mut part = tree::Map::new(self.at);
                    part.put("type", tree::text(self.at, ty));
                    part.done()
                };
                map.put("oneOf", tree::list(self.at, vec![of("integer"), of("string")]));
                map.put("x-lenient", tree::text(self.at, "int-or-string"));
                return Some(map);
            }
            _ => return None,
        };
        map.put("type", tree::text(self.at, ty));
        match &self.kind {
            // A file is one only in a multipart body, which writes this itself.
            Kind::Text(format) => map.put_text("format", format.filter(|format| *format != "binary")),
            Kind::Texts(values) => {
                map.put("enum", tree::list(self.at, values.iter().map(|value| tree::text(self.at, value)).collect()));
            }
            Kind::Flag => {
                map.put("enum", tree::list(self.at, vec![tree::whole(self.at, 0), tree::whole(self.at, 1)]));
                map.put("x-lenient", tree::text(self.at, "flag01"));
            }
            _ => {}
        }
        for (key, limit) in self.limits.iter().filter(|(key, _)| limits.contains(key)) {
            map.put(key, limit.clone());
        }
        Some(map)
    }

    /// Whether it is an integer in a place where whole numbers only make sense.
    pub(super) fn whole(mut self) -> Self {
        if matches!(self.kind, Kind::Number) {
            self.kind = Kind::Integer;
            self.limits.retain(|(_, limit)| tree::is_whole(limit));
        }
        self
    }
}
