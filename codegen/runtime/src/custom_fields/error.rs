//! The error of looking up and checking custom fields.

use std::fmt;

use super::definition::FieldKind;
use crate::json::either::OptionId;
use crate::protocol::error::Error;

/// The result of reading or writing a custom field.
pub(super) type FieldResult<T> = std::result::Result<T, CustomFieldError>;

/// An error of looking up a field or an option, or of checking a value. No request has been sent.
///
/// Converts to an [`Error`] of the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) with `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomFieldError {
    /// No field has this name.
    UnknownField {
        /// The requested name.
        name: String,
        /// Similar names, the most similar first.
        closest: Vec<String>,
    },
    /// Several fields have this name. Use the key of one of them instead.
    AmbiguousField {
        /// The requested name.
        name: String,
        /// The keys of the fields.
        keys: Vec<String>,
    },
    /// The field is not a custom field: items have it as a property.
    NotCustom {
        /// The requested name.
        name: String,
        /// The property of the item.
        key: String,
    },
    /// The field has no such option.
    UnknownOption {
        /// The name of the field.
        field: String,
        /// The requested label or id.
        option: String,
        /// Similar labels, the most similar first.
        closest: Vec<String>,
    },
    /// Several options of the field have this label. Use the id of one of them instead.
    AmbiguousOption {
        /// The name of the field.
        field: String,
        /// The requested label.
        option: String,
        /// The ids of the options.
        ids: Vec<OptionId>,
    },
    /// The field has another type.
    WrongType {
        /// The name of the field.
        field: String,
        /// The type of the field.
        kind: FieldKind,
        /// A description of the value or of the requested type.
        given: &'static str,
    },
}

impl CustomFieldError {
    /// Returns whether the name of a field or an option is unknown, possibly because it was added after the definitions were loaded.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::UnknownField { .. } | Self::UnknownOption { .. })
    }
}

impl fmt::Display for CustomFieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { name, closest } => {
                write!(f, "unknown field `{name}`")?;
                did_you_mean(f, closest)
            }
            Self::AmbiguousField { name, keys } => {
                write!(f, "the field name `{name}` is ambiguous: use one of the keys {}", quoted(keys))
            }
            Self::NotCustom { name, key } => {
                write!(f, "`{name}` is not a custom field: use the property `{key}` of the item")
            }
            Self::UnknownOption { field, option, closest } => {
                write!(f, "unknown option `{option}` of the field `{field}`")?;
                did_you_mean(f, closest)
            }
            Self::AmbiguousOption { field, option, ids } => {
                write!(f, "the option `{option}` of the field `{field}` is ambiguous: use one of the ids {}", quoted(ids))
            }
            Self::WrongType { field, kind, given } => {
                write!(f, "the field `{field}` has the type `{kind}`, which is incompatible with {given}")
            }
        }
    }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, closest: &[String]) -> fmt::Result {
    match closest {
        [] => Ok(()),
        some => write!(f, ": did you mean {}?", quoted(some)),
    }
}

fn quoted(names: &[impl fmt::Display]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl std::error::Error for CustomFieldError {}

impl From<CustomFieldError> for Error {
    fn from(error: CustomFieldError) -> Self {
        Self::invalid_request(error.to_string()).with_source(error)
    }
}
