//! The default codec, and its implementation for primitive and time types.

use std::marker::PhantomData;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::output::{self, Leaf, Output, WithCodec};
use super::scalar::{Scalar, integral};
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{self, Read, Source};
use super::target::{Target, TypedTarget};
use super::{form, time};

/// The default codec of every type: numbers as JSON numbers, timestamps in RFC 3339, and so on.
#[derive(Debug)]
pub struct Plain;

impl Wire<String> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<String>) -> Read<Form> {
        Ok(match source.scalar()? {
            Scalar::Str(string) => Slot::value(string.into_owned()),
            // Some strings of the API are numbers in some accounts.
            number @ (Scalar::Int(_) | Scalar::Unsigned(_) | Scalar::Float(_) | Scalar::Other(Value::Number(_))) => {
                let number = number.into_value();
                Slot::loose(number.to_string(), number)
            }
            other => other.misfit("a string").into(),
        }
        .put(target))
    }

    fn write(value: &String, out: &mut dyn Output) {
        out.leaf(Leaf::Str(value));
    }

    fn standing(original: &Value, value: Option<&String>) -> Standing {
        Standing::of_string(original, value.map(String::as_str), |_| true)
    }
}

impl Wire<i64> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<i64>) -> Read<Form> {
        Ok(source.scalar()?.read_integer("an integer", Some).put(target))
    }

    fn write(value: &i64, out: &mut dyn Output) {
        out.leaf(Leaf::Int(*value));
    }

    fn standing(original: &Value, value: Option<&i64>) -> Standing {
        Standing::of::<Self, i64>(original, value)
    }
}

impl Wire<u64> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<u64>) -> Read<Form> {
        let scalar = source.scalar()?;
        let (value, is_standard) = match &scalar {
            Scalar::Unsigned(value) => (Some(*value), true),
            Scalar::Int(value) => (u64::try_from(*value).ok(), true),
            Scalar::Str(string) => (string.trim().parse().ok(), false),
            other => (other.integer().and_then(|value| u64::try_from(value).ok()), false),
        };
        Ok(match value {
            Some(value) => scalar.read_as(value, is_standard),
            None => scalar.misfit_or_blank("an integer that is not negative").into(),
        }
        .put(target))
    }

    fn write(value: &u64, out: &mut dyn Output) {
        out.value(&Value::from(*value));
    }

    fn standing(original: &Value, value: Option<&u64>) -> Standing {
        Standing::of::<Self, u64>(original, value)
    }
}

/// The largest integer up to which `f64` represents every integer.
const MAX_EXACT: u64 = 1 << 53;

impl Wire<f64> for Plain {
    /// Keeps the original of a number that has more digits than `f64` can represent, or a whole number with a fraction.
    #[expect(clippy::cast_precision_loss, reason = "the exact number is kept")]
    fn read(source: &mut dyn Source<'_>, target: &mut Option<f64>) -> Read<Form> {
        let scalar = source.scalar()?;
        let (value, is_exact) = match &scalar {
            Scalar::Int(value) => (Some(*value as f64), value.unsigned_abs() <= MAX_EXACT),
            Scalar::Unsigned(value) => (Some(*value as f64), false),
            Scalar::Float(value) => (Some(*value), integral(*value).is_none()),
            Scalar::Str(string) => (decimal(string), false),
            Scalar::Other(Value::Number(number)) => (number.as_f64(), false),
            _ => (None, false),
        };
        Ok(match value {
            Some(value) => scalar.read_as(value, is_exact),
            None => scalar.misfit_or_blank("a number").into(),
        }
        .put(target))
    }

    /// Writes whole numbers as integers, so that 5000 stays 5000.
    fn write(value: &f64, out: &mut dyn Output) {
        out.leaf(integral(*value).map_or(Leaf::Float(*value), Leaf::Int));
    }

    fn standing(original: &Value, value: Option<&f64>) -> Standing {
        Standing::of::<Self, f64>(original, value)
    }
}

