//! The usual JSON form of the plain types.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::ser::Error as _;
use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::scalar::{Scalar, integral};
use super::slot::{Parts, Slot, Standing, Wire};
use super::{form, time};

/// The usual form of a type: text as a string, a number as a number, a moment as RFC 3339 and so on.
#[derive(Debug)]
pub struct Plain;

impl Wire<String> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<String>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Text(text) => Slot::Value(text.into_owned()),
            // Some texts of the API are numbers in some accounts.
            number @ (Scalar::Int(_) | Scalar::Unsigned(_) | Scalar::Float(_)) => Slot::Value(number.into_value().to_string()),
            other => other.misfit("a string"),
        })
    }

    fn write<S: Serializer>(value: &String, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value)
    }
}

impl Wire<i64> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<i64>, D::Error> {
        Ok(Scalar::read(deserializer)?.read_integer("an integer", Some))
    }

    fn write<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*value)
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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<f64>, D::Error> {
        let scalar = Scalar::read(deserializer)?;
        let (value, is_exact) = match &scalar {
            Scalar::Int(value) => (Some(*value as f64), value.unsigned_abs() <= EXACT),
            Scalar::Unsigned(value) => (Some(*value as f64), false),
            Scalar::Float(value) => (Some(*value), true),
            Scalar::Text(text) => (decimal(text), text.len() <= DIGITS && !scalar.is_padded()),
            _ => (None, false),
        };
        Ok(match value {
            Some(value) => scalar.read_as(value, is_exact),
            None => scalar.misfit_or_blank("a number"),
        })
    }

    /// Writes whole numbers as integers, so that 5000 stays 5000.
    fn write<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match integral(*value) {
            Some(integer) => serializer.serialize_i64(integer),
            None if value.is_finite() => serializer.serialize_f64(*value),
            None => Err(S::Error::custom("NaN and infinity cannot be written as JSON")),
        }
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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<bool>, D::Error> {
        Ok(flag(Scalar::read(deserializer)?))
    }

    fn write<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*value)
    }
}

/// A boolean, as itself, as a number or as text.
pub(crate) fn flag(scalar: Scalar<'_>) -> Slot<bool> {
    match scalar {
        Scalar::Bool(value) => Slot::Value(value),
        Scalar::Int(value @ (0 | 1)) => Slot::Value(value == 1),
        Scalar::Text(text) if matches!(&*text, "1" | "true") => Slot::Value(true),
        Scalar::Text(text) if matches!(&*text, "0" | "false") => Slot::Value(false),
        other => other.misfit_or_blank("a boolean"),
    }
}

impl Wire<Value> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Value>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Null => Slot::Null,
            other => Slot::Value(other.into_value()),
        })
    }

    fn write<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn null() -> Option<Value> {
        Some(Value::Null)
    }
}

impl Wire<Date> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Date>, D::Error> {
        Ok(read_time(Scalar::read(deserializer)?, "a date", time::date, form::date))
    }

    fn write<S: Serializer>(value: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    fn standing(kept: &Value, value: Option<&Date>) -> Standing {
        Standing::of::<Self, Date>(kept, value)
    }
}

impl Wire<Timestamp> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        read_moment(deserializer, form::rfc3339)
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

impl Wire<Time> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Time>, D::Error> {
        read_time_of_day(deserializer, form::time)
    }

    fn write<S: Serializer>(value: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_time(*value))
    }

    fn standing(kept: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(kept, value)
    }
}

impl Wire<SignedDuration> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<SignedDuration>, D::Error> {
        read_duration(deserializer, form::duration)
    }

    fn write<S: Serializer>(value: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_duration(*value))
    }

    fn standing(kept: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(kept, value)
    }
}

/// Reads a moment whose codec writes texts that `is_usual` knows; likewise the next two.
pub(crate) fn read_moment<'de, D: Deserializer<'de>>(
    deserializer: D,
    is_usual: fn(&str) -> bool,
) -> Result<Slot<Timestamp>, D::Error> {
    Ok(read_time(Scalar::read(deserializer)?, "a date and time", time::moment, is_usual))
}

/// Reads a time of day.
pub(crate) fn read_time_of_day<'de, D: Deserializer<'de>>(
    deserializer: D,
    is_usual: fn(&str) -> bool,
) -> Result<Slot<Time>, D::Error> {
    Ok(read_time(Scalar::read(deserializer)?, "a time of day", time::time, is_usual))
}

/// Reads a duration.
pub(crate) fn read_duration<'de, D: Deserializer<'de>>(
    deserializer: D,
    is_usual: fn(&str) -> bool,
) -> Result<Slot<SignedDuration>, D::Error> {
    Ok(match Scalar::read(deserializer)? {
        zero @ Scalar::Int(0) => zero.read_as(SignedDuration::ZERO, false),
        other => read_time(other, "a duration", time::duration, is_usual),
    })
}

/// Reads anything that has to do with time: text in one of its forms, or one of the texts that mean nothing.
pub(crate) fn read_time<T>(
    scalar: Scalar<'_>,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
    is_usual: fn(&str) -> bool,
) -> Slot<T> {
    match scalar {
        Scalar::Text(text) if time::is_zero_date(&text) => Slot::Blank(Value::String(text.into_owned())),
        Scalar::Text(text) => match parse(&text) {
            Some(value) => {
                let is_usual = is_usual(&text);
                Scalar::Text(text).read_as(value, is_usual)
            }
            None => Scalar::Text(text).misfit_or_blank(expected),
        },
        other => other.misfit(expected),
    }
}

impl<T> Wire<Box<T>> for Plain
where
    Self: Wire<T>,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Box<T>>, D::Error> {
        Ok(<Self as Wire<T>>::read(deserializer)?.map(Box::new))
    }

    fn write<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        <Self as Wire<T>>::write(value, serializer)
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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Option<T>>, D::Error> {
        Ok(<Self as Wire<T>>::read(deserializer)?.map(Some))
    }

    fn write<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => <Self as Wire<T>>::write(value, serializer),
            None => serializer.serialize_unit(),
        }
    }

    fn standing(kept: &Value, value: Option<&Option<T>>) -> Standing {
        <Self as Wire<T>>::standing(kept, value.and_then(Option::as_ref))
    }

    fn null() -> Option<Option<T>> {
        Some(None)
    }
}

/// Nothing at all: for replies whose data nobody needs.
impl Wire<()> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<()>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Null => Slot::Null,
            other => Slot::Blank(other.into_value()),
        })
    }

    fn write<S: Serializer>((): &(), serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    fn null() -> Option<()> {
        Some(())
    }
}

/// Reads a value for one of our types' own `Deserialize`, which has nowhere to keep what does not fit.
pub(crate) fn deserialize<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    Plain: Wire<T>,
{
    use serde::de::Error;
    let Parts { slot, .. } = Plain::read_parts(deserializer)?;
    match slot {
        Slot::Value(value) | Slot::Loose(value, _) => Ok(value),
        Slot::Null | Slot::Blank(_) => Plain::absent().ok_or_else(|| D::Error::custom("expected a value, found null")),
        Slot::Mismatch(misfit) => Err(D::Error::custom(misfit.to_mismatch().with_value())),
    }
}
