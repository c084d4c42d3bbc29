//! Values of custom fields in requests.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::{Address, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::number::Number;
use crate::json::output::to_value;
use crate::json::slot::Wire;
use crate::json::wire::Plain;

/// A value to set a custom field to.
///
/// Implements `From` for most types of values: `"text"`, `5`, `12.5`, a `Date`, an id such as `UserId`, a list of option ids,
/// [`Money`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomFieldValue {
    /// A text or phone number.
    Text(String),
    /// A number.
    Number(f64),
    /// An integer, or the id of a user, person or organization.
    Integer(i64),
    /// An amount of money.
    Money(Money),
    /// An exact amount of money.
    #[cfg(feature = "rust_decimal")]
    DecimalMoney(super::DecimalMoney),
    /// The id of the option of a single-option field.
    Option(i64),
    /// The ids of the options of a multiple-option field.
    Options(Vec<i64>),
    /// A date.
    Date(Date),
    /// A range of dates.
    DateRange(DateRange),
    /// A time of day.
    Time(TimeOfDay),
    /// A range of times.
    TimeRange(TimeRange),
    /// An address.
    Address(Box<Address>),
    /// Any other value, sent unchanged.
    Json(Value),
}

impl CustomFieldValue {
    /// Returns the value in the format of version 2 of the API. An empty list of options is null, which clears the field.
    pub fn to_nested(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => plain(number),
            Self::Integer(number) | Self::Option(number) => (*number).into(),
            Self::Money(money) => with(json!({ "value": plain(&money.value) }), "currency", money.currency.as_deref()),
            #[cfg(feature = "rust_decimal")]
            Self::DecimalMoney(money) => with(json!({ "value": plain(&money.value) }), "currency", money.currency.as_deref()),
            Self::Options(ids) if ids.is_empty() => Value::Null,
            Self::Options(ids) => ids.as_slice().into(),
            Self::Date(date) => plain(date),
            Self::DateRange(range) => json!({ "value": plain(&range.from), "until": plain(&range.until) }),
            Self::Time(time) => with(json!({ "value": plain(&time.time) }), "timezone_id", time.timezone_id),
            Self::TimeRange(range) => {
                let ends = json!({ "value": plain(&range.from), "until": plain(&range.until) });
                with(ends, "timezone_id", range.timezone_id)
            }
            Self::Address(address) => {
                let value = json!({ "value": address.value });
                address.parts().into_iter().fold(value, |value, (name, part)| with(value, name, part.as_deref()))
            }
            Self::Json(value) => value.clone(),
        }
    }

    /// Returns the value in the format of version 1 of the API: an entry with the key, and one with `{key}_{part}` for each part.
    ///
    /// The end of an open range is null. If it were omitted, the field would keep the end of the previous range.
    pub fn to_flat(&self, key: &str) -> Vec<(String, Value)> {
        let suffixed = |suffix: &str| format!("{key}_{suffix}");
        let mut entries = Vec::with_capacity(1);
        let mut main = |value| entries.push((key.to_owned(), value));
        match self {
            Self::Options(ids) if !ids.is_empty() => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                main(ids.join(",").into());
            }
            Self::Money(money) => {
                main(plain(&money.value));
                entries.extend(money.currency.as_ref().map(|currency| (suffixed("currency"), currency.as_str().into())));
            }
            #[cfg(feature = "rust_decimal")]
            Self::DecimalMoney(money) => {
                main(plain(&money.value));
                entries.extend(money.currency.as_ref().map(|currency| (suffixed("currency"), currency.as_str().into())));
            }
            Self::DateRange(range) => {
                main(plain(&range.from));
                entries.push((suffixed("until"), plain(&range.until)));
            }
            Self::Time(time) => {
                main(plain(&time.time));
                entries.extend(time.timezone_id.map(|id| (suffixed("timezone_id"), id.into())));
            }
            Self::TimeRange(range) => {
                main(plain(&range.from));
                entries.push((suffixed("until"), plain(&range.until)));
                entries.extend(range.timezone_id.map(|id| (suffixed("timezone_id"), id.into())));
            }
            Self::Address(address) => {
                main(address.value.as_str().into());
                for (name, part) in address.parts() {
                    entries.extend(part.as_ref().map(|part| (suffixed(name), part.as_str().into())));
                }
            }
            other => main(other.to_nested()),
        }
        entries
    }

    /// Returns whether the value has a representation in JSON, which NaN and infinity have not.
    pub(crate) fn is_finite(&self) -> bool {
        match self {
            Self::Number(number) => number.is_finite(),
            Self::Money(money) => money.value.is_finite(),
            _ => true,
        }
    }
}

/// Encodes a value. It only fails for NaN and infinity, which are rejected before.
fn plain<T>(value: &T) -> Value
where
    Plain: Wire<T>,
{
    to_value::<Plain, T>(value).unwrap_or_default()
}

/// Adds a part to an object, if it is set.
fn with(mut value: Value, name: &str, part: Option<impl Into<Value>>) -> Value {
    if let (Value::Object(parts), Some(part)) = (&mut value, part) {
        parts.insert(name.to_owned(), part.into());
    }
    value
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {
        $(impl From<$type> for CustomFieldValue {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    &str => Text, &String => Text, String => Text, Cow<'_, str> => Text, f64 => Number, i64 => Integer, i32 => Integer,
    i16 => Integer, i8 => Integer, u32 => Integer, u16 => Integer, u8 => Integer, Money => Money, Vec<i64> => Options,
    &[i64] => Options, Date => Date, DateRange => DateRange, TimeOfDay => Time, TimeRange => TimeRange, Value => Json,
}

macro_rules! from_number {
    ($($type:ty),*) => {
        $(impl From<$type> for CustomFieldValue {
            fn from(value: $type) -> Self {
                Number::from(value).into()
            }
        })*
    };
}

from_number! { u64, usize, isize, f32 }

impl From<Number> for CustomFieldValue {
    fn from(number: Number) -> Self {
        match (number.as_integer(), number.as_unsigned()) {
            (Some(integer), _) => Self::Integer(integer),
            // An integer above `i64::MAX` keeps its digits.
            (None, Some(unsigned)) => Self::Json(unsigned.into()),
            #[cfg(feature = "rust_decimal")]
            (None, None) if number.is_decimal() => Self::Json(plain(&number)),
            (None, None) => Self::Number(number.into()),
        }
    }
}

#[cfg(feature = "rust_decimal")]
impl From<rust_decimal::Decimal> for CustomFieldValue {
    /// Creates a number that is sent with all digits.
    fn from(value: rust_decimal::Decimal) -> Self {
        Self::Json(plain(&value))
    }
}

#[cfg(feature = "rust_decimal")]
impl From<super::DecimalMoney> for CustomFieldValue {
    fn from(money: super::DecimalMoney) -> Self {
        Self::DecimalMoney(money)
    }
}

impl<const N: usize> From<[i64; N]> for CustomFieldValue {
    fn from(ids: [i64; N]) -> Self {
        Self::Options(ids.to_vec())
    }
}

impl From<Address> for CustomFieldValue {
    fn from(address: Address) -> Self {
        Self::Address(Box::new(address))
    }
}

impl From<Time> for CustomFieldValue {
    fn from(time: Time) -> Self {
        Self::Time(TimeOfDay { time, timezone_id: None })
    }
}
