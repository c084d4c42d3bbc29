//! Parses the extensions that `spec/README.md` lists.
//!
//! Load checks every extension and reports unknown, misplaced and invalid ones. Later stages get the typed values from
//! [`OperationExtensions::of`] and [`SchemaExtensions::of`], which ignore invalid values.

mod check;
mod known;
mod parse;
mod words;

use indexmap::IndexMap;
use serde_json::Value;

pub use crate::openapi::PaginationKind;
pub use known::Extension;
use words::words;

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

words! {
    /// A value that the API sends in another form than its type suggests.
    pub enum Lenient {
        /// A boolean that is sent as 0 or 1.
        Flag01 = "flag01",
        /// An integer that is sent as a string of digits.
        Digits = "digits",
        /// An integer or a string, kept as it is.
        IntOrString = "int-or-string",
        /// An id, or the object with that id.
        IdOrObject = "id-or-object",
        /// A map that is sent as `[]` when it is empty.
        MapOrEmptyList = "map-or-empty-list",
        /// A list, or its only element.
        OneOrList = "one-or-list",
        /// IDs: a number, or several in a string, separated by commas.
        IdList = "id-list",
        /// The ID of an option of a field: a number, a string or a boolean.
        OptionId = "option-id",
        /// A boolean, or the conditions under which it is true.
        FlagOrConditions = "flag-or-conditions",
        /// An object, or `true` in its place, which only confirms that a call had its effect.
        ObjectOrTrue = "object-or-true",
    }
}

words! {
    /// Where an object contains the custom fields of the account.
    pub enum CustomFieldsPlacement {
        /// In the object `custom_fields` (v2).
        Nested = "nested",
        /// Beside the other properties, with keys of 40 hexadecimal digits (v1).
        Flat = "flat",
    }
}

words! {
    /// What an empty list of a query parameter means.
    pub enum EmptyList {
        /// The list is a filter that nothing matches.
        MatchesNothing = "matches-nothing",
        /// The same as no list at all.
        Omitted = "omitted",
    }
}

words! {
    /// The direction in which a timestamp is rounded.
    pub enum Rounding {
        /// To the start of the second.
        Down = "down",
        /// To the start of the next second.
        Up = "up",
    }
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
        let mut parsed = Self::default();
        for (name, value) in extensions {
            let Some(extension) = Extension::of_word(name) else { continue };
            match extension {
                Extension::TokenCost => parsed.token_cost = parse::cost(value).ok(),
                Extension::Pagination => parsed.pagination = parse::pagination(value).ok(),
                Extension::Wait => parsed.wait = parse::wait(value).ok(),
                Extension::ReplacedBy => parsed.replaced_by = parse::string(value).ok(),
                Extension::Aliases => parsed.aliases = parse::aliases(value).unwrap_or_default(),
                Extension::Retired => parsed.retired = parse::flag(value).is_ok(),
                Extension::SentTo => parsed.sent_to = parse::path(value).ok(),
                Extension::Source => parsed.source = parse::string(value).ok(),
                // Of schemas, and of the document.
                Extension::Id
                | Extension::Lenient
                | Extension::MapKey
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
                | Extension::RevocationUrl => {}
            }
        }
        parsed
    }
}

impl SchemaExtensions {
    /// Parses `schema.schema_data.extensions`.
    pub fn of(extensions: &IndexMap<String, Value>) -> Self {
        let mut parsed = Self::default();
        for (name, value) in extensions {
            let Some(extension) = Extension::of_word(name) else { continue };
            match extension {
                Extension::Id => parsed.id = parse::type_name(value).ok(),
                Extension::Lenient => parsed.lenient = parse::lenient(value).ok(),
                Extension::MapKey => parsed.map_key = parse::string(value).ok(),
                Extension::CustomFields => parsed.custom_fields = parse::custom_fields(value).ok(),
                Extension::EnumVarnames => parsed.enum_varnames = parse::type_names(value).ok(),
                Extension::EnumDescriptions => parsed.enum_descriptions = parse::descriptions(value).ok(),
                Extension::Closed => parsed.closed = parse::flag(value).is_ok(),
                Extension::Proven => parsed.proven = parse::flag(value).is_ok(),
                Extension::Sensitive => parsed.sensitive = parse::flag(value).is_ok(),
                Extension::EmptyList => parsed.empty_list = parse::empty_list(value).ok(),
                Extension::IgnoredWith => parsed.ignored_with = parse::string(value).ok(),
                Extension::WholeSeconds => parsed.whole_seconds = parse::rounding(value).ok(),
                Extension::ReplacedBy => parsed.replaced_by = parse::string(value).ok(),
                Extension::Source => parsed.source = parse::string(value).ok(),
                // Of operations, and of the document.
                Extension::TokenCost
                | Extension::Pagination
                | Extension::Wait
                | Extension::Aliases
                | Extension::SentTo
                | Extension::Retired
                | Extension::RateLimits
                | Extension::UserAgent
                | Extension::WebhookItems
                | Extension::RevocationUrl => {}
            }
        }
        parsed
    }
}
