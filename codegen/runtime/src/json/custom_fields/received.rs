//! One custom field of an item, read from the formats of both versions of the API.

use jiff::civil::{Date, Time};
use serde_json::{Map, Value};

use super::{Address, CustomFields, DateRange, Money, TimeOfDay, TimeRange};
use crate::json::ids::ID_NAMES;
use crate::json::log::Mismatch;
use crate::json::slot::{Form, Wire};
use crate::json::source;
use crate::json::target::{TypedTarget, WholeTarget};
use crate::json::wire::Plain;

/// A value of a custom field: `None` if the field is empty, or the description of the expected type if the value has another one.
pub type FieldRead<T> = Result<Option<T>, &'static str>;

/// A custom field of an item, for [`FieldType::read`](crate::custom_fields::FieldType::read).
#[derive(Clone, Copy, Debug)]
pub struct ReceivedField<'a> {
    fields: &'a CustomFields,
    key: &'a str,
    value: &'a Value,
}

impl CustomFields {
    /// Returns a field that is present.
    pub(super) fn view(&self, key: &str) -> Option<ReceivedField<'_>> {
        // Like `get`, the last one if the response contained the field more than once.
        let (key, value) = self.iter().rfind(|(name, _)| *name == key)?;
        Some(ReceivedField { fields: self, key, value })
    }

    /// Returns the entries, including the parts of fields of version 1.
    pub(crate) fn views(&self) -> impl Iterator<Item = ReceivedField<'_>> {
        self.iter().map(|(key, value)| ReceivedField { fields: self, key, value })
    }
}

/// The readers have the leniency of a field of a response: `"7"` is a number, and `""` an empty date.
impl<'a> ReceivedField<'a> {
    /// Returns the key of the field.
    pub fn key(&self) -> &'a str {
        self.key
    }

    /// Returns the JSON value as received.
    pub fn raw(&self) -> &'a Value {
        self.value
    }

    /// Reads a text, a phone number, or the text of an address.
    pub fn text(&self) -> FieldRead<&'a str> {
        string(main(self.value))
    }

    /// Reads a text of any length. Some texts are numbers in some accounts.
    pub fn string(&self) -> FieldRead<String> {
        match main(self.value) {
            Value::String(string) => Ok(Some(string.clone())),
            other => read(other),
        }
    }

    /// Reads a number.
    pub fn number(&self) -> FieldRead<f64> {
        let value = main(self.value);
        match value.as_f64() {
            Some(number) => Ok(Some(number)),
            None => read(value),
        }
    }

    /// Reads an integer.
    pub fn integer(&self) -> FieldRead<i64> {
        integer(main(self.value))
    }

    /// Reads the id of a single option.
    pub fn option_id(&self) -> FieldRead<i64> {
        option(self.value)
    }

    /// Reads the ids of several options. `None` if there are none.
    pub fn option_ids(&self) -> FieldRead<Vec<i64>> {
        let mut ids = Vec::new();
        self.each_option(&mut |id| id.map(|id| ids.extend(id)))?;
        Ok(Some(ids).filter(|ids| !ids.is_empty()))
    }

    /// Reads an amount of money.
    pub fn money(&self) -> FieldRead<Money> {
        let Some(value) = self.number()? else { return Ok(None) };
        Ok(Some(Money { value, currency: self.currency()? }))
    }

    /// Reads the exact value of a number, or of an amount of money.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal(&self) -> FieldRead<rust_decimal::Decimal> {
        read(main(self.value))
    }

    /// Reads an exact amount of money.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal_money(&self) -> FieldRead<super::DecimalMoney> {
        let Some(value) = self.decimal()? else { return Ok(None) };
        Ok(Some(super::DecimalMoney { value, currency: self.currency()? }))
    }

    /// Reads a date.
    pub fn date(&self) -> FieldRead<Date> {
        read(main(self.value))
    }

    /// Reads a range of dates.
    pub fn date_range(&self) -> FieldRead<DateRange> {
        let Some(from) = self.date()? else { return Ok(None) };
        Ok(Some(DateRange { from, until: self.part_as("until")? }))
    }

    /// Reads a time of day.
    pub fn time(&self) -> FieldRead<TimeOfDay> {
        let Some(time) = read(main(self.value))? else { return Ok(None) };
        Ok(Some(TimeOfDay { time, timezone_id: self.part_as("timezone_id")? }))
    }

    /// Reads a range of times of day.
    pub fn time_range(&self) -> FieldRead<TimeRange> {
        let Some(from) = read::<Time>(main(self.value))? else { return Ok(None) };
        Ok(Some(TimeRange { from, until: self.part_as("until")?, timezone_id: self.part_as("timezone_id")? }))
    }

    /// Reads an address.
    pub fn address(&self) -> FieldRead<Address> {
        let Some(value) = self.text()? else { return Ok(None) };
        let mut address = Address::new(value);
        for (name, target) in address.parts_mut() {
            *target = self.part_as(name)?;
        }
        Ok(Some(address))
    }

    /// Reads the id of a user, person or organization.
    pub fn linked_id(&self) -> FieldRead<i64> {
        integer(member(self.value, &ID_NAMES))
    }

    /// Returns the label of the option, if the response contains it.
    pub(super) fn label(&self) -> Option<&'a str> {
        label(self.value)
    }

    /// Returns the labels of the options, if the response contains them.
    pub(super) fn labels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.options().iter().filter_map(label)
    }

    /// Reads each of several options, until `visit` fails.
    pub(crate) fn each_option<E>(&self, visit: &mut dyn FnMut(FieldRead<i64>) -> Result<(), E>) -> Result<(), E> {
        match self.value {
            Value::String(ids) => ids.split(',').try_for_each(|id| visit(parse_id(id.trim()))),
            _ => self.options().iter().try_for_each(|value| visit(option(value))),
        }
    }

    /// Returns a part of the value: from its object, or, in version 1 of the API, from the entry `{key}_{part}`.
    pub(super) fn part(&self, part: &str) -> Option<&'a Value> {
        if let Value::Object(parts) = self.value {
            return get(parts, part);
        }
        let is_part = |name: &str| name.strip_prefix(self.key).and_then(|rest| rest.strip_prefix('_')) == Some(part);
        self.fields.iter().find(|(name, _)| is_part(name)).map(|(_, value)| value)
    }

    /// Reports that the value has another type than the field.
    pub(crate) fn mismatch(&self, expected: &'static str) -> Mismatch {
        Mismatch::of_field(self.key, self.value, expected)
    }

    fn part_as<T>(&self, part: &str) -> FieldRead<T>
    where
        Plain: Wire<T>,
    {
        self.part(part).map_or(Ok(None), read)
    }

    fn currency(&self) -> Result<Option<String>, &'static str> {
        Ok(self.part("currency").map_or(Ok(None), string)?.map(str::to_owned))
    }

    /// Returns the selected options in any of the formats of the API: a single one, a list, or an object that contains a list.
    fn options(&self) -> &'a [Value] {
        match self.value {
            Value::Array(options) => options,
            Value::Object(parts) => match get(parts, "values") {
                Some(options) => options.as_array().map(Vec::as_slice).unwrap_or_default(),
                None => std::slice::from_ref(self.value),
            },
            other => std::slice::from_ref(other),
        }
    }
}