/// Parses a number in a string. Unlike `str::parse`, it rejects `inf` and `nan`.
fn decimal(string: &str) -> Option<f64> {
    let string = string.trim();
    let plain = string.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain.then(|| string.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

impl Wire<bool> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<bool>) -> Read<Form> {
        Ok(flag(source.scalar()?, |scalar| matches!(scalar, Scalar::Bool(_))).put(target))
    }

    fn write(value: &bool, out: &mut dyn Output) {
        out.leaf(Leaf::Bool(*value));
    }

    fn standing(original: &Value, value: Option<&bool>) -> Standing {
        Standing::of::<Self, bool>(original, value)
    }
}

/// Decodes a boolean: `true`, `1`, or either as a string. `is_standard` returns whether the codec writes this form.
pub(crate) fn flag(scalar: Scalar<'_>, is_standard: fn(&Scalar<'_>) -> bool) -> Slot<bool> {
    let value = match &scalar {
        Scalar::Bool(value) => *value,
        Scalar::Int(value @ (0 | 1)) => *value == 1,
        Scalar::Str(string) if matches!(&**string, "1" | "true") => true,
        Scalar::Str(string) if matches!(&**string, "0" | "false") => false,
        _ => return scalar.misfit_or_blank("a boolean").into(),
    };
    let is_standard = is_standard(&scalar);
    scalar.read_as(value, is_standard)
}

impl Wire<Value> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Value>) -> Read<Form> {
        Ok(match source.value()? {
            Value::Null => Form::Null,
            other => Slot::value(other).put(target),
        })
    }

    fn write(value: &Value, out: &mut dyn Output) {
        out.value(value);
    }

    fn null() -> Option<Value> {
        Some(Value::Null)
    }
}

impl Wire<Date> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Date>) -> Read<Form> {
        Ok(read_time(source.scalar()?, "a date", time::date, form::date).put(target))
    }

    fn write(value: &Date, out: &mut dyn Output) {
        out.leaf(Leaf::Shown(format_args!("{value}")));
    }

    fn standing(original: &Value, value: Option<&Date>) -> Standing {
        Standing::of::<Self, Date>(original, value)
    }
}

impl Wire<Timestamp> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_timestamp(source, form::rfc3339)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Shown(format_args!("{value}")));
    }

    fn standing(original: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(original, value)
    }
}

impl Wire<Time> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Time>) -> Read<Form> {
        Ok(read_time_of_day(source, form::time)?.put(target))
    }

    fn write(value: &Time, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_time(*value)));
    }

    fn standing(original: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(original, value)
    }
}

impl Wire<SignedDuration> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<SignedDuration>) -> Read<Form> {
        Ok(read_duration(source, form::duration)?.put(target))
    }

    fn write(value: &SignedDuration, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_duration(*value)));
    }

    fn standing(original: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(original, value)
    }
}

