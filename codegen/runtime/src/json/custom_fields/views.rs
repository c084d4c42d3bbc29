//! Typed views of custom fields. Each gives nothing where the field is absent, empty or of another type.

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::{Address, CustomFields, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::slot::Wire;
use crate::json::source;
use crate::json::target::{Typed, Whole};
use crate::json::wire::Plain;

impl CustomFields {
    /// A text, phone number, or the text of an address.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::String(text) => Some(text),
            Value::Object(parts) => parts.get("value")?.as_str(),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        read(main(self.get(key)?))
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        read(main(self.get(key)?))
    }

    /// The chosen option of a field with a single choice.
    pub fn option_id(&self, key: &str) -> Option<i64> {
        option(self.get(key)?)
    }

    /// The chosen options of a field with several choices; none where it is empty.
    pub fn option_ids(&self, key: &str) -> Vec<i64> {
        match self.get(key) {
            Some(Value::String(ids)) => ids.split(',').filter_map(|id| id.trim().parse().ok()).collect(),
            _ => self.options(key).filter_map(option).collect(),
        }
    }

    /// The text of the chosen option, where the response tells it: with `include_option_labels` of the second version.
    ///
    /// [`NamedField::option_label`](super::NamedField::option_label) finds it out in every case.
    pub fn option_label(&self, key: &str) -> Option<&str> {
        label(self.get(key)?)
    }

    /// The texts of the chosen options, where the response tells them; see [`option_label`](Self::option_label).
    pub fn option_labels(&self, key: &str) -> Vec<&str> {
        self.options(key).filter_map(label).collect()
    }

    /// An amount of money.
    pub fn money(&self, key: &str) -> Option<Money> {
        let value = read(main(self.get(key)?))?;
        Some(Money { value, currency: self.part(key, "currency").and_then(Value::as_str).map(str::to_owned) })
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        read(main(self.get(key)?))
    }

    /// A range of dates.
    pub fn date_range(&self, key: &str) -> Option<DateRange> {
        let from = read(main(self.get(key)?))?;
        Some(DateRange { from, until: self.part(key, "until").and_then(read) })
    }

    /// A time of day.
    pub fn time(&self, key: &str) -> Option<TimeOfDay> {
        let time: Time = read(main(self.get(key)?))?;
        Some(TimeOfDay { time, timezone_id: self.part(key, "timezone_id").and_then(read) })
    }

    /// The name of the time zone of a time or a range of times, which only the second version tells.
    pub fn timezone_name(&self, key: &str) -> Option<&str> {
        self.part(key, "timezone_name")?.as_str()
    }

    /// A range of times.
    pub fn time_range(&self, key: &str) -> Option<TimeRange> {
        let from = read(main(self.get(key)?))?;
        let (until, timezone_id) = (self.part(key, "until").and_then(read), self.part(key, "timezone_id").and_then(read));
        Some(TimeRange { from, until, timezone_id })
    }

    /// An address.
    pub fn address(&self, key: &str) -> Option<Address> {
        let mut address = Address::new(self.text(key)?);
        for (name, target) in address.parts_mut() {
            *target = self.part(key, name).and_then(read);
        }
        Some(address)
    }

    /// The id of a user.
    pub fn user_id(&self, key: &str) -> Option<i64> {
        linked(self.get(key)?)
    }

    /// The id of a person.
    pub fn person_id(&self, key: &str) -> Option<i64> {
        linked(self.get(key)?)
    }

    /// The id of an organization.
    pub fn org_id(&self, key: &str) -> Option<i64> {
        linked(self.get(key)?)
    }

    /// The chosen options as they came: one, a list, or a list inside an object.
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

    /// A part of a value: inside its object, or under its own key beside it.
    fn part(&self, key: &str, part: &str) -> Option<&Value> {
        match self.get(key)? {
            Value::Object(parts) => parts.get(part),
            _ => self.get(&format!("{key}_{part}")),
        }
    }
}

/// The value itself, out of the object of its parts.
fn main(value: &Value) -> &Value {
    match value {
        Value::Object(parts) => parts.get("value").unwrap_or(&Value::Null),
        other => other,
    }
}

/// Reads a value as leniently as a field of a response.
fn read<T>(value: &Value) -> Option<T>
where
    Plain: Wire<T>,
{
    let mut target = Whole(Typed::<Plain, T>::new());
    source::read_value(value, &mut target)?;
    target.0.value
}

fn option(value: &Value) -> Option<i64> {
    read(value.as_object().map_or(value, |parts| parts.get("id").unwrap_or(&Value::Null)))
}

fn label(value: &Value) -> Option<&str> {
    value.get("label")?.as_str()
}

fn linked(value: &Value) -> Option<i64> {
    read(match value {
        Value::Object(parts) => parts.get("value").or_else(|| parts.get("id"))?,
        other => other,
    })
}
