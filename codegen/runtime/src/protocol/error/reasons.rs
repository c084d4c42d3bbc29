//! The reasons of an error, which servers write in many formats: strings, lists and maps of them, RFC 9457 problem documents.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::bounded;

/// Fields of a body, or of an object in it, that state the reason of the whole error, from the general to the specific.
const GENERAL: [&str; 5] = ["error", "title", "message", "detail", "description"];
/// Fields that contain further reasons: a list, or a map by the names of inputs. `invalid-params` is an example of RFC 9457.
const LISTS: [&str; 4] = ["errors", "details", "invalid-params", "invalid_params"];
/// Fields that state the reason in an element of a list, the most specific first.
const REASON: [&str; 6] = ["message", "detail", "reason", "description", "title", "error"];
/// Fields that name the input in an element of a list.
const FIELD: [&str; 8] = ["field", "field_code", "name", "pointer", "path", "param", "parameter", "property"];

/// The reasons of an error.
#[derive(Default)]
pub(super) struct Reasons {
    /// The reasons of the whole error, from the general to the specific.
    pub(super) general: Vec<String>,
    /// The reasons by the name of the input. Those that concern no input have the empty name.
    pub(super) by_field: BTreeMap<String, Vec<String>>,
}

impl Reasons {
    /// Collects the reasons that a body states.
    pub(super) fn of(body: &Value) -> Self {
        let mut reasons = Self::default();
        match body {
            Value::Object(object) => {
                reasons.read_object(object);
                if let (Some(Value::Object(data)), true) = (object.get("data"), reasons.is_empty()) {
                    reasons.read_object(data);
                }
            }
            Value::String(_) => reasons.read_general(body),
            Value::Array(_) => reasons.read_list("", body),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        reasons
    }

    fn is_empty(&self) -> bool {
        self.general.is_empty() && self.by_field.is_empty()
    }

    fn read_object(&mut self, object: &Map<String, Value>) {
        // The OAuth server returns a code in `error` and the reason in `error_description`.
        let description = object.get("error_description").filter(|description| description.is_string());
        for name in GENERAL.iter().filter(|name| **name != "error" || description.is_none()) {
            if let Some(value) = object.get(*name) {
                self.read_general(value);
            }
        }
        if let Some(description) = description {
            self.read_general(description);
        }
        for name in LISTS {
            match object.get(name) {
                // Names of inputs, even if one is `message`.
                Some(Value::Object(fields)) => self.read_fields("", fields),
                Some(other) => self.read_list("", other),
                None => {}
            }
        }
        if self.is_empty() {
            // A number says least, and is often the status.
            let number = GENERAL.iter().find_map(|name| object.get(*name).filter(|value| value.is_number()));
            self.general.extend(number.map(ToString::to_string));
        }
    }

    /// Reads the value of a field that states the reason of the whole error.
    fn read_general(&mut self, value: &Value) {
        match value {
            Value::String(reason) => self.add_general(reason),
            Value::Array(_) => self.read_list("", value),
            Value::Object(object) if is_reason(object) => self.read_object(object),
            Value::Object(fields) => self.read_fields("", fields),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Adds a reason, unless another one contains it. A body often states the same in several fields.
    fn add_general(&mut self, reason: &str) {
        let reason = reason.trim();
        if !reason.is_empty() && !self.general.iter().any(|known| known.contains(reason)) {
            self.general.retain(|known| !reason.contains(known.as_str()));
            self.general.push(reason.to_owned());
        }
    }

    fn read_fields(&mut self, outer: &str, fields: &Map<String, Value>) {
        for (name, value) in fields {
            self.read_list(&join(outer, name), value);
        }
    }

    /// Reads the reasons that concern an input.
    fn read_list(&mut self, field: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Array(items) => items.iter().for_each(|item| self.read_list(field, item)),
            Value::Object(object) => match first_string(object, &REASON) {
                Some(reason) => self.add(&join(field, &field_of(object)), reason),
                None => self.read_fields(field, object),
            },
            Value::String(reason) => self.add(field, reason.clone()),
            Value::Bool(_) | Value::Number(_) => self.add(field, value.to_string()),
        }
    }

    fn add(&mut self, field: &str, reason: String) {
        self.by_field.entry(field.to_owned()).or_default().push(reason);
    }

    /// Returns the first reasons as one string. `None` if there are none.
    pub(super) fn summary(&self) -> Option<String> {
        let mut summary = self.general.join(": ");
        let mut separator = if summary.is_empty() { "" } else { ": " };
        for (field, reasons) in &self.by_field {
            for reason in reasons {
                if summary.len() > bounded::MAX_CHARS * 4 {
                    break;
                }
                if self.general.iter().any(|known| known.contains(reason.as_str())) {
                    continue;
                }
                summary.push_str(separator);
                if !field.is_empty() {
                    summary.push_str(field);
                    summary.push_str(": ");
                }
                summary.push_str(reason.trim());
                separator = "; ";
            }
        }
        (!summary.is_empty()).then(|| bounded::shorten(&summary))
    }
}

/// Returns whether an object states a reason itself, instead of containing reasons by the names of inputs.
fn is_reason(object: &Map<String, Value>) -> bool {
    first_string(object, &REASON).is_some() || LISTS.iter().any(|name| object.get(*name).is_some_and(Value::is_array))
}

/// Returns the name of the input that an element of a list concerns. Empty if it names none.
fn field_of(object: &Map<String, Value>) -> String {
    // JSON:API has the pointer in an object.
    let source = object.get("source").and_then(Value::as_object);
    let own = |object| FIELD.iter().find_map(|name| path(Map::get(object, *name)?));
    own(object).or_else(|| source.and_then(own)).unwrap_or_default()
}

/// Returns the name of an input, which may be a list of keys.
fn path(value: &Value) -> Option<String> {
    let key = |value: &Value| match value {
        Value::String(key) if !key.is_empty() => Some(key.clone()),
        Value::Number(index) => Some(index.to_string()),
        _ => None,
    };
    match value {
        Value::Array(keys) => Some(keys.iter().filter_map(key).collect::<Vec<_>>().join(".")).filter(|path| !path.is_empty()),
        value => key(value).filter(|_| value.is_string()),
    }
}

fn join(outer: &str, name: &str) -> String {
    match (outer, name) {
        ("", name) => name.to_owned(),
        (outer, "") => outer.to_owned(),
        (outer, name) => format!("{outer}.{name}"),
    }
}

fn first_string(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| object.get(*name)?.as_str().filter(|string| !string.trim().is_empty()).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_format_has_a_summary() {
        for (body, expected) in [
            (json!({ "success": false, "error": "Deal not found", "error_info": "see" }), "Deal not found"),
            (json!({ "success": false, "error": ["first reason", "second reason"] }), "first reason; second reason"),
            (
                json!({ "errors": { "url": ["invalid", { "message": "bad" }], "a": { "b": "c" } } }),
                "a.b: c; url: invalid; url: bad",
            ),
            (json!({ "errors": ["one", { "field": "name", "message": "is empty" }] }), "one; name: is empty"),
            (json!({ "error": "Bad Request", "message": "`name` is empty" }), "Bad Request: `name` is empty"),
            (
                json!({ "statusCode": 400, "error": "Bad Request", "message": ["a is empty", "b is empty"] }),
                "Bad Request: a is empty; b is empty",
            ),
            (json!({ "error": "Invalid", "message": "Invalid name", "errors": ["Invalid name"] }), "Invalid name"),
            (
                json!({ "type": "about:blank", "title": "Not valid", "status": 422, "detail": "2 problems", "instance": "/1",
                    "errors": [{ "detail": "must be positive", "pointer": "#/age" }, { "detail": "must be a colour", "pointer": "#/c" }] }),
                "Not valid: 2 problems: #/age: must be positive; #/c: must be a colour",
            ),
            (json!({ "title": "Bad", "invalid-params": [{ "name": "age", "reason": "too low" }] }), "Bad: age: too low"),
            (json!({ "errors": [{ "title": "Bad", "source": { "pointer": "/data/x" } }] }), "/data/x: Bad"),
            (json!({ "error": { "message": "Denied", "details": [{ "path": ["a", 0], "message": "b" }] } }), "Denied: a.0: b"),
            (json!({ "error": { "name": ["is empty"] } }), "name: is empty"),
            (json!({ "error": "invalid_grant", "error_description": "The code is not valid" }), "The code is not valid"),
            (json!({ "success": false, "data": { "error_code": 7, "message": "No files" } }), "No files"),
            (json!({ "success": false, "data": { "errors": { "title": "is empty" } } }), "title: is empty"),
            (json!({ "error": true, "message": "No" }), "No"),
            (json!({ "error": 400 }), "400"),
            (json!("plain"), "plain"),
            (json!(["a", { "reason": "b" }]), "a; b"),
        ] {
            assert_eq!(Reasons::of(&body).summary().as_deref(), Some(expected), "{body}");
        }
        for body in
            [json!({}), json!(null), json!(7), json!([]), json!({ "error": "", "errors": {}, "message": null, "data": null })]
        {
            assert_eq!(Reasons::of(&body).summary(), None, "{body}");
        }
    }

    #[test]
    fn summaries_are_bounded() {
        let many: Vec<String> = (0..10_000).map(|number| format!("reason {number}")).collect();
        let summary = Reasons::of(&json!({ "errors": many, "error": "x".repeat(100_000) })).summary().unwrap_or_default();
        assert_eq!(summary.chars().count(), bounded::MAX_CHARS + 1);
        let summary = Reasons::of(&json!({ "errors": many })).summary().unwrap_or_default();
        assert!(summary.starts_with("reason 0; reason 1; ") && summary.ends_with('…'), "{summary}");
    }
}
