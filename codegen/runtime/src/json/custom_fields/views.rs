//! Typed getters of custom fields. They return `None` if the field is absent, empty or of another type.

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::{Address, CustomFields, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::slot::Wire;
use crate::json::source;
use crate::json::target::{TypedTarget, WholeTarget};
use crate::json::wire::Plain;

/// Typed getters. They return `None` if the field is absent, empty or of another type.
impl CustomFields {
    /// Returns a text, a phone number, or the text of an address.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::String(string) => Some(string),
            Value::Object(parts) => parts.get("value")?.as_str(),
            _ => None,
        }
    }

    /// Returns a number.
    pub fn number(&self, key: &str) -> Option<f64> {
        read(main(self.get(key)?))
    }

    /// Returns an integer.
    pub fn integer(&self, key: &str) -> Option<i64> {
        read(main(self.get(key)?))
    }

    /// Returns the id of the selected option of a single-option field.
    pub fn option_id(&self, key: &str) -> Option<i64> {
        option(self.get(key)?)
    }

    /// Returns the ids of the selected options of a multiple-option field. The list is empty if the field is.
    pub fn option_ids(&self, key: &str) -> Vec<i64> {
        match self.get(key) {
            Some(Value::String(ids)) => ids.split(',').filter_map(|id| id.trim().parse().ok()).collect(),
            _ => self.options(key).filter_map(option).collect(),
        }
    }

    /// Returns the label of the selected option, if the response contains it. In version 2 of the API, requests have the parameter
    /// `include_option_labels` for that.
    ///
    /// [`NamedField::option_label`](crate::custom_fields::NamedField::option_label) also returns labels that the response does not
    /// contain.
    pub fn option_label(&self, key: &str) -> Option<&str> {
        label(self.get(key)?)
    }

    /// Returns the labels of the selected options, if the response contains them; see [`option_label`](Self::option_label).
    pub fn option_labels(&self, key: &str) -> Vec<&str> {
        self.options(key).filter_map(label).collect()
    }

    /// Returns an amount of money.
    pub fn money(&self, key: &str) -> Option<Money> {
        let value = read(main(self.get(key)?))?;
        Some(Money { value, currency: self.part(key, "currency").and_then(Value::as_str).map(str::to_owned) })
    }

    /// Returns the exact value of a number, or of an amount of money. `None` also if it does not fit into a `Decimal`.
    ///
    /// Requires the feature `rust_decimal`.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal(&self, key: &str) -> Option<rust_decimal::Decimal> {
        read(main(self.get(key)?))
    }

    /// Returns an exact amount of money. `None` also if it does not fit into a `Decimal`.
    ///
    /// Requires the feature `rust_decimal`.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal_money(&self, key: &str) -> Option<super::DecimalMoney> {
        let currency = self.part(key, "currency").and_then(Value::as_str).map(str::to_owned);
        Some(super::DecimalMoney { value: self.decimal(key)?, currency })
    }

    /// Returns a date.
    pub fn date(&self, key: &str) -> Option<Date> {
        read(main(self.get(key)?))
    }

    /// Returns a range of dates.
    pub fn date_range(&self, key: &str) -> Option<DateRange> {
        let from = read(main(self.get(key)?))?;
        Some(DateRange { from, until: self.part(key, "until").and_then(read) })
    }

    /// Returns a time of day.
    pub fn time(&self, key: &str) -> Option<TimeOfDay> {
        let time: Time = read(main(self.get(key)?))?;
        Some(TimeOfDay { time, timezone_id: self.part(key, "timezone_id").and_then(read) })
    }

    /// Returns the name of the time zone of a time or a range of times. Only version 2 of the API returns it.
    pub fn timezone_name(&self, key: &str) -> Option<&str> {
        self.part(key, "timezone_name")?.as_str()
    }

    /// Returns a range of times.
    pub fn time_range(&self, key: &str) -> Option<TimeRange> {
        let from = read(main(self.get(key)?))?;
        let (until, timezone_id) = (self.part(key, "until").and_then(read), self.part(key, "timezone_id").and_then(read));
        Some(TimeRange { from, until, timezone_id })
    }

    /// Returns an address.
    pub fn address(&self, key: &str) -> Option<Address> {
        let mut address = Address::new(self.text(key)?);
        for (name, target) in address.parts_mut() {
            *target = self.part(key, name).and_then(read);
        }
        Some(address)
    }

    /// Returns the id of a user, as an `i64` or as an id type: `fields.user_id::<UserId>(key)`.
    pub fn user_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        linked(self.get(key)?).map(Id::from)
    }

    /// Returns the id of a person, as an `i64` or as an id type, like [`user_id`](Self::user_id).
    pub fn person_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        linked(self.get(key)?).map(Id::from)
    }

    /// Returns the id of an organization, as an `i64` or as an id type, like [`user_id`](Self::user_id).
    pub fn org_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        linked(self.get(key)?).map(Id::from)
    }

    /// Returns the selected options in any of the formats of the API: a single one, a list, or an object that contains a list.
    fn options(&self, key: &str) -> std::slice::Iter<'_, Value> {
        match self.get(key) {
            Some(Value::Array(options)) => options.iter(),
            Some(Value::Object(parts)) if parts.contains_key("values") => {
                parts["values"].as_array().map(Vec::as_slice).unwrap_or_default().iter()
            }
            Some(other) => std::slice::from_ref(other).iter(),
            None => [].iter(),
        }
    }

    /// Returns a part of a value: from its object, or, in version 1 of the API, from the entry `{key}_{part}`.
    fn part(&self, key: &str, part: &str) -> Option<&Value> {
        match self.get(key)? {
            Value::Object(parts) => parts.get(part),
            _ => self.get(&format!("{key}_{part}")),
        }
    }
}

/// Returns the main part of a value.
fn main(value: &Value) -> &Value {
    match value {
        Value::Object(parts) => parts.get("value").unwrap_or(&Value::Null),
        other => other,
    }
}

/// Decodes a value with the same leniency as a field of a response.
fn read<T>(value: &Value) -> Option<T>
where
    Plain: Wire<T>,
{
    let mut target = WholeTarget(TypedTarget::<Plain, T>::new());
    source::read_value(value, &mut target)?;
    target.0.value
}

fn option(value: &Value) -> Option<i64> {
    read(value.as_object().map_or(value, |parts| parts.get("id").unwrap_or(&Value::Null)))
}

fn label(value: &Value) -> Option<&str> {
    value.get("label")?.as_str()
}

/// Returns an id, or the id in an object.
fn linked(value: &Value) -> Option<i64> {
    read(match value {
        Value::Object(parts) => parts.get("value").or_else(|| parts.get("id"))?,
        other => other,
    })
}
