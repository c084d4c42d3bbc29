//! Numbers in requests, converted from any numeric type of Rust.

use super::output::{Leaf, Output};
use super::plain::Plain;
use super::read_input;
use super::slot::{Form, Wire};
use super::source::{Read, Source};

/// A number in a request, converted from an integer of up to 64 bits, an `f64` or an `f32`.
///
/// Integers keep all their digits. An `f32` is sent with the digits that it is displayed with: `0.1_f32` as `0.1`. NaN and infinity
/// have no representation in JSON: a request with one fails with [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest)
/// before it is sent. With the feature `rust_decimal`, a `Decimal` is converted too, and sent with all its digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(Exact);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Exact {
    Int(i64),
    Unsigned(u64),
    Float(f64),
    #[cfg(feature = "rust_decimal")]
    Decimal(rust_decimal::Decimal),
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {
        $(impl From<$type> for Number {
            #[inline]
            fn from(value: $type) -> Self {
                Self(Exact::$variant(value.into()))
            }
        })*
    };
}

from! { i64 => Int, i32 => Int, i16 => Int, i8 => Int, u32 => Int, u16 => Int, u8 => Int, u64 => Unsigned, f64 => Float }

#[cfg(feature = "rust_decimal")]
from! { rust_decimal::Decimal => Decimal }

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        // No platform has an integer of more than 64 bits.
        Self(Exact::Unsigned(u64::try_from(value).unwrap_or(u64::MAX)))
    }
}

impl From<isize> for Number {
    fn from(value: isize) -> Self {
        Self(Exact::Int(i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

impl From<f32> for Number {
    /// Keeps the digits, not the bits: the `f64` with the bits of `0.1_f32` is displayed as `0.10000000149011612`.
    fn from(value: f32) -> Self {
        Self(Exact::Float(value.to_string().parse().unwrap_or(f64::from(value))))
    }
}

impl From<Number> for f64 {
    /// Rounds an integer above 2^53 to the next `f64`.
    #[expect(clippy::cast_precision_loss, reason = "documented")]
    fn from(number: Number) -> Self {
        match number.0 {
            Exact::Int(value) => value as Self,
            Exact::Unsigned(value) => value as Self,
            Exact::Float(value) => value,
            #[cfg(feature = "rust_decimal")]
            Exact::Decimal(value) => value.to_string().parse().unwrap_or(Self::NAN),
        }
    }
}

impl Number {
    /// Returns the number as an integer if it was converted from one that fits.
    pub(crate) fn as_integer(self) -> Option<i64> {
        match self.0 {
            Exact::Int(value) => Some(value),
            Exact::Unsigned(value) => value.try_into().ok(),
            Exact::Float(_) => None,
            #[cfg(feature = "rust_decimal")]
            Exact::Decimal(_) => None,
        }
    }

    /// Returns the number as an integer if it was converted from one that fits into 64 bits only without a sign.
    pub(crate) fn as_unsigned(self) -> Option<u64> {
        match self.0 {
            Exact::Unsigned(value) => Some(value),
            _ => None,
        }
    }
}

#[cfg(feature = "rust_decimal")]
impl Number {
    /// Returns whether the number was converted from a `Decimal`.
    pub(crate) fn is_decimal(self) -> bool {
        matches!(self.0, Exact::Decimal(_))
    }
}

impl Wire<Number> for Plain {
    fn read(source: &mut dyn Source<'_>, _target: &mut Option<Number>) -> Read<Form> {
        read_input(source)
    }

    fn write(number: &Number, out: &mut dyn Output) {
        match number.0 {
            Exact::Int(value) => out.leaf(Leaf::Int(value)),
            Exact::Unsigned(value) => out.value(&value.into()),
            Exact::Float(value) => Self::write(&value, out),
            #[cfg(feature = "rust_decimal")]
            Exact::Decimal(value) => Self::write(&value, out),
        }
    }
}

/// An integer or id that was passed to a setter, or the type that the value does not fit into.
#[derive(Clone, Copy, Debug)]
pub struct Integer(Result<Number, &'static str>);

impl Integer {
    /// Converts the argument of a setter for a `T`, which is an `i64` or an id.
    #[inline]
    pub fn of<T: Into<i64>>(value: impl TryInto<T>) -> Self {
        Self(value.try_into().map(|value| Number::from(value.into())).map_err(|_| "a signed integer of 64 bits"))
    }

    /// Converts the argument of a setter for a `u64`.
    #[inline]
    pub fn unsigned(value: impl TryInto<u64>) -> Self {
        Self(value.try_into().map(Number::from).map_err(|_| "an unsigned integer of 64 bits"))
    }
}

impl Wire<Integer> for Plain {
    fn read(source: &mut dyn Source<'_>, _target: &mut Option<Integer>) -> Read<Form> {
        read_input(source)
    }

    fn write(integer: &Integer, out: &mut dyn Output) {
        match integer.0 {
            Ok(value) => Self::write(&value, out),
            Err(expected) => out.refuse(&format!("the value does not fit into {expected}")),
        }
    }
}
