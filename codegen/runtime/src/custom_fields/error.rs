//! What can go wrong between names and keys.

use std::fmt;

use super::definition::FieldKind;
use crate::json::enums::IntOrString;
use crate::protocol::error::Error;

/// Why a name, an option or a value does not go with the fields of the account. Nothing has been sent.
///
/// Becomes an [`Error`] of the kind `InvalidRequest` with `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomFieldError {
    /// There is no field of this name.
    UnknownField {
        /// The name that was asked for.
        name: String,
        /// Names that look like it, the closest first.
        closest: Vec<String>,
    },
    /// Several fields have this name. Use the key of the one that is meant in target of its name.
    AmbiguousField {
        /// The name that was asked for.
        name: String,
        /// The keys of the fields.
        keys: Vec<String>,
    },
    /// The name is that of a field which everybody has. It is no custom field: the item has a property for it.
    NotCustom {
        /// The name that was asked for.
        name: String,
        /// The property of the item.
        key: String,
    },
    /// The field has no such option.
    UnknownOption {
        /// The name of the field.
        field: String,
        /// The label that was asked for, or the id.
        option: String,
        /// Labels that look like it, the closest first.
        closest: Vec<String>,
    },
    /// Several options of the field have this label. Use the id of the one that is meant.
    AmbiguousOption {
        /// The name of the field.
        field: String,
        /// The label that was asked for.
        option: String,
        /// The ids of the options.
        ids: Vec<IntOrString>,
    },
    /// The field holds something else.
    WrongType {
        /// The name of the field.
        field: String,
        /// What it holds.
        kind: FieldKind,
        /// What it was used for.
        given: &'static str,
    },
}

impl CustomFieldError {
    /// Whether the name of a field or an option is not known, which may be because it is newer than the definitions.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::UnknownField { .. } | Self::UnknownOption { .. })
    }
}

impl fmt::Display for CustomFieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { name, closest } => {
                write!(f, "there is no field {name:?}")?;
                did_you_mean(f, closest)
            }
            Self::AmbiguousField { name, keys } => {
                write!(f, "several fields are called {name:?}: use the key of one, which are {}", keys.join(", "))
            }
            Self::NotCustom { name, key } => {
                write!(f, "{name:?} is no custom field: items have it as their property `{key}`")
            }
            Self::UnknownOption { field, option, closest } => {
                write!(f, "the field {field:?} has no option {option:?}")?;
                did_you_mean(f, closest)
            }
            Self::AmbiguousOption { field, option, ids } => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                write!(f, "several options of the field {field:?} are called {option:?}: use the id of one, which are ")?;
                f.write_str(&ids.join(", "))
            }
            Self::WrongType { field, kind, given } => {
                write!(f, "the field {field:?} is of the type `{kind}`, which does not go with {given}")
            }
        }
    }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, closest: &[String]) -> fmt::Result {
    match closest {
        [] => Ok(()),
        some => write!(f, "; the closest are {some:?}"),
    }
}

impl std::error::Error for CustomFieldError {}

impl From<CustomFieldError> for Error {
    fn from(error: CustomFieldError) -> Self {
        Self::invalid_request(error.to_string()).with_source(error)
    }
}
