//! Enums. A value that is not known yet is kept; a known one always gives its variant.

use std::fmt;

use serde::{Deserializer, Serializer};

use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Slot, Wire};

/// A text that this version of the crate does not know as a value of its enum.
///
/// It cannot be made for a known text: convert the text into the enum instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownText(String);

impl UnknownText {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A number that this version of the crate does not know as a value of its enum.
///
/// It cannot be made for a known number: convert the number into the enum instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownNumber(i64);

impl UnknownNumber {
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A text or number that is no value of a closed enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAValue(String);

impl NotAValue {
    pub(crate) fn new(value: impl fmt::Display) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for NotAValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not one of the values", self.0)
    }
}

impl std::error::Error for NotAValue {}

/// An enum of texts.
pub trait TextEnum: Sized {
    /// The text of the value.
    fn text(&self) -> &str;
    /// The value for a known text.
    fn known(text: &str) -> Option<Self>;
    /// The value for an unknown one; a closed enum has none.
    fn unknown(_text: UnknownText) -> Option<Self> {
        None
    }
}

/// An enum of numbers.
pub trait NumberEnum: Sized {
    /// The number of the value.
    fn number(&self) -> i64;
    /// The value for a known number.
    fn known(number: i64) -> Option<Self>;
    /// The value for an unknown one; a closed enum has none.
    fn unknown(_number: UnknownNumber) -> Option<Self> {
        None
    }
}

pub(crate) fn read_text<'de, T: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
    let scalar = Scalar::read(deserializer)?;
    let known = match &scalar {
        Scalar::Text(text) => T::known(text),
        // Numbers stand in for texts in places; only where they are known.
        Scalar::Int(number) => T::known(&number.to_string()),
        _ => None,
    };
    Ok(match (known, scalar) {
        (Some(value), _) => Slot::Value(value),
        (None, Scalar::Text(text)) => match T::unknown(UnknownText::new(text.clone().into_owned())) {
            Some(value) => Slot::Value(value),
            None => Scalar::Text(text).misfit("one of the known values"),
        },
        (None, other) => other.misfit("a string"),
    })
}

pub(crate) fn read_number<'de, T: NumberEnum, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
    let value = |number| T::known(number).or_else(|| T::unknown(UnknownNumber::new(number)));
    Ok(Scalar::read(deserializer)?.read_integer("an integer", value))
}

/// An integer or a text, whichever the account uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum IntOrString {
    /// An integer.
    Int(i64),
    /// A text.
    String(String),
}

impl From<i64> for IntOrString {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for IntOrString {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<&str> for IntOrString {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for IntOrString {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::String(value) => value.fmt(f),
        }
    }
}

impl Wire<IntOrString> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<IntOrString>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Int(value) => Slot::Value(IntOrString::Int(value)),
            Scalar::Text(text) => Slot::Value(IntOrString::String(text.into_owned())),
            other => other.misfit("an integer or a string"),
        })
    }

    fn write<S: Serializer>(value: &IntOrString, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            IntOrString::Int(value) => serializer.serialize_i64(*value),
            IntOrString::String(value) => serializer.serialize_str(value),
        }
    }
}