/// Decodes a timestamp. `is_standard` returns whether a string is in the format of the codec.
pub(crate) fn read_timestamp(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<Timestamp>> {
    Ok(read_time(source.scalar()?, "a date and time", time::timestamp, is_standard))
}

/// Decodes a time of day. `is_standard` returns whether a string is in the format of the codec.
pub(crate) fn read_time_of_day(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<Time>> {
    Ok(read_time(source.scalar()?, "a time of day", time::time, is_standard))
}

/// Decodes a duration. `is_standard` returns whether a string is in the format of the codec.
pub(crate) fn read_duration(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<SignedDuration>> {
    Ok(match source.scalar()? {
        zero @ Scalar::Int(0) => zero.read_as(SignedDuration::ZERO, false),
        other => read_time(other, "a duration", time::duration, is_standard),
    })
}

/// Decodes a date, a time or a duration from a string. Zero dates and empty strings are blank.
pub(crate) fn read_time<T>(
    scalar: Scalar<'_>,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
    is_standard: fn(&str) -> bool,
) -> Slot<T> {
    match scalar {
        Scalar::Str(string) if time::is_zero_date(&string) => Form::blank(Value::String(string.into_owned())).into(),
        Scalar::Str(string) => match parse(&string) {
            Some(value) => {
                let is_standard = is_standard(&string);
                Scalar::Str(string).read_as(value, is_standard)
            }
            None => Scalar::Str(string).misfit_or_blank(expected).into(),
        },
        other => other.misfit(expected).into(),
    }
}

impl<T> Wire<Box<T>> for Plain
where
    Self: Wire<T>,
{
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Box<T>>) -> Read<Form> {
        let mut inner = None;
        let form = <Self as Wire<T>>::read(source, &mut inner)?;
        *target = inner.map(Box::new);
        Ok(form)
    }

    fn write(value: &Box<T>, out: &mut dyn Output) {
        <Self as Wire<T>>::write(value, out);
    }

    fn standing(original: &Value, value: Option<&Box<T>>) -> Standing {
        <Self as Wire<T>>::standing(original, value.map(|value| &**value))
    }

    fn null() -> Option<Box<T>> {
        <Self as Wire<T>>::null().map(Box::new)
    }

    fn absent() -> Option<Box<T>> {
        <Self as Wire<T>>::absent().map(Box::new)
    }
}

/// A value with the codec `W`, or null.
#[derive(Debug)]
pub struct Nullable<W = Plain>(PhantomData<fn() -> W>);

impl<T, W: Wire<T>> Wire<Option<T>> for Nullable<W> {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Option<T>>) -> Read<Form> {
        let mut inner = None;
        let form = W::read(source, &mut inner)?;
        *target = inner.map(Some);
        Ok(form)
    }

    fn write(value: &Option<T>, out: &mut dyn Output) {
        match value {
            Some(value) => W::write(value, out),
            None => out.leaf(Leaf::Null),
        }
    }

    fn standing(original: &Value, value: Option<&Option<T>>) -> Standing {
        W::standing(original, value.and_then(Option::as_ref))
    }

    fn null() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T> Wire<Option<T>> for Plain
where
    Self: Wire<T>,
{
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Option<T>>) -> Read<Form> {
        <Nullable<Self> as Wire<Option<T>>>::read(source, target)
    }

    fn write(value: &Option<T>, out: &mut dyn Output) {
        <Nullable<Self> as Wire<Option<T>>>::write(value, out);
    }

    fn standing(original: &Value, value: Option<&Option<T>>) -> Standing {
        <Nullable<Self> as Wire<Option<T>>>::standing(original, value)
    }

    fn null() -> Option<Option<T>> {
        Some(None)
    }
}

/// Discards the value: for responses whose data is not used.
impl Wire<()> for Plain {
    fn read(source: &mut dyn Source<'_>, _target: &mut Option<()>) -> Read<Form> {
        Ok(match source.value()? {
            Value::Null => Form::Null,
            other => Form::blank(other),
        })
    }

    fn write((): &(), out: &mut dyn Output) {
        out.leaf(Leaf::Null);
    }

    fn null() -> Option<()> {
        Some(())
    }
}

/// Implements `Deserialize` for the types of the API.
///
/// # Errors
///
/// Fails if the value is a mismatch as a whole, or null for a type that has no value for null.
pub fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    Plain: Wire<T>,
{
    use serde::de::Error;
    let mut target = TypedTarget::<Plain, T>::new();
    source::read(deserializer, |source| target.read(source)).and_then(|(form, _)| match form {
        Form::Mismatch(misfit) => Err(D::Error::custom(misfit.to_mismatch().with_value())),
        _ => target.value.or_else(Plain::absent).ok_or_else(|| D::Error::custom("expected a value, found null")),
    })
}

/// Implements `Serialize` for the types of the API.
///
/// # Errors
///
/// Fails if the value has no representation in JSON, such as NaN.
pub fn serialize<T, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    Plain: Wire<T>,
{
    output::write(serializer, &WithCodec::<Plain, T>::new(value))
}
