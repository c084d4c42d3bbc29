//! The usual JSON form of the plain types.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::output::{self, Leaf, Output, Written};
use super::scalar::{Scalar, integral};
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{self, Read, Source};
use super::target::{Target, Typed};
use super::{form, time};

/// The usual form of a type: text as a string, a number as a number, a moment as RFC 3339 and so on.
#[derive(Debug)]
pub struct Plain;

impl Wire<String> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<String>) -> Read<Form> {
        Ok(match source.scalar()? {
            Scalar::Str(text) => Slot::value(text.into_owned()),
            // Some texts of the API are numbers in some accounts.
            number @ (Scalar::Int(_) | Scalar::Unsigned(_) | Scalar::Float(_)) => Slot::value(number.into_value().to_string()),
            other => other.misfit("a string").into(),
        }
        .put(target))
    }

    fn write(value: &String, out: &mut dyn Output) {
        out.leaf(Leaf::Str(value));
    }
}

impl Wire<i64> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<i64>) -> Read<Form> {
        Ok(source.scalar()?.read_integer("an integer", Some).put(target))
    }

    fn write(value: &i64, out: &mut dyn Output) {
        out.leaf(Leaf::Int(*value));
    }

    fn standing(kept: &Value, value: Option<&i64>) -> Standing {
        Standing::of::<Self, i64>(kept, value)
    }
}

/// Up to here a float holds every integer.
const EXACT: u64 = 1 << 53;
/// So many characters of text are surely not more digits than a float can hold.
const DIGITS: usize = 15;

impl Wire<f64> for Plain {
    /// What has more digits than the type can hold is kept.
    #[expect(clippy::cast_precision_loss, reason = "the exact number is kept")]
    fn read(source: &mut dyn Source<'_>, target: &mut Option<f64>) -> Read<Form> {
        let scalar = source.scalar()?;
        let (value, is_exact) = match &scalar {
            Scalar::Int(value) => (Some(*value as f64), value.unsigned_abs() <= EXACT),
            Scalar::Unsigned(value) => (Some(*value as f64), false),
            Scalar::Float(value) => (Some(*value), true),
            Scalar::Str(text) => (decimal(text), text.len() <= DIGITS && !scalar.is_padded()),
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

    fn standing(kept: &Value, value: Option<&f64>) -> Standing {
        Standing::of::<Self, f64>(kept, value)
    }
}

/// A number written as text. (`parse` alone would take `inf` and `nan` too.)
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain.then(|| text.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

impl Wire<bool> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<bool>) -> Read<Form> {
        Ok(flag(source.scalar()?).put(target))
    }

    fn write(value: &bool, out: &mut dyn Output) {
        out.leaf(Leaf::Bool(*value));
    }
}

/// A boolean, as itself, as a number or as text.
pub(crate) fn flag(scalar: Scalar<'_>) -> Slot<bool> {
    match scalar {
        Scalar::Bool(value) => Slot::value(value),
        Scalar::Int(value @ (0 | 1)) => Slot::value(value == 1),
        Scalar::Str(text) if matches!(&*text, "1" | "true") => Slot::value(true),
        Scalar::Str(text) if matches!(&*text, "0" | "false") => Slot::value(false),
        other => other.misfit_or_blank("a boolean").into(),
    }
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

    fn standing(kept: &Value, value: Option<&Date>) -> Standing {
        Standing::of::<Self, Date>(kept, value)
    }
}

impl Wire<Timestamp> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_moment(source, form::rfc3339)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Shown(format_args!("{value}")));
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

impl Wire<Time> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Time>) -> Read<Form> {
        Ok(read_time_of_day(source, form::time)?.put(target))
    }

    fn write(value: &Time, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_time(*value)));
    }

    fn standing(kept: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(kept, value)
    }
}

impl Wire<SignedDuration> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<SignedDuration>) -> Read<Form> {
        Ok(read_duration(source, form::duration)?.put(target))
    }

    fn write(value: &SignedDuration, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_duration(*value)));
    }

    fn standing(kept: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(kept, value)
    }
}

/// Reads a moment whose codec writes texts that `is_standard` knows; likewise the next two.
pub(crate) fn read_moment(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<Timestamp>> {
    Ok(read_time(source.scalar()?, "a date and time", time::moment, is_standard))
}

/// Reads a time of day.
pub(crate) fn read_time_of_day(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<Time>> {
    Ok(read_time(source.scalar()?, "a time of day", time::time, is_standard))
}

/// Reads a duration.
pub(crate) fn read_duration(source: &mut dyn Source<'_>, is_standard: fn(&str) -> bool) -> Read<Slot<SignedDuration>> {
    Ok(match source.scalar()? {
        zero @ Scalar::Int(0) => zero.read_as(SignedDuration::ZERO, false),
        other => read_time(other, "a duration", time::duration, is_standard),
    })
}

/// Reads anything that has to do with time: text in one of its forms, or one of the texts that mean nothing.
pub(crate) fn read_time<T>(
    scalar: Scalar<'_>,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
    is_standard: fn(&str) -> bool,
) -> Slot<T> {
    match scalar {
        Scalar::Str(text) if time::is_zero_date(&text) => Form::blank(Value::String(text.into_owned())).into(),
        Scalar::Str(text) => match parse(&text) {
            Some(value) => {
                let is_standard = is_standard(&text);
                Scalar::Str(text).read_as(value, is_standard)
            }
            None => Scalar::Str(text).misfit_or_blank(expected).into(),
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

    fn standing(kept: &Value, value: Option<&Box<T>>) -> Standing {
        <Self as Wire<T>>::standing(kept, value.map(|value| &**value))
    }

    fn null() -> Option<Box<T>> {
        <Self as Wire<T>>::null().map(Box::new)
    }

    fn absent() -> Option<Box<T>> {
        <Self as Wire<T>>::absent().map(Box::new)
    }
}

impl<T> Wire<Option<T>> for Plain
where
    Self: Wire<T>,
{
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Option<T>>) -> Read<Form> {
        let mut inner = None;
        let form = <Self as Wire<T>>::read(source, &mut inner)?;
        *target = inner.map(Some);
        Ok(form)
    }

    fn write(value: &Option<T>, out: &mut dyn Output) {
        match value {
            Some(value) => <Self as Wire<T>>::write(value, out),
            None => out.leaf(Leaf::Null),
        }
    }

    fn standing(kept: &Value, value: Option<&Option<T>>) -> Standing {
        <Self as Wire<T>>::standing(kept, value.and_then(Option::as_ref))
    }

    fn null() -> Option<Option<T>> {
        Some(None)
    }
}

/// Nothing at all: for responses whose data nobody needs.
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

/// Reads a value for one of our types' own `Deserialize`, which has nowhere to keep what does not fit.
pub fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    Plain: Wire<T>,
{
    use serde::de::Error;
    let mut target = Typed::<Plain, T>::new();
    source::read(deserializer, |source| target.read(source)).and_then(|(form, _)| match form {
        Form::Mismatch(misfit) => Err(D::Error::custom(misfit.to_mismatch().with_value())),
        _ => target.value.or_else(Plain::absent).ok_or_else(|| D::Error::custom("expected a value, found null")),
    })
}

/// Writes a value for one of our types' own `Serialize`.
pub fn serialize<T, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    Plain: Wire<T>,
{
    output::write(serializer, &Written::<Plain, T>::new(value))
}
