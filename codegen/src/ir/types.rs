//! The types of values: their structure and their representation on the wire.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::{Constraint, Deprecation, Version};
use crate::load::Pointer;

/// Index of a type in [`super::Api::types`].
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

/// A named type.
#[derive(Clone, Debug, Serialize)]
pub struct TypeDef {
    /// Name of the schema.
    pub name: String,
    /// Module that the type is emitted into.
    pub module: TypeModule,
    /// Documentation.
    pub docs: Option<String>,
    /// Structure.
    pub kind: TypeKind,
    /// Whether requests, responses or both contain the type.
    pub usage: Usage,
    /// Cargo features that require the type. Set by the features pass.
    pub features: BTreeSet<String>,
    /// Location in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

impl TypeDef {
    /// Returns whether this is an object that only requests contain.
    pub fn is_request_only(&self) -> bool {
        matches!(self.kind, TypeKind::Object(_)) && self.usage.request && !self.usage.response
    }
}

/// The module of a type. It is derived from the file that declares the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum TypeModule {
    /// `ids`: id types.
    Ids,
    /// `common`: types that both API versions share.
    Common,
    /// `v2::deals`: types of a resource.
    Resource {
        /// API version.
        version: Version,
        /// Resource in `snake_case`.
        resource: String,
    },
}

/// Whether requests or responses contain a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Requests contain it.
    pub request: bool,
    /// Responses contain it.
    pub response: bool,
}

/// The structure of a named type.
#[derive(Clone, Debug, Serialize)]
pub enum TypeKind {
    /// An id newtype.
    Id(IdKind),
    /// An enum of strings or integers.
    Enum(EnumType),
    /// An object with properties.
    Object(ObjectType),
    /// One of several objects, selected by a discriminator.
    Union(UnionType),
}

impl TypeKind {
    /// Calls `visit` with every type that the properties or variants refer to.
    pub fn for_each_type(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Object(object) => object.properties.iter().for_each(|property| property.ty.for_each_named(visit)),
            Self::Union(union) => union.variants.iter().for_each(|variant| visit(variant.ty)),
            Self::Id(_) | Self::Enum(_) => {}
        }
    }
}

/// Representation of an id on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum IdKind {
    /// An integer.
    Integer,
    /// A string, such as a UUID.
    String,
}

/// An enum of strings or integers.
#[derive(Clone, Debug, Serialize)]
pub struct EnumType {
    /// Known values.
    pub values: Vec<EnumValue>,
    /// Whether the API never adds values (`x-closed`).
    pub closed: bool,
}

/// A value of an [`EnumType`].
#[derive(Clone, Debug, Serialize)]
pub struct EnumValue {
    /// Value on the wire.
    pub wire: WireValue,
    /// Variant name from `x-enum-varnames`.
    pub name: Option<String>,
    /// Documentation from `x-enum-descriptions`.
    pub docs: Option<String>,
    /// Location in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

/// A string or an integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum WireValue {
    /// A string.
    String(String),
    /// An integer.
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
    /// Properties, in the order of the description.
    pub properties: Vec<Property>,
    /// Where the object stores custom fields, if it has any.
    pub custom_fields: Option<CustomFieldLayout>,
    /// Whether responses may contain `true` in its place (`x-lenient: object-or-true`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub or_true: bool,
    /// Whether requests can contain other properties.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
    /// The minimum number of properties in a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<u32>,
}

/// Where an object stores custom fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CustomFieldLayout {
    /// In the property `custom_fields` (v2).
    Nested,
    /// Next to the other properties (v1).
    Flat,
}

