//! The errors that the API reports in the bodies of responses. They have no common format.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The error that the API reports in the body of a response.
///
/// The API uses several formats. The fields that they have in common are available as methods, the complete body as
/// [`json`](Self::json).
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    message: Option<String>,
    error_info: Option<String>,
    code: Option<String>,
    field_code: Option<String>,
    errors: BTreeMap<String, Vec<String>>,
    value: Value,
}

impl ApiError {
    /// Parses a body. Returns `None` if it is not a JSON object, for example if it is HTML or empty.
    pub(crate) fn of(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_str(std::str::from_utf8(body).ok()?).ok()?;
        let object = value.as_object()?;
        let nested = |name: &str| object.get(name).and_then(Value::as_object);
        let (inner, data) = (nested("error"), nested("data"));
        // The OAuth server returns a code in `error` and the message in `error_description`.
        let description = first_string(Some(object), &["error_description"]);
        let error = first_string(Some(object), &["error"]);
        let oauth_code = error.clone().filter(|_| description.is_some());
        let message = description
            .or(error)
            .or(first_string(inner, &["message"]))
            .or(first_string(Some(object), &["message"]))
            .or(first_string(data, &["message", "error"]));
        let code = first_string(Some(object), &["code", "errorCode", "error_code"])
            .or(oauth_code)
            .or(first_string(data, &["error_code", "errorCode"]));
        Some(Self {
            message,
            error_info: first_string(Some(object), &["error_info"]),
            code,
            field_code: field_code(object),
            errors: object.get("errors").map(by_field).unwrap_or_default(),
            value,
        })
    }

    /// Returns the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the additional information of the API, such as a pointer to its documentation.
    pub fn error_info(&self) -> Option<&str> {
        self.error_info.as_deref()
    }

    /// Returns the error code, such as `feature_capping_deals_limit`. Numeric codes are returned as decimal strings.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the key of the custom field that was refused.
    pub fn field_code(&self) -> Option<&str> {
        self.field_code.as_deref()
    }

    /// Returns the messages by the name of the field. Messages that belong to no field have the empty name.
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        &self.errors
    }

    /// Returns the complete body.
    pub fn json(&self) -> &Value {
        &self.value
    }
}

/// Returns the value of the first of these names that has a non-empty string or a number.
fn first_string(object: Option<&Map<String, Value>>, names: &[&str]) -> Option<String> {
    let object = object?;
    names.iter().find_map(|name| object.get(*name).and_then(as_string))
}

fn as_string(value: &Value) -> Option<String> {
    match value {
        Value::String(string) if !string.is_empty() => Some(string.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn by_field(errors: &Value) -> BTreeMap<String, Vec<String>> {
    let mut by_field = BTreeMap::new();
    match errors {
        Value::Object(fields) => {
            for (name, problems) in fields {
                by_field.insert(name.clone(), messages(problems));
            }
        }
        Value::Null => {}
        other => {
            by_field.insert(String::new(), messages(other));
        }
    }
    by_field
}

fn messages(problems: &Value) -> Vec<String> {
    match problems {
        Value::Array(problems) => problems.iter().map(messages).collect::<Vec<_>>().concat(),
        Value::Object(problem) if problem.get("message").is_some_and(Value::is_string) => messages(&problem["message"]),
        Value::String(message) => vec![message.clone()],
        other => vec![other.to_string()],
    }
}

/// Returns the first `field_code` in the object or at most three levels below it: its location is not documented.
fn field_code(object: &Map<String, Value>) -> Option<String> {
    fn find(value: &Value, depth: u8) -> Option<String> {
        match value {
            Value::Object(object) => object
                .get("field_code")
                .and_then(as_string)
                .or_else(|| object.values().filter(|_| depth > 0).find_map(|inner| find(inner, depth - 1))),
            Value::Array(items) if depth > 0 => items.iter().find_map(|inner| find(inner, depth - 1)),
            _ => None,
        }
    }
    object.get("field_code").and_then(as_string).or_else(|| object.values().find_map(|inner| find(inner, 2)))
}
