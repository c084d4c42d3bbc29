//! Values of requests in the form of the store.

use jiff::civil::DateTime;
use serde_json::Value;

use crate::description::{ApiSchema, LooseForm};

/// Returns a value of a request body in the form of the store: flags as booleans, times as RFC 3339 strings.
pub(crate) fn canonical(schema: Option<ApiSchema>, value: Value) -> Value {
    let Some(schema) = schema else { return value };
    if let Some(plain) = schema.lenient().and_then(|form| plain_value(form, &value)) {
        return plain;
    }
    match (schema.string("format"), &value) {
        (Some("datetime-space"), Value::String(time)) => match DateTime::strptime("%Y-%m-%d %H:%M:%S", time) {
            Ok(time) => format!("{time}Z").into(),
            Err(_) => value,
        },
        // Version 1 has numbers as strings, such as `"visible_to": "3"`.
        (_, Value::String(digits)) if is_of_numbers(schema) => digits.parse::<i64>().map_or(value, Value::from),
        _ => value,
    }
}

/// Returns a value that has the form that `x-lenient` names as its type suggests; `None` if the form is that of the store.
fn plain_value(form: LooseForm, value: &Value) -> Option<Value> {
    match (form, value) {
        (LooseForm::Flag01, Value::Number(flag)) => Some((flag.as_i64() == Some(1)).into()),
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

/// Whether the values of an enumeration are numbers in strings.
fn is_of_numbers(schema: ApiSchema) -> bool {
    let values = schema.keyword("enum").and_then(Value::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(|value| value.as_str().is_some_and(is_number)))
}

fn is_number(value: &str) -> bool {
    value.parse::<i64>().is_ok()
}