/// A property of an object or the value of a parameter.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of the description")]
pub struct Property {
    /// Name on the wire.
    pub wire: String,
    /// Documentation.
    pub docs: Option<String>,
    /// Type of the value.
    pub ty: Type,
    /// Requests must contain the property.
    pub required: bool,
    /// The value may be `null`.
    pub nullable: bool,
    /// Requests must contain the property, and may contain `null` for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub takes_null: bool,
    /// Responses always contain the property, and it is never `null` (`x-proven`).
    pub proven: bool,
    /// The value is a secret (`x-sensitive`).
    pub sensitive: bool,
    /// What a list may be sent as instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_form: Option<ListForm>,
    /// The type contains the enclosing object, so the field needs a `Box`. Set by the cycles pass.
    pub boxed: bool,
    /// The only valid value.
    pub constant: Option<String>,
    /// Set if the property is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Documented constraints as phrases, such as "default 100" or "at most 500".
    pub limits: Vec<String>,
    /// Constraints that requests are checked against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// A valid value, used as the sample in tests.
    pub sample: Option<serde_json::Value>,
    /// Location in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

/// What a list may be sent as instead of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ListForm {
    /// A map by this property of its items (`x-map-key`).
    MapBy(String),
    /// Its only item (`x-lenient: one-or-list`).
    Item,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Type {
    /// A string.
    String,
    /// An integer.
    Integer,
    /// An integer of 64 bits without a sign.
    Unsigned,
    /// A floating-point number.
    Number,
    /// A boolean.
    Boolean,
    /// A boolean that is 0 or 1 on the wire.
    Flag01,
    /// A date.
    Date,
    /// A timestamp.
    DateTime(DateTimeForm),
    /// A time of day.
    Time(TimeForm),
    /// A duration.
    Duration(TimeForm),
    /// An integer that is a string of digits on the wire.
    Digits,
    /// Any JSON value.
    Any,
    /// The content of a file.
    Binary,
    /// A list.
    List(Box<Type>),
    /// A map with string keys.
    Map(Box<Type>),
    /// An item of a list or a value of a map that may be null.
    Nullable(Box<Type>),
    /// A named type.
    Named(TypeId),
    /// An integer or a string.
    IntegerOrString,
    /// The id of an option of a field: an integer, a string or a boolean.
    OptionId,
    /// A boolean, or the conditions under which it is true.
    FlagOrConditions,
    /// A list of ids: one as a number on the wire, several as a string.
    IdList(TypeId),
    /// An id, or the object with that id.
    IdOrObject {
        /// Type of the id.
        id: TypeId,
        /// Type of the object.
        object: TypeId,
    },
}

impl Type {
    /// Calls `visit` with every named type that this type refers to.
    pub fn for_each_named(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) | Self::IdList(id) => visit(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.for_each_named(visit),
            Self::IdOrObject { id, object } => {
                visit(*id);
                visit(*object);
            }
            leaf_type!() => {}
        }
    }
}

/// A pattern of the types that refer to no other types.
///
/// It replaces a wildcard where only the structure of types matters, so that a new type is not ignored by accident.
macro_rules! leaf_type {
    () => {
        $crate::ir::Type::String
            | $crate::ir::Type::Integer
            | $crate::ir::Type::Unsigned
            | $crate::ir::Type::Number
            | $crate::ir::Type::Boolean
            | $crate::ir::Type::Flag01
            | $crate::ir::Type::Date
            | $crate::ir::Type::DateTime(_)
            | $crate::ir::Type::Time(_)
            | $crate::ir::Type::Duration(_)
            | $crate::ir::Type::Digits
            | $crate::ir::Type::Any
            | $crate::ir::Type::Binary
            | $crate::ir::Type::IntegerOrString
            | $crate::ir::Type::OptionId
            | $crate::ir::Type::FlagOrConditions
    };
}

pub(crate) use leaf_type;

/// Representation of a timestamp on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DateTimeForm {
    /// RFC 3339.
    Rfc3339,
    /// `2026-01-31 14:05:00`, in UTC.
    Space,
    /// `2026-01-31 14:05`, in UTC.
    Minute,
    /// Seconds since the Unix epoch.
    UnixSeconds,
    /// Milliseconds since the Unix epoch.
    UnixMilliseconds,
}

/// Representation of a time of day or a duration on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TimeForm {
    /// `14:05:00`
    Second,
    /// `14:05`
    Minute,
}

/// One of several objects, selected by a discriminator.
#[derive(Clone, Debug, Serialize)]
pub struct UnionType {
    /// Name of the discriminator property.
    pub tag: String,
    /// Known variants.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a [`UnionType`].
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// Value of the discriminator.
    pub tag: String,
    /// Type of the object.
    pub ty: TypeId,
    /// Location of the discriminator value in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

pub(super) fn as_string<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}
