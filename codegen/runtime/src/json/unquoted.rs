//! JSON values in paths, queries and forms.

use serde_json::Value;

/// Formats a value without quotes. Null is the empty string; the elements of a list are separated by commas.
pub(crate) fn unquoted(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(string) => string.clone(),
        Value::Array(items) => items.iter().map(unquoted).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
