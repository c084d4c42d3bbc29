//! JSON values outside of JSON: in paths, queries and forms.

use serde_json::Value;

/// Returns a value without quotes: null as nothing, lists separated by commas.
pub(crate) fn unquoted(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(string) => string.clone(),
        Value::Array(items) => items.iter().map(unquoted).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
