//! Values that the API sends as one of several JSON types, which have a meaning of their own.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::output::{Leaf, ObjectOutput, Output};
use super::plain::{Plain, flag};
use super::scalar::Scalar;
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{Read, Source};

/// The id of an option of a field: a number for custom fields, often a string or a boolean for standard fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OptionId {
    /// A number.
    Int(i64),
    /// A string.
    String(String),
    /// A boolean, for standard fields such as `done` of activities.
    Bool(bool),
}

impl OptionId {
    /// Returns the number; `None` if the id is not a number.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(id) => Some(*id),
            Self::String(_) | Self::Bool(_) => None,
        }
    }
}

impl From<i64> for OptionId {
    fn from(id: i64) -> Self {
        Self::Int(id)
    }
}

impl From<i32> for OptionId {
    fn from(id: i32) -> Self {
        Self::Int(id.into())
    }
}

impl From<&str> for OptionId {
    fn from(id: &str) -> Self {
        Self::String(id.to_owned())
    }
}

impl From<String> for OptionId {
    fn from(id: String) -> Self {
        Self::String(id)
    }
}

impl From<bool> for OptionId {
    fn from(id: bool) -> Self {
        Self::Bool(id)
    }
}

impl fmt::Display for OptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(id) => fmt::Display::fmt(id, f),
            Self::String(id) => f.pad(id),
            Self::Bool(id) => fmt::Display::fmt(id, f),
        }
    }
}

impl Wire<OptionId> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<OptionId>) -> Read<Form> {
        Ok(match source.scalar()? {
            Scalar::Int(id) => Slot::value(OptionId::Int(id)),
            Scalar::Str(id) => Slot::value(OptionId::String(id.into_owned())),
            Scalar::Bool(id) => Slot::value(OptionId::Bool(id)),
            other => other.misfit("an integer, a string or a boolean").into(),
        }
        .put(target))
    }

    fn write(value: &OptionId, out: &mut dyn Output) {
        out.leaf(match value {
            OptionId::Int(id) => Leaf::Int(*id),
            OptionId::String(id) => Leaf::Str(id),
            OptionId::Bool(id) => Leaf::Bool(*id),
        });
    }
}

/// A flag that is set always, never, or under conditions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ConditionalFlag {
    /// The flag is not set: `false`.
    Never,
    /// The flag is set: `true`.
    Always,
    /// The flag is set for items that meet these conditions, by property: `{"status": "=lost"}`.
    When(BTreeMap<String, Value>),
}

impl From<bool> for ConditionalFlag {
    fn from(flag: bool) -> Self {
        if flag { Self::Always } else { Self::Never }
    }
}

impl Wire<ConditionalFlag> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<ConditionalFlag>) -> Read<Form> {
        Ok(match source.scalar()? {
            Scalar::Other(Value::Object(object)) => {
                let mut conditions = BTreeMap::new();
                for (property, condition) in object {
                    conditions.insert(property, condition);
                }
                Slot::value(ConditionalFlag::When(conditions))
            }
            // PHP encodes an empty map as an empty list.
            Scalar::Other(Value::Array(none)) if none.is_empty() => {
                Slot::loose(ConditionalFlag::When(BTreeMap::new()), Value::Array(none))
            }
            Scalar::Other(list) => Form::mismatch(list, "a boolean or an object").into(),
            other => flag(other, |scalar| matches!(scalar, Scalar::Bool(_))).map(ConditionalFlag::from),
        }
        .put(target))
    }

    fn write(value: &ConditionalFlag, out: &mut dyn Output) {
        match value {
            ConditionalFlag::Never => out.leaf(Leaf::Bool(false)),
            ConditionalFlag::Always => out.leaf(Leaf::Bool(true)),
            ConditionalFlag::When(conditions) => out.object(&|out: &mut dyn ObjectOutput| {
                for (property, condition) in conditions {
                    out.key(property);
                    out.value(condition);
                }
            }),
        }
    }

    fn standing(original: &Value, value: Option<&ConditionalFlag>) -> Standing {
        Standing::of::<Self, ConditionalFlag>(original, value)
    }
}
