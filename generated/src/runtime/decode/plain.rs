//! The usual JSON form of the plain types.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::ser::Error as _;
use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::scalar::{Scalar, integral};
use super::slot::{Parts, Slot, Wire};
use super::time;

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
        let scalar = Scalar::read(deserializer)?;
        Ok(scalar.integer().map_or_else(|| scalar.misfit_or_blank("an integer"), Slot::Value))
    }

    fn write<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*value)
    }
}

impl Wire<f64> for Plain {
    #[expect(clippy::cast_precision_loss, reason = "the type of the field says that it is no exact integer")]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<f64>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Int(value) => Slot::Value(value as f64),
            Scalar::Unsigned(value) => Slot::Value(value as f64),
            Scalar::Float(value) => Slot::Value(value),
            Scalar::Text(text) => match decimal(&text) {
                Some(value) => Slot::Value(value),
                None => Scalar::Text(text).misfit_or_blank("a number"),
            },
            other => other.misfit("a number"),
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
}

/// A number written as text. (`parse` alone would take `inf` and `nan` too.)
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain.then(|| text.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

impl Wire<bool> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<bool>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Bool(value) => Slot::Value(value),
            Scalar::Int(value @ (0 | 1)) => Slot::Value(value == 1),
            Scalar::Text(text) if matches!(&*text, "1" | "true") => Slot::Value(true),
            Scalar::Text(text) if matches!(&*text, "0" | "false") => Slot::Value(false),
            other => other.misfit_or_blank("a boolean"),
        })
    }

    fn write<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*value)
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
        Ok(read_time(Scalar::read(deserializer)?, "a date", time::date))
    }

    fn write<S: Serializer>(value: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

impl Wire<Timestamp> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        Ok(read_time(Scalar::read(deserializer)?, "a date and time", time::moment))
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

impl Wire<Time> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Time>, D::Error> {
        Ok(read_time(Scalar::read(deserializer)?, "a time of day", time::time))
    }

    fn write<S: Serializer>(value: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_time(*value))
    }
}

impl Wire<SignedDuration> for Plain {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<SignedDuration>, D::Error> {
        Ok(match Scalar::read(deserializer)? {
            Scalar::Int(0) => Slot::Value(SignedDuration::ZERO),
            other => read_time(other, "a duration", time::duration),
        })
    }

    fn write<S: Serializer>(value: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_duration(*value))
    }
}

/// Reads anything that has to do with time: text in one of its forms, or one of the texts that mean nothing.
pub(crate) fn read_time<T>(scalar: Scalar<'_>, expected: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Slot<T> {
    match scalar {
        Scalar::Text(text) if time::is_zero_date(&text) => Slot::Blank(Value::String(text.into_owned())),
        Scalar::Text(text) => match parse(&text) {
            Some(value) => Slot::Value(value),
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
        Slot::Value(value) => Ok(value),
        Slot::Null | Slot::Blank(_) => Plain::absent().ok_or_else(|| D::Error::custom("expected a value, found null")),
        Slot::Mismatch(misfit) => {
            let fault = super::log::Mismatch::new(misfit.path, misfit.expected, misfit.found);
            Err(D::Error::custom(fault))
        }
    }
}
