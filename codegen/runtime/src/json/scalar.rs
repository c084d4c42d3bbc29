//! A JSON value of any type, before it is converted to a Rust type.
//!
//! All leaf types (strings, numbers, dates, ids, enums) are read as a [`Scalar`] first and converted afterwards. That makes it
//! simple to accept several formats, and keeps the code that is compiled per type small.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::digits;
use super::slot::{Form, Slot};

/// A JSON value. A string is borrowed from the input where possible.
#[derive(Debug)]
pub enum Scalar<'de> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A string.
    Str(Cow<'de, str>),
    /// A list or an object.
    Other(Value),
}

impl<'de> Scalar<'de> {
    /// Returns the scalar of a value that is neither a list nor an object, nor a number with all its digits.
    pub(crate) fn of(value: &'de Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::String(string) => Self::Str(Cow::Borrowed(string)),
            Value::Number(number) if !digits::ARE_KEPT => match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => Self::Int(integer),
                (None, Some(unsigned)) => Self::Unsigned(unsigned),
                (None, None) => Self::Float(number.as_f64()?),
            },
            Value::Number(_) | Value::Array(_) | Value::Object(_) => return None,
        })
    }
}

impl Scalar<'_> {
    /// Converts the scalar to a JSON value.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => value.into(),
            Self::Unsigned(value) => value.into(),
            Self::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Self::Str(string) => Value::String(string.into_owned()),
            Self::Other(value) => value,
        }
    }

    /// Returns the form of a value that could not be converted: null, or a mismatch.
    pub(crate) fn misfit(self, expected: &'static str) -> Form {
        match self {
            Self::Null => Form::Null,
            other => Form::mismatch(other.into_value(), expected),
        }
    }

    /// Like [`misfit`](Self::misfit), but a string that is empty or whitespace is blank.
    pub(crate) fn misfit_or_blank(self, expected: &'static str) -> Form {
        match self {
            Self::Str(string) if string.trim().is_empty() => Form::blank(Value::String(string.into_owned())),
            other => other.misfit(expected),
        }
    }

    /// Creates a slot for the value that was converted from this scalar. Keeps the original unless it is in the standard form.
    pub(crate) fn read_as<T>(self, value: T, is_standard: bool) -> Slot<T> {
        if is_standard { Slot::value(value) } else { Slot::loose(value, self.into_value()) }
    }

    /// Converts an integer with `convert`, which returns `None` for an unknown value.
    pub(crate) fn read_integer<T>(self, expected: &'static str, convert: impl FnOnce(i64) -> Option<T>) -> Slot<T> {
        let Some(integer) = self.integer() else { return self.misfit_or_blank(expected).into() };
        let is_standard = matches!(self, Self::Int(_));
        match convert(integer) {
            Some(value) => self.read_as(value, is_standard),
            None => self.misfit("one of the known values").into(),
        }
    }

    /// Returns an integer: a number without a fraction, or a string of digits.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Float(value) => integral(*value),
            Self::Str(string) => string.trim().parse().ok(),
            Self::Null | Self::Bool(_) | Self::Unsigned(_) | Self::Other(_) => None,
        }
    }
}

/// Converts a float to an integer if that is exact.
#[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "checked to be exactly an integer below 2^53")]
pub(crate) fn integral(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.trunc() == value && value.abs() < EXACT).then_some(value as i64)
}
