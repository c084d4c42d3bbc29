//! The codecs: forms of a type other than its usual one.
//!
//! All of them read whatever is known of the API; the form decides how a value is written.

use std::marker::PhantomData;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use super::list::{List, Map};
use super::output::{Leaf, Output, to_value};
pub use super::plain::Plain;
use super::plain::{flag, read_duration, read_moment, read_time, read_time_of_day};
use super::scalar::Scalar;
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{Read, Source};
use super::{form, time};

/// A moment as `2026-01-31 14:05:00`, UTC.
#[derive(Debug)]
pub struct DateTimeSpace;

impl Wire<Timestamp> for DateTimeSpace {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_moment(source, form::space)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_space(*value)));
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A moment as `2026-01-31 14:05`, UTC.
#[derive(Debug)]
pub struct DateTimeMinute;

impl Wire<Timestamp> for DateTimeMinute {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_moment(source, form::minute)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_minute(*value)));
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A time of day as `14:05`.
#[derive(Debug)]
pub struct TimeMinute;

impl Wire<Time> for TimeMinute {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Time>) -> Read<Form> {
        Ok(read_time_of_day(source, form::time_minute)?.put(target))
    }

    fn write(value: &Time, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_time_minute(*value)));
    }

    fn standing(kept: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(kept, value)
    }
}

/// A duration as `01:30`.
#[derive(Debug)]
pub struct DurationMinute;

impl Wire<SignedDuration> for DurationMinute {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<SignedDuration>) -> Read<Form> {
        Ok(read_duration(source, form::duration_minute)?.put(target))
    }

    fn write(value: &SignedDuration, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_duration_minute(*value)));
    }

    fn standing(kept: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(kept, value)
    }
}

/// A moment as the seconds since 1970.
#[derive(Debug)]
pub struct UnixSeconds;

impl Wire<Timestamp> for UnixSeconds {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_epoch(source.scalar()?, |seconds| Timestamp::from_second(seconds).ok()).put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Int(value.as_second()));
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

/// A moment as the milliseconds since 1970.
#[derive(Debug)]
pub struct UnixMilliseconds;

impl Wire<Timestamp> for UnixMilliseconds {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_epoch(source.scalar()?, |millis| Timestamp::from_millisecond(millis).ok()).put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Int(value.as_millisecond()));
    }

    fn standing(kept: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(kept, value)
    }
}

fn read_epoch(scalar: Scalar<'_>, convert: impl FnOnce(i64) -> Option<Timestamp>) -> Slot<Timestamp> {
    let is_standard = !matches!(scalar, Scalar::Str(_));
    match scalar.integer().and_then(convert) {
        Some(moment) => scalar.read_as(moment, is_standard),
        None => read_time(scalar, "a time as a number", time::moment, form::never),
    }
}

/// A boolean as 0 or 1.
#[derive(Debug)]
pub struct Flag01;

impl Wire<bool> for Flag01 {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<bool>) -> Read<Form> {
        let scalar = source.scalar()?;
        Ok(match &scalar {
            Scalar::Str(text) if matches!(&**text, "true" | "false") => {
                let value = **text == *"true";
                scalar.read_as(value, false)
            }
            _ => flag(scalar),
        }
        .put(target))
    }

    fn write(value: &bool, out: &mut dyn Output) {
        out.leaf(Leaf::Int(i64::from(*value)));
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
        Plain::read(source, target)
    }

    fn write(value: &T, out: &mut dyn Output) {
        match to_value::<Plain, T>(value) {
            Ok(Value::Number(number)) => out.leaf(Leaf::Str(&number.to_string())),
            Ok(other) => out.value(&other),
            Err(error) => out.refuse(&error.to_string()),
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
    fn read(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
        W::read(source, target)
    }

    fn write(value: &T, out: &mut dyn Output) {
        match to_value::<W, T>(value) {
            Ok(Value::Object(map)) if map.is_empty() => out.list(Some(0), &|_| {}),
            Ok(other) => out.value(&other),
            Err(error) => out.refuse(&error.to_string()),
        }
    }

    fn standing(kept: &Value, value: Option<&T>) -> Standing {
        W::standing(kept, value)
    }
}
