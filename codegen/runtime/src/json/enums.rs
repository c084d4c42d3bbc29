//! Enums of strings and of numbers. Open enums keep unknown values; a known value always decodes to its variant.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::output::{Leaf, Output};
use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{Read, Source};

/// A string that is not a known value of its enum in this version of the crate.
///
/// It cannot be created by users, so that a known value never ends up in it: convert a string to the enum instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownString(String);

impl UnknownString {
    pub(crate) fn new(value: String) -> Self {
        Self(value)
    }

    /// Returns the string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A number that is not a known value of its enum in this version of the crate.
///
/// It cannot be created by users, so that a known value never ends up in it: convert a number to the enum instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownNumber(i64);

impl UnknownNumber {
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The error of a conversion to a closed enum: the string or number is not one of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAValue(String);

impl NotAValue {
    pub(crate) fn new(value: impl fmt::Display) -> Self {
        Self(value.to_string())
    }
}

impl fmt::Display for NotAValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown value `{}`", self.0)
    }
}

impl std::error::Error for NotAValue {}

/// An enum of strings.
pub trait StringEnum: Sized {
    /// Returns the string of the variant.
    fn as_str(&self) -> &str;
    /// Returns the variant for a string, if it is known.
    fn known(value: &str) -> Option<Self>;
    /// Returns the variant for an unknown string; `None` if the enum is closed.
    fn unknown(_value: UnknownString) -> Option<Self> {
        None
    }
}

/// An enum of numbers.
pub trait NumberEnum: Sized {
    /// Returns the number of the variant.
    fn number(&self) -> i64;
    /// Returns the variant for a number, if it is known.
    fn known(value: i64) -> Option<Self>;
    /// Returns the variant for an unknown number; `None` if the enum is closed.
    fn unknown(_value: UnknownNumber) -> Option<Self> {
        None
    }
}

/// Converts a string to an open enum.
pub fn open_string<T: StringEnum>(value: String, unknown: fn(UnknownString) -> T) -> T {
    T::known(&value).unwrap_or_else(|| unknown(UnknownString::new(value)))
}

/// Converts a string to a closed enum.
///
/// # Errors
///
/// Fails if the string is not one of the values.
pub fn closed_string<T: StringEnum>(value: &str) -> Result<T, NotAValue> {
    T::known(value).ok_or_else(|| NotAValue::new(value))
}

/// Converts a number to an open enum.
pub fn open_number<T: NumberEnum>(value: i64, unknown: fn(UnknownNumber) -> T) -> T {
    T::known(value).unwrap_or_else(|| unknown(UnknownNumber::new(value)))
}

/// Converts a number to a closed enum.
///
/// # Errors
///
/// Fails if the number is not one of the values.
pub fn closed_number<T: NumberEnum>(value: i64) -> Result<T, NotAValue> {
    T::known(value).ok_or_else(|| NotAValue::new(value))
}

/// Decodes an enum of strings.
pub fn read_string<T: StringEnum>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let scalar = source.scalar()?;
    if let Some(string) = scalar.enum_string() {
        *target = T::known(&string);
    }
    if target.is_none()
        && let Some(string) = scalar.unknown_string()
    {
        *target = T::unknown(string);
    }
    Ok(scalar.enum_form(target.is_some()))
}

/// Returns the relation between a number that was received in place of the string of an enum, and the present value.
pub fn string_standing<T: StringEnum>(original: &Value, value: Option<&T>) -> Standing {
    Standing::of_string(original, value.map(T::as_str), |string| T::known(string).is_some())
}

impl Scalar<'_> {
    /// Returns the string to look up in an enum. Some responses contain a number in place of the string.
    fn enum_string(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Str(string) => Some(Cow::Borrowed(string)),
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    fn unknown_string(&self) -> Option<UnknownString> {
        let Self::Str(string) = self else { return None };
        Some(UnknownString::new(string.clone().into_owned()))
    }

    /// Returns the form of a scalar after the lookup.
    fn enum_form(self, is_value: bool) -> Form {
        match self {
            Self::Str(_) if is_value => Form::Standard,
            other if is_value => Form::Loose(Box::new(other.into_value())),
            string @ Self::Str(_) => string.misfit("one of the known values"),
            other => other.misfit("a string"),
        }
    }
}

/// Decodes an enum of numbers.
pub fn read_number<T: NumberEnum>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let variant = |value| T::known(value).or_else(|| T::unknown(UnknownNumber::new(value)));
    Ok(source.scalar()?.read_integer("an integer", variant).put(target))
}

/// An integer or a string, for values whose type differs between accounts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum IntOrString {
    /// An integer.
    Int(i64),
    /// A string.
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
            Scalar::Str(string) => Slot::value(IntOrString::String(string.into_owned())),
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
