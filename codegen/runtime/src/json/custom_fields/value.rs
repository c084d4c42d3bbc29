//! Values to write into custom fields.

use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::{Address, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::output::to_value;
use crate::json::slot::Wire;
use crate::json::wire::Plain;

/// A value for a custom field. Most are made with `into()`: `"text"`, `5`, `12.5`, a `Date`, a list of option ids, `Money`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomFieldValue {
    /// A text or phone number.
    Text(String),
    /// A number with a fraction.
    Number(f64),
    /// A whole number; also the id of a user, person or organization.
    Integer(i64),
    /// An amount of money.
    Money(Money),
    /// The id of the option of a field with a single choice.
    Option(i64),
    /// The ids of the options of a field with several choices.
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
    /// Anything else, sent as it is.
    Json(Value),
}

impl CustomFieldValue {
    /// The one value of the second version. An empty list of options is null, which is how such a field is cleared.
    pub fn to_nested(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => plain(number),
            Self::Integer(number) | Self::Option(number) => (*number).into(),
            Self::Money(money) => with(json!({ "value": plain(&money.value) }), "currency", money.currency.as_deref()),
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
                let whole = json!({ "value": address.value });
                address.parts().into_iter().fold(whole, |value, (name, part)| with(value, name, part.as_deref()))
            }
            Self::Json(value) => value.clone(),
        }
    }

    /// The one or more entries of the first version: the key itself, and its parts under the key with a suffix.
    ///
    /// A range always says where it ends, with null where it is open: left out, the end of the range before would stay.
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

    /// Whether the value can be sent: JSON has no NaN and no infinity.
    pub(crate) fn is_finite(&self) -> bool {
        match self {
            Self::Number(number) => number.is_finite(),
            Self::Money(money) => money.value.is_finite(),
            _ => true,
        }
    }
}

/// Nothing here fails to be written but NaN, which is refused before.
fn plain<T>(value: &T) -> Value
where
    Plain: Wire<T>,
{
    to_value::<Plain, T>(value).unwrap_or_default()
}

/// A value with one more part, where that is given.
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
    &str => Text, String => Text, f64 => Number, i64 => Integer, i32 => Integer, u32 => Integer,
    Money => Money, Vec<i64> => Options, Date => Date, DateRange => DateRange, TimeOfDay => Time,
    TimeRange => TimeRange, Value => Json,
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
