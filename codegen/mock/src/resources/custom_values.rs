//! Checking the custom fields that a request sets.

use jiff::civil::{Date, Time};
use serde_json::{Map, Value, json};

use super::MockCall;
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};
use crate::views::custom_fields::{definition, parts};

/// Checks custom fields by their definitions, and brings them into the form of the store.
///
/// # Errors
///
/// Returns the response 400 with the `field_code` of the first field that is not defined, or whose value does not fit its type.
pub(super) fn apply(call: &MockCall<'_>, kind: Kind, before: Option<&Row>, values: &mut Values) -> Result<(), ApiResponse> {
    for (key, value) in std::mem::take(&mut values.custom_fields) {
        let Some(field) = definition(kind, &key, call.store) else {
            if call.is_lenient {
                continue;
            }
            return Err(error(&key, "not a custom field of this kind of items"));
        };
        let before = before.and_then(|before| before.custom_fields.get(&key));
        let value = CheckedValue { call, field, before }.value(value).map_err(|problem| error(&key, &problem))?;
        values.custom_fields.insert(key, value);
    }
    Ok(())
}

fn error(key: &str, problem: &str) -> ApiResponse {
    let body = json!({
        "success": false,
        "error": format!("`{key}`: {problem}"),
        "error_info": "The value does not fit the definition of the custom field.",
        "field_code": key,
        "data": null,
        "additional_data": null,
    });
    ApiResponse::json(400, &body)
}

/// A value that is being checked.
struct CheckedValue<'a> {
    call: &'a MockCall<'a>,
    field: &'a Row,
    /// The value that the item has.
    before: Option<&'a Value>,
}

impl CheckedValue<'_> {
    fn value(&self, value: Value) -> Result<Value, String> {
        let field_type = self.field.string("field_type").unwrap_or_default();
        if value.is_null() {
            return Ok(value);
        }
        match field_type {
            "enum" => self.option(&value),
            "set" => self.options(value),
            "user" => self.linked(Kind::User, &value),
            "org" => self.linked(Kind::Organization, &value),
            "people" => self.linked(Kind::Person, &value),
            "visible_to" => self.integer(&value).map(Value::from),
            "address" | "daterange" | "monetary" | "time" | "timerange" => self.object(field_type, value),
            _ => self.plain(field_type, value),
        }
    }

    fn is_v1(&self) -> bool {
        self.call.operation.is_v1()
    }

    /// A value without parts, or a part of one.
    fn plain(&self, value_type: &str, value: Value) -> Result<Value, String> {
        match (value_type, &value) {
            (_, Value::Null) | ("double", Value::Number(_)) => Ok(value),
            // Version 1 accepts numbers as strings, and strings as numbers.
            ("double", Value::String(digits)) if self.is_v1() => {
                digits.trim().parse::<f64>().map(Value::from).map_err(|_| expected("a number", &value))
            }
            ("double", _) => Err(expected("a number", &value)),
            ("int", _) => self.integer(&value).map(Value::from),
            ("date", Value::String(date)) if date.len() == 10 && date.parse::<Date>().is_ok() => Ok(value),
            ("date", _) => Err(expected("a date such as `2026-01-31`", &value)),
            ("time", Value::String(time)) => match time.parse::<Time>() {
                Ok(time) => Ok(time.strftime("%H:%M:%S").to_string().into()),
                Err(_) => Err(expected("a time such as `13:30:00`", &value)),
            },
            ("time", _) => Err(expected("a time such as `13:30:00`", &value)),
            (_, Value::String(_)) => Ok(value),
            (_, Value::Number(number)) if self.is_v1() => Ok(number.to_string().into()),
            _ => Err(expected("a string", &value)),
        }
    }

    /// A value with parts. Version 1 changes only the parts that it names; in version 2, omitted parts become null.
    fn object(&self, field_type: &str, value: Value) -> Result<Value, String> {
        let main_type = match field_type {
            "daterange" => "date",
            "monetary" => "double",
            "time" | "timerange" => "time",
            _ => "varchar",
        };
        let mut given = match value {
            Value::Object(given) => given,
            value if self.is_v1() => Map::from_iter([("value".to_owned(), value)]),
            value => return Err(expected("an object with `value`", &value)),
        };
        if self.is_v1() {
            for (name, part) in self.before.and_then(Value::as_object).into_iter().flatten() {
                given.entry(name.clone()).or_insert_with(|| part.clone());
            }
        } else if !given.contains_key("value") {
            return Err("missing `value`".to_owned());
        }
        let mut object = Map::new();
        for (name, part_type) in [("value", main_type)].iter().chain(parts(field_type)) {
            let part = given.remove(*name).unwrap_or(Value::Null);
            let part = self.plain(part_type, part).map_err(|problem| format!("`{name}`: {problem}"))?;
            object.insert((*name).to_owned(), part);
        }
        if let Some(name) = given.keys().next() {
            return Err(format!("`{name}` is not a part of a field of the type {field_type}"));
        }
        if object["value"].is_null() {
            return Ok(Value::Null);
        }
        if field_type == "monetary" && object["currency"].is_null() {
            object["currency"] = "EUR".into();
        }
        Ok(object.into())
    }

    fn option(&self, value: &Value) -> Result<Value, String> {
        let id = self.integer(value)?;
        let options = self.field.get("options").as_array();
        if options.is_some_and(|options| options.iter().any(|option| option["id"] == id)) {
            return Ok(id.into());
        }
        Err(format!("option {id} does not exist"))
    }

    fn options(&self, value: Value) -> Result<Value, String> {
        match value {
            Value::Array(options) => options.iter().map(|option| self.option(option)).collect(),
            Value::String(ids) if self.is_v1() => {
                ids.split(',').filter(|id| !id.is_empty()).map(|id| self.option(&Value::from(id))).collect()
            }
            value @ Value::Number(_) if self.is_v1() => Ok(json!([self.option(&value)?])),
            value => Err(expected("a list of option ids", &value)),
        }
    }

    fn linked(&self, kind: Kind, value: &Value) -> Result<Value, String> {
        let id = self.integer(value)?;
        match self.call.store.row(kind, &Id::Number(id)) {
            Some(_) => Ok(id.into()),
            None => Err(format!("{} {id} not found", kind.noun())),
        }
    }

    fn integer(&self, value: &Value) -> Result<i64, String> {
        let id = match value {
            Value::Number(number) => number.as_i64(),
            Value::String(digits) if self.is_v1() => digits.trim().parse().ok(),
            _ => None,
        };
        id.ok_or_else(|| expected("an integer", value))
    }
}

fn expected(what: &str, value: &Value) -> String {
    format!("expected {what}, found `{value}`")
}
