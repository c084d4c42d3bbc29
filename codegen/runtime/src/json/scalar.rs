//! Reading any JSON value without deciding yet what it should be.
//!
//! All leaf types (text, numbers, dates, ids, enums) are read through the one visitor here and then looked at as plain
//! data. That is what makes them lenient, and it keeps the code that the compiler has to repeat per type small.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::slot::{Form, Slot};

/// A JSON value, its text still borrowed where possible.
#[derive(Debug)]
pub enum Scalar<'de> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// One above `i64::MAX`.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A text.
    Str(Cow<'de, str>),
    /// A list or an object.
    Other(Value),
}

impl<'de> Scalar<'de> {
    /// The same as a JSON value.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => value.into(),
            Self::Unsigned(value) => value.into(),
            Self::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Self::Str(text) => Value::String(text.into_owned()),
            Self::Other(value) => value,
        }
    }

    /// A mismatch, or null, or an empty text: what is left when a leaf type could make nothing of it.
    pub(crate) fn misfit(self, expected: &'static str) -> Form {
        match self {
            Self::Null => Form::Null,
            other => Form::mismatch(other.into_value(), expected),
        }
    }

    /// The same, but empty text means "nothing".
    pub(crate) fn misfit_or_blank(self, expected: &'static str) -> Form {
        match self {
            Self::Str(text) if text.trim().is_empty() => Form::blank(Value::String(text.into_owned())),
            other => other.misfit(expected),
        }
    }

    /// A value that has been read from this; what it came as is kept unless that is the usual form.
    pub(crate) fn read_as<T>(self, value: T, is_standard: bool) -> Slot<T> {
        if is_standard { Slot::value(value) } else { Slot::loose(value, self.into_value()) }
    }

    /// Whether this is a text with blanks around it.
    pub(crate) fn is_padded(&self) -> bool {
        matches!(self, Self::Str(text) if text.trim().len() < text.len())
    }

    /// The integer, or whatever else it is.
    pub(crate) fn read_integer<T>(self, expected: &'static str, convert: impl FnOnce(i64) -> Option<T>) -> Slot<T> {
        let Some(integer) = self.integer() else { return self.misfit_or_blank(expected).into() };
        let is_standard = !self.is_padded();
        match convert(integer) {
            Some(value) => self.read_as(value, is_standard),
            None => self.misfit("one of the known values").into(),
        }
    }

    /// An integer: a number without a fraction, or its digits as text.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Float(value) => integral(*value),
            Self::Str(text) => text.trim().parse().ok(),
            Self::Null | Self::Bool(_) | Self::Unsigned(_) | Self::Other(_) => None,
        }
    }
}

/// The integer that a float stands for, where it stands for exactly one.
#[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "checked to be exactly an integer below 2^53")]
pub(crate) fn integral(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.trunc() == value && value.abs() < EXACT).then_some(value as i64)
}
