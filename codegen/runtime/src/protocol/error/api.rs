//! What the API says about a failure. It has many ways of saying it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What the API says about a failure, from whichever shape it came in.
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
    /// Reads a body. HTML, empty text and JSON that is no object are no such error.
    pub(crate) fn of(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_str(std::str::from_utf8(body).ok()?).ok()?;
        let object = value.as_object()?;
        let part = |name: &str| object.get(name).and_then(Value::as_object);
        let (inner, data) = (part("error"), part("data"));
        // OAuth says `error: invalid_grant` and the sentence in `error_description`.
        let description = said(Some(object), &["error_description"]);
        let error = said(Some(object), &["error"]);
        let oauth_code = error.clone().filter(|_| description.is_some());
        let message = description
            .or(error)
            .or(said(inner, &["message"]))
            .or(said(Some(object), &["message"]))
            .or(said(data, &["message", "error"]));
        let code =
            said(Some(object), &["code", "errorCode", "error_code"]).or(oauth_code).or(said(data, &["error_code", "errorCode"]));
        Some(Self {
            message,
            error_info: said(Some(object), &["error_info"]),
            code,
            field_code: field_code(object),
            errors: object.get("errors").map(by_field).unwrap_or_default(),
            value,
        })
    }

    /// What went wrong.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Where to read on.
    pub fn error_info(&self) -> Option<&str> {
        self.error_info.as_deref()
    }

    /// A code for what went wrong, such as `feature_capping_deals_limit`; numbers as text.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The key of the custom field that was refused.
    pub fn field_code(&self) -> Option<&str> {
        self.field_code.as_deref()
    }

    /// What is wrong with each field; what belongs to no field stands under the empty name.
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        &self.errors
    }

    /// Everything that was said.
    pub fn json(&self) -> &Value {
        &self.value
    }
}

/// The first of these names under which there is a text.
fn said(object: Option<&Map<String, Value>>, names: &[&str]) -> Option<String> {
    let object = object?;
    names.iter().find_map(|name| object.get(*name).and_then(text))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
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
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// The first `field_code`, at the top or one or two levels down: its place is not documented.
fn field_code(object: &Map<String, Value>) -> Option<String> {
    fn find(value: &Value, depth: u8) -> Option<String> {
        match value {
            Value::Object(object) => object
                .get("field_code")
                .and_then(text)
                .or_else(|| object.values().filter(|_| depth > 0).find_map(|inner| find(inner, depth - 1))),
            Value::Array(items) if depth > 0 => items.iter().find_map(|inner| find(inner, depth - 1)),
            _ => None,
        }
    }
    object.get("field_code").and_then(text).or_else(|| object.values().find_map(|inner| find(inner, 2)))
}
