//! The Rust types of the values of fields.

use std::fmt;

use crate::snapshot::{AccountField, AccountOptionId};

/// The type of the value of a custom field in generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// `String`: `varchar`, `varchar_auto`, `text` and `phone`.
    Text,
    /// `f64`: `double`.
    Number,
    /// `Money`: `monetary`.
    Money,
    /// `Date`: `date`.
    Date,
    /// `DateRange`: `daterange`.
    DateRange,
    /// `TimeOfDay`: `time`.
    Time,
    /// `TimeRange`: `timerange`.
    TimeRange,
    /// `Address`: `address`.
    Address,
    /// `UserId`: `user`.
    User,
    /// `PersonId`: `people`.
    Person,
    /// `OrganizationId`: `org`.
    Organization,
    /// The enum of the options of the field: `enum`.
    Choice,
    /// A list of the enum of the options of the field: `set`.
    Choices,
    /// Arbitrary JSON: any other type.
    Json,
}

impl ValueType {
    /// Returns the type of the values of a field.
    pub fn of(field: &AccountField) -> Self {
        match field.field_type.as_str() {
            "varchar" | "varchar_auto" | "text" | "phone" => Self::Text,
            "double" => Self::Number,
            "monetary" => Self::Money,
            "date" => Self::Date,
            "daterange" => Self::DateRange,
            "time" => Self::Time,
            "timerange" => Self::TimeRange,
            "address" => Self::Address,
            "user" => Self::User,
            "people" => Self::Person,
            "org" => Self::Organization,
            "enum" if has_numbers(field) => Self::Choice,
            "set" if has_numbers(field) => Self::Choices,
            _ => Self::Json,
        }
    }

    /// Returns the type in a struct as Rust source, such as `Option<Money>`. `enum_name` is the enum of the options, if there is one.
    pub fn rust(self, enum_name: &str) -> String {
        match self {
            Self::Choices => format!("Vec<{enum_name}>"),
            Self::Choice => format!("Option<{enum_name}>"),
            other => format!("Option<{other}>"),
        }
    }
}

/// Formats the Rust type without `Option`.
impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "String",
            Self::Number => "f64",
            Self::Money => "Money",
            Self::Date => "Date",
            Self::DateRange => "DateRange",
            Self::Time => "TimeOfDay",
            Self::TimeRange => "TimeRange",
            Self::Address => "Address",
            Self::User => "UserId",
            Self::Person => "PersonId",
            Self::Organization => "OrganizationId",
            Self::Choice => "enum",
            Self::Choices => "Vec<enum>",
            Self::Json => "Value",
        })
    }
}

/// The ids of the options of custom fields are numbers. Other ids would be no ids of an option of a custom field.
fn has_numbers(field: &AccountField) -> bool {
    field.options.iter().all(|option| matches!(option.id, AccountOptionId::Number(_)))
}
