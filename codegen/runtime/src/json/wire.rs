//! Codecs for formats other than the default one of a type.
//!
//! The codec determines the format of encoding. Decoding accepts all formats that the API is known to send.

use std::marker::PhantomData;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use super::id_list::IdList;
pub use super::list::{List, Map};
use super::output::{Leaf, Output, to_value};
pub use super::plain::{Nullable, Plain};
use super::plain::{flag, read_duration, read_time, read_time_of_day, read_timestamp};
use super::scalar::Scalar;
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{Read, Source};
use super::{form, time};

/// A timestamp as `2026-01-31 14:05:00`, UTC.
#[derive(Debug)]
pub struct DateTimeSpace;

impl Wire<Timestamp> for DateTimeSpace {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_timestamp(source, form::space)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_space(*value)));
    }

    fn standing(original: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(original, value)
    }
}

/// A timestamp as `2026-01-31 14:05`, UTC.
#[derive(Debug)]
pub struct DateTimeMinute;

impl Wire<Timestamp> for DateTimeMinute {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_timestamp(source, form::minute)?.put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&time::write_minute(*value)));
    }

    fn standing(original: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(original, value)
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

    fn standing(original: &Value, value: Option<&Time>) -> Standing {
        Standing::of::<Self, Time>(original, value)
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

    fn standing(original: &Value, value: Option<&SignedDuration>) -> Standing {
        Standing::of::<Self, SignedDuration>(original, value)
    }
}

/// A timestamp as a number of seconds since the Unix epoch.
#[derive(Debug)]
pub struct UnixSeconds;

impl Wire<Timestamp> for UnixSeconds {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_epoch(source.scalar()?, |seconds| Timestamp::from_second(seconds).ok()).put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Int(value.as_second()));
    }

    fn standing(original: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(original, value)
    }
}

/// A timestamp as a number of milliseconds since the Unix epoch.
#[derive(Debug)]
pub struct UnixMilliseconds;

impl Wire<Timestamp> for UnixMilliseconds {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Timestamp>) -> Read<Form> {
        Ok(read_epoch(source.scalar()?, |millis| Timestamp::from_millisecond(millis).ok()).put(target))
    }

    fn write(value: &Timestamp, out: &mut dyn Output) {
        out.leaf(Leaf::Int(value.as_millisecond()));
    }

    fn standing(original: &Value, value: Option<&Timestamp>) -> Standing {
        Standing::of::<Self, Timestamp>(original, value)
    }
}

fn read_epoch(scalar: Scalar<'_>, convert: impl FnOnce(i64) -> Option<Timestamp>) -> Slot<Timestamp> {
    let is_standard = matches!(scalar, Scalar::Int(_));
    match scalar.integer().and_then(convert) {
        Some(timestamp) => scalar.read_as(timestamp, is_standard),
        None => read_time(scalar, "a Unix timestamp", time::timestamp, form::never),
    }
}

/// A boolean as 0 or 1.
#[derive(Debug)]
pub struct Flag01;

impl Wire<bool> for Flag01 {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<bool>) -> Read<Form> {
        Ok(flag(source.scalar()?, |scalar| matches!(scalar, Scalar::Int(_))).put(target))
    }

    fn write(value: &bool, out: &mut dyn Output) {
        out.leaf(Leaf::Int(i64::from(*value)));
    }

    fn standing(original: &Value, value: Option<&bool>) -> Standing {
        Standing::of::<Self, bool>(original, value)
    }
}

/// A number as a string of digits.
#[derive(Debug)]
pub struct Digits;

impl<T> Wire<T> for Digits
where
    Plain: Wire<T>,
{
    fn read(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
        let form = Plain::read(source, target)?;
        let Some(value) = target else { return Ok(form) };
        let written = to_value::<Self, T>(value).ok();
        Ok(match form {
            Form::Loose(original) if written.as_ref() == Some(&*original) => Form::Standard,
            Form::Standard => to_value::<Plain, T>(value).map_or(Form::Standard, |number| Form::Loose(Box::new(number))),
            other => other,
        })
    }

    fn write(value: &T, out: &mut dyn Output) {
        match to_value::<Plain, T>(value) {
            Ok(Value::Number(number)) => out.leaf(Leaf::Str(&number.to_string())),
            Ok(other) => out.value(&other),
            Err(error) => out.refuse(&error.to_string()),
        }
    }

    fn standing(original: &Value, value: Option<&T>) -> Standing {
        Standing::of::<Self, T>(original, value)
    }
}

/// An object that is encoded as `[]` if it is empty, as PHP does.
///
/// The other codecs of objects accept `[]` too, but do not write it.
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

    fn standing(original: &Value, value: Option<&T>) -> Standing {
        W::standing(original, value)
    }
}
