//! Types: what values look like on the wire and what they mean.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::{Deprecation, Version};
use crate::load::Pointer;

/// The place of a type in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than four billion types"))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type with a name.
#[derive(Clone, Debug, Serialize)]
pub struct TypeDef {
    /// Its name in the description.
    pub name: String,
    /// The module that it lives in.
    pub module: TypeModule,
    /// What it means.
    pub docs: Option<String>,
    /// What it is made of.
    pub kind: TypeKind,
    /// Whether requests, replies or both hold it.
    pub usage: Usage,
    /// The features that need it; filled by the features pass.
    pub features: BTreeSet<String>,
    /// Where it is described.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

impl TypeDef {
    /// Whether it is an object that no reply holds.
    pub fn is_request_only(&self) -> bool {
        matches!(self.kind, TypeKind::Object(_)) && self.usage.request && !self.usage.response
    }
}

/// The module of a type, decided by the file that it is described in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum TypeModule {
    /// `ids`: the id types.
    Ids,
    /// `common`: what both versions share.
    Common,
    /// `v2::deals`: a resource of one version.
    Resource {
        /// The version of the API.
        version: Version,
        /// The resource, in `snake_case`.
        resource: String,
    },
}

/// In which direction values of a type travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Requests hold it.
    pub request: bool,
    /// Replies hold it.
    pub response: bool,
}

/// What a named type is made of.
#[derive(Clone, Debug, Serialize)]
pub enum TypeKind {
    /// An id newtype.
    Id(IdKind),
    /// A set of texts or numbers.
    Enum(EnumType),
    /// An object with properties.
    Object(ObjectType),
    /// One of several objects, told apart by a property.
    Union(UnionType),
}

impl TypeKind {
    /// Calls `visit` with every type that this one is made of.
    pub fn for_each_type(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Object(object) => object.properties.iter().for_each(|property| property.ty.for_each_named(visit)),
            Self::Union(union) => union.variants.iter().for_each(|variant| visit(variant.ty)),
            Self::Id(_) | Self::Enum(_) => {}
        }
    }
}

/// What an id is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum IdKind {
    /// A number.
    Integer,
    /// A text, such as a UUID.
    String,
}

/// A set of values.
#[derive(Clone, Debug, Serialize)]
pub struct EnumType {
    /// The values that are known.
    pub values: Vec<EnumValue>,
    /// Whether the set can never grow.
    pub closed: bool,
}

/// One value of an [`EnumType`].
#[derive(Clone, Debug, Serialize)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: WireValue,
    /// The name that the description gives it.
    pub name: Option<String>,
    /// What it means.
    pub docs: Option<String>,
}

/// A text or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum WireValue {
    /// A text.
    String(String),
    /// A number.
    Number(i64),
}

impl std::fmt::Display for WireValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String(string) => f.write_str(string),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// An object with properties.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ObjectType {
    /// The properties, in documented order.
    pub properties: Vec<Property>,
    /// Where the account's own fields live.
    pub custom_fields: Option<CustomFieldLayout>,
}

/// Where the account's own fields live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CustomFieldLayout {
    /// In a property `custom_fields` (v2).
    Nested,
    /// Beside the other properties (v1).
    Flat,
}

/// A property of an object, or the value of a parameter.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of the description")]
pub struct Property {
    /// Its name on the wire.
    pub wire: String,
    /// What it means.
    pub docs: Option<String>,
    /// What it holds.
    pub ty: Type,
    /// A request must have it.
    pub required: bool,
    /// It may be null.
    pub nullable: bool,
    /// A reply always has it, never null.
    pub proven: bool,
    /// It is a secret.
    pub sensitive: bool,
    /// It leads back to the object that it stands in, so its value needs a box; filled by the cycles pass.
    pub boxed: bool,
    /// The only value that it can have.
    pub constant: Option<String>,
    /// Set when it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Documented limits, in words: "default 100", "at most 500".
    pub limits: Vec<String>,
    /// A value that the API would accept, for samples.
    pub sample: Option<serde_json::Value>,
    /// Where it is described.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

/// What a property holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Type {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// True or false, written 1 or 0.
    Flag01,
    /// A calendar day.
    Date,
    /// A moment.
    DateTime(DateTimeForm),
    /// A time of day.
    Time(TimeForm),
    /// A length of time.
    Duration(TimeForm),
    /// A whole number written as text.
    Digits,
    /// Any JSON.
    Any,
    /// The content of a file.
    Binary,
    /// Some of the same.
    List(Box<Type>),
    /// Some of the same by name.
    Map(Box<Type>),
    /// A type of the arena.
    Named(TypeId),
    /// A whole number or a text.
    IntegerOrString,
    /// An id, or the object that it stands for.
    IdOrObject {
        /// The id.
        id: TypeId,
        /// The object.
        object: TypeId,
    },
}

impl Type {
    /// Calls `visit` with every named type that this one mentions.
    pub fn for_each_named(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) => visit(*id),
            Self::List(inner) | Self::Map(inner) => inner.for_each_named(visit),
            Self::IdOrObject { id, object } => {
                visit(*id);
                visit(*object);
            }
            _ => {}
        }
    }
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DateTimeForm {
    /// RFC 3339.
    Rfc3339,
    /// `2026-01-31 14:05:00`, UTC.
    Space,
    /// `2026-01-31 14:05`, UTC.
    Minute,
    /// Seconds since 1970.
    UnixSeconds,
    /// Milliseconds since 1970.
    UnixMilliseconds,
}

/// How a time of day or a duration is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TimeForm {
    /// `14:05:00`.
    Second,
    /// `14:05`.
    Minute,
}

/// One of several objects, told apart by a property.
#[derive(Clone, Debug, Serialize)]
pub struct UnionType {
    /// The property that tells them apart.
    pub tag: String,
    /// The known kinds.
    pub variants: Vec<UnionVariant>,
}

/// One kind of a [`UnionType`].
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// The value of the tag.
    pub tag: String,
    /// The object.
    pub ty: TypeId,
}

pub(super) fn as_string<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}
