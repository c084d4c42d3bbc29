//! Numbers whose digits are kept.
//!
//! With the feature `arbitrary_precision` of `serde_json`, which any crate of a program can enable and the feature `rust_decimal` does,
//! numbers consist of their digits. Its parser passes such a number to serde as an object with a single entry.

use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess};
use serde_json::{Number, Value};

use super::scalar::Scalar;

/// Whether numbers consist of their digits, which determines the type that they are stored in.
pub(super) const ARE_KEPT: bool = size_of::<Number>() == size_of::<String>();

/// The key of the entry of a number.
const TOKEN: &str = "$serde_json::private::Number";

/// The number of decimal digits that `f64` represents exactly.
const MAX_EXACT: usize = 15;

/// What the parser has passed as an object.
pub(super) enum Split<A> {
    Number(Scalar<'static>),
    Object(Peeked<A>),
}

/// Distinguishes a number from an object.
pub(super) fn split<'de, A: MapAccess<'de>>(mut entries: A) -> Result<Split<A>, A::Error> {
    match entries.next_key::<String>()? {
        Some(key) if key == TOKEN => Ok(Split::Number(number(entries.next_value()?))),
        first => Ok(Split::Object(Peeked { first, entries })),
    }
}

/// Converts a number. One that `f64` does not represent exactly remains JSON.
fn number(digits: String) -> Scalar<'static> {
    let Ok(number) = digits.parse::<Number>() else { return Scalar::Other(Value::String(digits)) };
    if let Some(value) = number.as_i64() {
        Scalar::Int(value)
    } else if let Some(value) = number.as_u64() {
        Scalar::Unsigned(value)
    } else {
        match number.as_f64().filter(|_| is_exact(&digits)) {
            Some(value) => Scalar::Float(value),
            None => Scalar::Other(Value::Number(number)),
        }
    }
}

/// Returns whether a number has at most as many digits as `f64` represents exactly. Zeros at its beginning and end do not count.
fn is_exact(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len() <= MAX_EXACT
}

/// The entries of an object whose first key has been read.
pub(super) struct Peeked<A> {
    first: Option<String>,
    entries: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Peeked<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.entries.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.entries.next_value_seed(seed)
    }
}
