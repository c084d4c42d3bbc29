//! Parses the extensions that `spec/README.md` lists.
//!
//! Load checks every extension and reports unknown, misplaced and invalid ones. Later stages get the typed values from
//! [`OperationExtensions::of`] and [`SchemaExtensions::of`], which ignore invalid values.

mod check;
mod parse;

use indexmap::IndexMap;
use serde_json::Value;

pub use crate::openapi::PaginationKind;

pub(super) use check::{ExtensionError, ExtensionOwner, check};

/// The extensions of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationExtensions {
    /// The cost of a call, in tokens of the daily budget.
    pub token_cost: Option<u32>,
    /// How to page through the list.
    pub pagination: Option<PaginationExtension>,
    /// How to wait for the end of the job that the operation reports on.
    pub wait: Option<WaitExtension>,
    /// The id of the operation that replaces this one.
    pub replaced_by: Option<String>,
    /// Further words that the operation is found by in the documentation.
    pub aliases: Vec<String>,
    /// Whether the API answers the operation although no document describes it.
    pub retired: bool,
    /// The path of the request, where it differs from the path of the operation.
    pub sent_to: Option<String>,
    /// The source of the facts.
    pub source: Option<String>,
}

/// How to page through a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaginationExtension {
    /// The kind of pagination, which determines the parameters and the location of the next page.
    pub style: PaginationKind,
    /// A JSON pointer to the list in the response.
    pub items: String,
    /// The maximum value of `limit`.
    pub max: Option<u32>,
}

/// How to wait for the end of the job that an operation reports on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitExtension {
    /// A JSON pointer to the status of the job in the response.
    pub status: String,
    /// The values of a job that has succeeded.
    pub done: Vec<String>,
    /// The values of a job that has failed.
    pub failed: Vec<String>,
}

/// A value that the API sends in another form than its type suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lenient {
    /// A boolean that is sent as 0 or 1.
    Flag01,
    /// An integer that is sent as a string of digits.
    Digits,
    /// An integer or a string, kept as it is.
    IntOrString,
    /// An id, or the object with that id.
    IdOrObject,
    /// A map that is sent as `[]` when it is empty.
    MapOrEmptyList,
    /// A list, or its only element.
    OneOrList,
    /// IDs: a number, or several in a string, separated by commas.
    IdList,
    /// The ID of an option of a field: a number, a string or a boolean.
    OptionId,
    /// A boolean, or the conditions under which it is true.
    FlagOrConditions,
    /// An object, or `true` in its place, which only confirms that a call had its effect.
    ObjectOrTrue,
}

impl Lenient {
    /// All values with their names in the description.
    pub const ALL: [(&'static str, Self); 10] = [
        ("flag01", Self::Flag01),
        ("digits", Self::Digits),
        ("int-or-string", Self::IntOrString),
        ("id-or-object", Self::IdOrObject),
        ("map-or-empty-list", Self::MapOrEmptyList),
        ("one-or-list", Self::OneOrList),
        ("id-list", Self::IdList),
        ("option-id", Self::OptionId),
        ("flag-or-conditions", Self::FlagOrConditions),
        ("object-or-true", Self::ObjectOrTrue),
    ];
}

/// Where an object contains the custom fields of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CustomFieldsPlacement {
    /// In the object `custom_fields` (v2).
    Nested,
    /// Beside the other properties, with keys of 40 hexadecimal digits (v1).
    Flat,
}

/// What an empty list of a query parameter means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EmptyList {
    /// The list is a filter that nothing matches.
    MatchesNothing,
    /// The same as no list at all.
    Omitted,
}

/// The direction in which a timestamp is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rounding {
    /// To the start of the second.
    Down,
    /// To the start of the next second.
    Up,
}

/// The extensions of a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaExtensions {
    /// The name of the id type.
    pub id: Option<String>,
    /// The form in which the value is sent.
    pub lenient: Option<Lenient>,
    /// The property of the items whose values are the keys if the list is sent as a map.
    pub map_key: Option<String>,
    /// Where the custom fields are.
    pub custom_fields: Option<CustomFieldsPlacement>,
    /// The names of the variants, one for each value of the enum.
    pub enum_varnames: Option<Vec<String>>,
    /// The descriptions of the variants, one for each value of the enum.
    pub enum_descriptions: Option<Vec<String>>,
    /// Whether the API will not add values to the enum.
    pub closed: bool,
    /// Whether the property is always present and never null.
    pub proven: bool,
    /// Whether the value is a secret.
    pub sensitive: bool,
    /// What an empty list means, for the list of a query parameter.
    pub empty_list: Option<EmptyList>,
    /// The query parameter that makes the API ignore this one.
    pub ignored_with: Option<String>,
    /// How a timestamp is rounded to whole seconds before it is sent.
    pub whole_seconds: Option<Rounding>,
    /// The property that replaces this one.
    pub replaced_by: Option<String>,
    /// The source of the facts.
    pub source: Option<String>,
}

impl OperationExtensions {
    /// Parses `operation.extensions`.
    pub fn of(extensions: &IndexMap<String, Value>) -> Self {
        let get = |name: &str| extensions.get(name);
        Self {
            token_cost: get("x-token-cost").and_then(|value| parse::cost(value).ok()),
            pagination: get("x-pagination").and_then(|value| parse::pagination(value).ok()),
            wait: get("x-wait").and_then(|value| parse::wait(value).ok()),
            replaced_by: get("x-replaced-by").and_then(|value| parse::string(value).ok()),
            aliases: get("x-aliases").and_then(|value| parse::aliases(value).ok()).unwrap_or_default(),
            retired: get("x-retired").is_some_and(|value| parse::flag(value).is_ok()),
            sent_to: get("x-sent-to").and_then(|value| parse::path(value).ok()),
            source: get("x-source").and_then(|value| parse::string(value).ok()),
        }
    }
}

impl SchemaExtensions {
    /// Parses `schema.schema_data.extensions`.
    pub fn of(extensions: &IndexMap<String, Value>) -> Self {
        // Most schemas have none.
        if extensions.is_empty() {
            return Self::default();
        }
        let get = |name: &str| extensions.get(name);
        let flag = |name: &str| get(name).is_some_and(|value| parse::flag(value).is_ok());
        Self {
            id: get("x-id").and_then(|value| parse::type_name(value).ok()),
            lenient: get("x-lenient").and_then(|value| parse::lenient(value).ok()),
            map_key: get("x-map-key").and_then(|value| parse::string(value).ok()),
            custom_fields: get("x-custom-fields").and_then(|value| parse::custom_fields(value).ok()),
            enum_varnames: get("x-enum-varnames").and_then(|value| parse::type_names(value).ok()),
            enum_descriptions: get("x-enum-descriptions").and_then(|value| parse::descriptions(value).ok()),
            closed: flag("x-closed"),
            proven: flag("x-proven"),
            sensitive: flag("x-sensitive"),
            empty_list: get("x-empty-list").and_then(|value| parse::empty_list(value).ok()),
            ignored_with: get("x-ignored-with").and_then(|value| parse::string(value).ok()),
            whole_seconds: get("x-whole-seconds").and_then(|value| parse::rounding(value).ok()),
            replaced_by: get("x-replaced-by").and_then(|value| parse::string(value).ok()),
            source: get("x-source").and_then(|value| parse::string(value).ok()),
        }
    }
}