/// Returns the main part of a value.
fn main(value: &Value) -> &Value {
    member(value, &["value"])
}

/// Returns the first of these parts that an object has. An object of a webhook that has only a type is empty; any other object is no value of
/// a field.
fn member<'a>(value: &'a Value, names: &[&str]) -> &'a Value {
    let Value::Object(parts) = value else { return value };
    let found = names.iter().find_map(|name| get(parts, name));
    found.unwrap_or_else(|| if get(parts, "type").is_some() { &Value::Null } else { value })
}

/// Returns an entry of an object. It has so few that a search takes less time than hashing the name.
fn get<'a>(parts: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    parts.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Decodes a value with the same leniency as a field of a response.
fn read<T>(value: &Value) -> FieldRead<T>
where
    Plain: Wire<T>,
{
    let mut target = WholeTarget(TypedTarget::<Plain, T>::new());
    match source::read_value(value, &mut target) {
        Some((Form::Mismatch(misfit), _)) => Err(misfit.expected),
        _ => Ok(target.0.value),
    }
}

fn string(value: &Value) -> FieldRead<&str> {
    match value {
        Value::Null => Ok(None),
        Value::String(string) => Ok(Some(string)),
        _ => Err("a string"),
    }
}

fn option(value: &Value) -> FieldRead<i64> {
    integer(member(value, &["id"]))
}

fn integer(value: &Value) -> FieldRead<i64> {
    match value {
        Value::Number(number) if number.is_i64() => Ok(number.as_i64()),
        other => read(other),
    }
}

fn parse_id(id: &str) -> FieldRead<i64> {
    if id.is_empty() { Ok(None) } else { id.parse().map(Some).map_err(|_| "a list of ids") }
}

fn label(value: &Value) -> Option<&str> {
    value.get("label")?.as_str()
}
