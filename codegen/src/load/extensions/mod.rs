//! The extensions of `spec/README.md`, parsed here and nowhere else.
//!
//! Load checks every extension where it stands, and reports what is unknown, out of place or wrong. Later stages read the typed values with
//! [`OperationExtensions::of`] and [`SchemaExtensions::of`], which pass over what load has reported already.

mod check;
mod parse;

use indexmap::IndexMap;
use serde_json::Value;

pub(super) use check::{ExtensionError, ExtensionOwner, check};

/// What an operation says beyond OpenAPI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationExtensions {
    /// What a call costs of the daily budget.
    pub token_cost: Option<u32>,
    /// How to walk the list.
    pub pagination: Option<PaginationExtension>,
    /// How to tell that the job it reports on is over.
    pub wait: Option<WaitExtension>,
    /// The id of the operation to use instead.
    pub replaced_by: Option<String>,
    /// The path that requests really go to.
    pub sent_to: Option<String>,
    /// The evidence.
    pub source: Option<String>,
}

/// How a list is walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaginationExtension {
    /// The parameters and where the next page is told.
    pub style: PaginationKind,
    /// A JSON pointer into the reply: where the list stands.
    pub items: String,
    /// The largest `limit`.
    pub max: Option<u32>,
}

/// The ways in which the API gives pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaginationKind {
    /// `cursor` and `limit`; the next one stands at `/additional_data/next_cursor`.
    Cursor,
    /// `start` and `limit`; the next one stands in `/additional_data/pagination`.
    Offset,
    /// Like [`Offset`](Self::Offset), with `since_timestamp`.
    Recents,
}

impl PaginationKind {
    /// As written in the description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cursor => "cursor",
            Self::Offset => "offset",
            Self::Recents => "recents",
        }
    }

    /// The query parameters that the operation must have.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Cursor => &["cursor", "limit"],
            Self::Offset => &["start", "limit"],
            Self::Recents => &["start", "limit", "since_timestamp"],
        }
    }

    /// Where the reply says what comes next.
    pub fn next(self) -> &'static str {
        match self {
            Self::Cursor => "/additional_data/next_cursor",
            Self::Offset | Self::Recents => "/additional_data/pagination",
        }
    }
}

/// How to tell that the job is over which an operation reports on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitExtension {
    /// A JSON pointer into the reply: where the status of the job stands.
    pub status: String,
    /// The values of a job that is over and went well.
    pub done: Vec<String>,
    /// The values of a job that is over and did not.
    pub failed: Vec<String>,
}

/// A known looseness of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lenient {
    /// A boolean that is written 0 or 1.
    Flag01,
    /// An integer that is written as a string of digits.
    Digits,
    /// An integer or a string, kept as it came.
    IntOrString,
    /// An id, or the object that it stands for.
    IdOrObject,
    /// A map that is sent as `[]` when it is empty.
    MapOrEmptyList,
}

impl Lenient {
    /// Every looseness with its name in the description.
    pub const ALL: [(&'static str, Self); 5] = [
        ("flag01", Self::Flag01),
        ("digits", Self::Digits),
        ("int-or-string", Self::IntOrString),
        ("id-or-object", Self::IdOrObject),
        ("map-or-empty-list", Self::MapOrEmptyList),
    ];
}

/// Where an object keeps the account's own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CustomFieldsPlacement {
    /// In the object `custom_fields` (v2).
    Nested,
    /// Beside the others, under keys of 40 digits (v1).
    Flat,
}

/// What a schema says beyond OpenAPI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaExtensions {
    /// The id type.
    pub id: Option<String>,
    /// The looseness of the wire.
    pub lenient: Option<Lenient>,
    /// Where the account's own fields stand.
    pub custom_fields: Option<CustomFieldsPlacement>,
    /// The names of the variants, one per value.
    pub enum_varnames: Option<Vec<String>>,
    /// The meanings of the variants, one per value.
    pub enum_descriptions: Option<Vec<String>>,
    /// No value will ever be added.
    pub closed: bool,
    /// Always there and never null.
    pub proven: bool,
    /// A secret.
    pub sensitive: bool,
    /// The property to use instead.
    pub replaced_by: Option<String>,
    /// The evidence.
    pub source: Option<String>,
}

impl OperationExtensions {
    /// What `operation.extensions` says.
    pub fn of(extensions: &IndexMap<String, Value>) -> Self {
        let get = |name: &str| extensions.get(name);
        Self {
            token_cost: get("x-token-cost").and_then(|value| parse::cost(value).ok()),
            pagination: get("x-pagination").and_then(|value| parse::pagination(value).ok()),
            wait: get("x-wait").and_then(|value| parse::wait(value).ok()),
            replaced_by: get("x-replaced-by").and_then(|value| parse::text(value).ok()),
            sent_to: get("x-sent-to").and_then(|value| parse::path(value).ok()),
            source: get("x-source").and_then(|value| parse::text(value).ok()),
        }
    }
}

impl SchemaExtensions {
    /// What `schema.schema_data.extensions` says.
    pub fn of(extensions: &IndexMap<String, Value>) -> Self {
        // As most do.
        if extensions.is_empty() {
            return Self::default();
        }
        let get = |name: &str| extensions.get(name);
        let flag = |name: &str| get(name).is_some_and(|value| parse::flag(value).is_ok());
        Self {
            id: get("x-id").and_then(|value| parse::type_name(value).ok()),
            lenient: get("x-lenient").and_then(|value| parse::lenient(value).ok()),
            custom_fields: get("x-custom-fields").and_then(|value| parse::custom_fields(value).ok()),
            enum_varnames: get("x-enum-varnames").and_then(|value| parse::type_names(value).ok()),
            enum_descriptions: get("x-enum-descriptions").and_then(|value| parse::texts(value).ok()),
            closed: flag("x-closed"),
            proven: flag("x-proven"),
            sensitive: flag("x-sensitive"),
            replaced_by: get("x-replaced-by").and_then(|value| parse::text(value).ok()),
            source: get("x-source").and_then(|value| parse::text(value).ok()),
        }
    }
}
