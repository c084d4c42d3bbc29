//! The codecs: forms of a type other than its usual one.
//!
//! All of them read whatever is known of the API; the form decides how a value is written.

use std::marker::PhantomData;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde::ser::Error as _;
use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;

pub use super::list::{List, Map};
pub use super::plain::Plain;
use super::plain::{flag, read_duration, read_moment, read_time, read_time_of_day};
use super::scalar::Scalar;
use super::slot::{Slot, Standing, Wire};
use super::{form, time};

/// A moment as `2026-01-31 14:05:00`, UTC.
#[derive(Debug)]
pub struct DateTimeSpace;

impl Wire<Timestamp> for DateTimeSpace {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        read_moment(deserializer, form::space)
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_space(*value))
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A moment as `2026-01-31 14:05`, UTC.
#[derive(Debug)]
pub struct DateTimeMinute;

impl Wire<Timestamp> for DateTimeMinute {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        read_moment(deserializer, form::minute)
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_minute(*value))
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A time of day as `14:05`.
#[derive(Debug)]
pub struct TimeMinute;

impl Wire<Time> for TimeMinute {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Time>, D::Error> {
        read_time_of_day(deserializer, form::time_minute)
    }

    fn write<S: Serializer>(value: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_time_minute(*value))
    }

    fn standing(kept: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(kept, value)
    }
}

/// A duration as `01:30`.
#[derive(Debug)]
pub struct DurationMinute;

impl Wire<SignedDuration> for DurationMinute {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<SignedDuration>, D::Error> {
        read_duration(deserializer, form::duration_minute)
    }

    fn write<S: Serializer>(value: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time::write_duration_minute(*value))
    }

    fn standing(kept: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(kept, value)
    }
}

/// A moment as the seconds since 1970.
#[derive(Debug)]
pub struct UnixSeconds;

impl Wire<Timestamp> for UnixSeconds {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        Ok(read_epoch(Scalar::read(deserializer)?, |seconds| Timestamp::from_second(seconds).ok()))
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(value.as_second())
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A moment as the milliseconds since 1970.
#[derive(Debug)]
pub struct UnixMilliseconds;

impl Wire<Timestamp> for UnixMilliseconds {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Timestamp>, D::Error> {
        Ok(read_epoch(Scalar::read(deserializer)?, |millis| Timestamp::from_millisecond(millis).ok()))
    }

    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(value.as_millisecond())
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

fn read_epoch(scalar: Scalar<'_>, convert: impl FnOnce(i64) -> Option<Timestamp>) -> Slot<Timestamp> {
    let is_usual = !matches!(scalar, Scalar::Text(_));
    match scalar.integer().and_then(convert) {
        Some(moment) => scalar.read_as(moment, is_usual),
        None => read_time(scalar, "a time as a number", time::moment, form::never),
    }
}

/// A boolean as 0 or 1.
#[derive(Debug)]
pub struct Flag01;

impl Wire<bool> for Flag01 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<bool>, D::Error> {
        let scalar = Scalar::read(deserializer)?;
        Ok(match &scalar {
            Scalar::Text(text) if matches!(&**text, "true" | "false") => {
                let value = **text == *"true";
                scalar.read_as(value, false)
            }
            _ => flag(scalar),
        })
    }

    fn write<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(i64::from(*value))
    }

    fn standing(kept: &Value, value: Option<&bool>) -> Standing {
        Standing::of::<Self, bool>(kept, value)
    }
}

/// A number as a string of its digits.
#[derive(Debug)]
pub struct Digits;

impl<T> Wire<T> for Digits
where
    Plain: Wire<T>,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
        Plain::read(deserializer)
    }

    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match Plain::write(value, serde_json::value::Serializer).map_err(S::Error::custom)? {
            Value::Number(number) => serializer.collect_str(&number),
            other => other.serialize(serializer),
        }
    }

    fn standing(kept: &Value, value: Option<&T>) -> Standing {
        Plain::standing(kept, value)
    }
}

/// An object that is written as an empty list while it is empty, the way PHP does.
///
/// Every object reads that form; this one also writes it, where an empty object is written at all.
#[derive(Debug)]
pub struct MapOrEmptyList<W = Plain>(PhantomData<fn() -> W>);

impl<T, W: Wire<T>> Wire<T> for MapOrEmptyList<W> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
        W::read(deserializer)
    }

    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match super::encode::to_value::<W, T>(value).map_err(S::Error::custom)? {
            Value::Object(map) if map.is_empty() => Value::Array(Vec::new()).serialize(serializer),
            other => other.serialize(serializer),
        }
    }

    fn standing(kept: &Value, value: Option<&T>) -> Standing {
        W::standing(kept, value)
    }
}
