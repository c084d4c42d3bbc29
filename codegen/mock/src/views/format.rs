//! Values in the formats that a schema asks for.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::View;
use crate::description::{ApiSchema, LooseForm};
use crate::store::{Id, Kind, Store};

/// The format of a property, looked up once for all items of a list.
#[derive(Clone, Copy)]
pub(crate) struct ValueFormat {
    pub(super) schema: ApiSchema,
    lenient: Option<LooseForm>,
    value_type: Option<&'static str>,
    format: Option<&'static str>,
}

impl ValueFormat {
    pub(super) fn of(schema: ApiSchema) -> Self {
        let keyword = |name| schema.string(name);
        Self { schema, lenient: schema.lenient(), value_type: keyword("type"), format: keyword("format") }
    }

    /// Returns the value of a property that has none: lists are empty.
    pub(super) fn empty(self) -> Value {
        if self.value_type == Some("array") { Value::Array(Vec::new()) } else { Value::Null }
    }

    /// Returns a value of a row in the format of the property.
    pub(super) fn apply(self, value: Value, store: &Store) -> Value {
        let schema = self.schema;
        if let Some(loose) = self.lenient.and_then(|form| loose_value(form, schema, &value, store)) {
            return loose;
        }
        match (self.value_type, self.format, &value) {
            (_, Some(format), Value::String(string)) => in_format(format, string).unwrap_or(value),
            // An address is one string in version 1, and an object in version 2.
            (Some("string"), _, Value::Object(parts)) => parts.get("value").cloned().unwrap_or(Value::Null),
            // The value of a lead is an object with its currency, except in search results.
            (Some("number"), _, Value::Object(parts)) => parts.get("amount").cloned().unwrap_or(Value::Null),
            (Some("string"), _, Value::Number(number)) => number.to_string().into(),
            (Some("array"), _, Value::Array(items)) => of_items(schema, items).unwrap_or(value),
            (None | Some("object"), _, Value::Number(_)) => linked(schema, value, store),
            _ => value,
        }
    }
}

/// Returns a value in the form that `x-lenient` names; `None` if it is that of the type.
fn loose_value(form: LooseForm, schema: ApiSchema, value: &Value, store: &Store) -> Option<Value> {
    match (form, value) {
        (LooseForm::Flag01, Value::Bool(flag)) => Some(i64::from(*flag).into()),
        (LooseForm::Digits, Value::Number(number)) => Some(number.to_string().into()),
        (LooseForm::IdOrObject, Value::Number(_)) => Some(linked(schema, value.clone(), store)),
        (
            LooseForm::Flag01
            | LooseForm::Digits
            | LooseForm::IntOrString
            | LooseForm::IdOrObject
            | LooseForm::MapOrEmptyList
            | LooseForm::OneOrList
            | LooseForm::IdList
            | LooseForm::OptionId
            | LooseForm::FlagOrConditions
            | LooseForm::ObjectOrTrue,
            _,
        ) => None,
    }
}

/// Returns a time as version 1 has it: `2026-01-31 13:30:00`.
pub(crate) fn space_time(time: Timestamp) -> Value {
    time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string().into()
}

/// Returns a list of e-mail addresses or phone numbers as a list of strings, as search results have it.
fn of_items(schema: ApiSchema, items: &[Value]) -> Option<Value> {
    let is_of_strings = schema.items()?.string("type") == Some("string");
    let value = |item: &Value| item.get("value").cloned();
    if is_of_strings { items.iter().map(value).collect() } else { None }
}

/// Returns a time or a duration of a row in the format of a property.
fn in_format(format: &str, string: &str) -> Option<Value> {
    if matches!(format, "time-minute" | "duration-minute") {
        return string.get(..5).map(Value::from);
    }
    let time: Timestamp = string.parse().ok()?;
    let utc = |format| Value::from(time.to_zoned(TimeZone::UTC).strftime(format).to_string());
    match format {
        "datetime-space" => Some(utc("%Y-%m-%d %H:%M:%S")),
        "datetime-minute" => Some(utc("%Y-%m-%d %H:%M")),
        "date" => Some(utc("%Y-%m-%d")),
        "unix-seconds" => Some(time.as_second().into()),
        "unix-milliseconds" => Some(time.as_millisecond().into()),
        _ => None,
    }
}

/// Returns the object of a linked item, such as that of a person in a deal of version 1: some of its properties, with the id in `value`.
/// The id alone, if there is no such item.
fn linked(schema: ApiSchema, id: Value, store: &Store) -> Value {
    let alternatives = schema.alternatives();
    let object = alternatives.iter().copied().chain([schema]).find(|alternative| !alternative.properties().is_empty());
    let Some(object) = object else { return id };
    let of_object = || Kind::of_id(object.property("id")?.string("x-id")?);
    let kind = alternatives.iter().find_map(|alternative| Kind::of_id(alternative.string("x-id")?)).or_else(of_object);
    let row = kind.zip(Id::from_json(&id)).and_then(|(kind, id)| store.table(kind).get(&id));
    let (Some(kind), Some(row)) = (kind, row) else { return id };
    let mut linked = View::new(kind, object, true).render(row, store);
    if object.property("value").is_some() {
        linked["value"] = id;
    }
    linked
}
