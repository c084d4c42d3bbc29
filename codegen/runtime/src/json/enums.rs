//! Enums. A value that is not known yet is kept; a known one always gives its variant.

use std::borrow::Cow;
use std::fmt;

use super::output::{Leaf, Output};
use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Form, Slot, Wire};
use super::source::{Read, Source};

/// A text that this version of the crate does not know as a value of its enum.
///
/// It cannot be made for a known text: convert the text into the enum instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownString(String);

impl UnknownString {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownString {
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
pub trait StringEnum: Sized {
    /// The text of the value.
    fn text(&self) -> &str;
    /// The value for a known text.
    fn known(text: &str) -> Option<Self>;
    /// The value for an unknown one; a closed enum has none.
    fn unknown(_text: UnknownString) -> Option<Self> {
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

/// The value of an enum that may grow.
pub fn open_string<T: StringEnum>(text: String, unknown: fn(UnknownString) -> T) -> T {
    T::known(&text).unwrap_or_else(|| unknown(UnknownString::new(text)))
}

/// The value of an enum that never grows.
pub fn closed_string<T: StringEnum>(text: &str) -> Result<T, NotAValue> {
    T::known(text).ok_or_else(|| NotAValue::new(text))
}

/// The value of an enum that may grow.
pub fn open_number<T: NumberEnum>(number: i64, unknown: fn(UnknownNumber) -> T) -> T {
    T::known(number).unwrap_or_else(|| unknown(UnknownNumber::new(number)))
}

/// The value of an enum that never grows.
pub fn closed_number<T: NumberEnum>(number: i64) -> Result<T, NotAValue> {
    T::known(number).ok_or_else(|| NotAValue::new(number))
}

/// Reads an enum of texts.
pub fn read_string<T: StringEnum>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let scalar = source.scalar()?;
    if let Some(text) = scalar.enum_string() {
        *target = T::known(&text);
    }
    if target.is_none()
        && let Some(text) = scalar.unknown_string()
    {
        *target = T::unknown(text);
    }
    Ok(scalar.enum_form(target.is_some()))
}

impl Scalar<'_> {
    /// The text that may be a value of an enum. Numbers stand in for texts in places; only where they are known.
    fn enum_string(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Str(text) => Some(Cow::Borrowed(text)),
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    fn unknown_string(&self) -> Option<UnknownString> {
        let Self::Str(text) = self else { return None };
        Some(UnknownString::new(text.clone().into_owned()))
    }

    /// The form of a text that is a value of an enum, or is none.
    fn enum_form(self, is_value: bool) -> Form {
        match self {
            _ if is_value => Form::Standard,
            text @ Self::Str(_) => text.misfit("one of the known values"),
            other => other.misfit("a string"),
        }
    }
}

/// Reads an enum of numbers.
pub fn read_number<T: NumberEnum>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let value = |number| T::known(number).or_else(|| T::unknown(UnknownNumber::new(number)));
    Ok(source.scalar()?.read_integer("an integer", value).put(target))
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<IntOrString>) -> Read<Form> {
        Ok(match source.scalar()? {
            Scalar::Int(value) => Slot::value(IntOrString::Int(value)),
            Scalar::Str(text) => Slot::value(IntOrString::String(text.into_owned())),
            other => other.misfit("an integer or a string").into(),
        }
        .put(target))
    }

    fn write(value: &IntOrString, out: &mut dyn Output) {
        match value {
            IntOrString::Int(value) => out.leaf(Leaf::Int(*value)),
            IntOrString::String(value) => out.leaf(Leaf::Str(value)),
        }
    }
}
