//! The errors that the API reports in the bodies of responses. They have no common format.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use super::bounded::Shortened;
use super::reasons::Reasons;

/// The error that the API reports in the body of a response.
///
/// The API uses several formats. The fields that they have in common are available as methods, the complete body as
/// [`json`](Self::json). Secrets in the body are replaced by `…`, see [`Error::body`](crate::Error::body).
#[derive(Clone, PartialEq)]
pub struct ApiError {
    message: Option<String>,
    error_info: Option<String>,
    code: Option<String>,
    field_code: Option<String>,
    errors: BTreeMap<String, Vec<String>>,
    value: Value,
}

impl ApiError {
    /// Parses a body. Returns `None` if it is neither JSON with an error nor plain text, for example if it is HTML or empty.
    pub(crate) fn of(body: &[u8], content_type: Option<&str>) -> Option<Self> {
        let body = String::from_utf8_lossy(body);
        let value = serde_json::from_str(&body).ok().or_else(|| plain_text(&body, content_type))?;
        let reasons = Reasons::of(&value);
        let message = reasons.summary();
        let empty = Map::new();
        let object = match &value {
            Value::Object(object) => object,
            _ if message.is_some() => &empty,
            _ => return None,
        };
        let nested = |name: &str| object.get(name).and_then(Value::as_object);
        // The OAuth server returns a code in `error` and the reason in `error_description`.
        let oauth_code = || object.get("error_description").and_then(|_| first_string(object, &["error"]));
        let code = first_string(object, &["code", "errorCode", "error_code"])
            .or_else(oauth_code)
            .or_else(|| first_string(nested("error")?, &["code"]))
            .or_else(|| first_string(nested("data")?, &["error_code", "errorCode"]));
        Some(Self {
            message,
            error_info: first_string(object, &["error_info"]),
            code,
            field_code: field_code(object),
            errors: reasons.by_field,
            value,
        })
    }

    /// Returns the first reasons that the body states, shortened to 300 characters: the message, or the messages, and then the
    /// [`errors`](Self::errors) with the names of their fields, such as `Bad Request: value: must be a number`. Plain text is the
    /// reason itself. `None` if the body states no reason.
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

    /// Returns all reasons that the body lists, by the name of the field. The names of nested fields are joined by dots. Reasons
    /// that belong to no field have the empty name.
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        &self.errors
    }

    /// Returns the complete body. Plain text is returned as a string.
    pub fn json(&self) -> &Value {
        &self.value
    }
}

/// Omits most of the body, which may be large.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("message", &self.message)
            .field("error_info", &Shortened(&self.error_info))
            .field("code", &Shortened(&self.code))
            .field("field_code", &Shortened(&self.field_code))
            .finish_non_exhaustive()
    }
}

/// Returns a body that is plain text as a string. Markup and malformed JSON are no reasons that a person would want to read.
fn plain_text(body: &str, content_type: Option<&str>) -> Option<Value> {
    let text = body.trim_start_matches('\u{feff}').trim();
    let is_html = text.starts_with('<') || content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    // Not the text `[error] no such deal`.
    let is_json = text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    // Binary content contains zeros.
    (!text.is_empty() && !is_html && !is_json && !text.contains('\0')).then(|| Value::String(text.to_owned()))
}

/// Returns the value of the first of these names that has a non-empty string or a number.
fn first_string(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| object.get(*name).and_then(as_string))
}

fn as_string(value: &Value) -> Option<String> {
    match value {
        Value::String(string) if !string.is_empty() => Some(string.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
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
