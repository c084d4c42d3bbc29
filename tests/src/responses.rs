//! Checks whether a captured response or event matches its type: it is decoded, encoded again, and compared with the original.

use pipedrive::Mismatch;
use pipedrive::test_util::{self, Inspection};
use serde_json::{Map, Value, json};

use crate::compare::{Difference, Keys};

/// The result of the check of a response or event.
#[derive(Debug)]
pub struct Verdict {
    /// The operation of a response, or the kind of an event, as members of the JSON.
    subject: Map<String, Value>,
    /// Why it cannot be decoded.
    pub error: Option<String>,
    /// The difference after decoding and encoding.
    pub difference: Difference,
    /// The values of an unexpected type.
    pub mismatches: Vec<Mismatch>,
    /// JSON pointers of the keys that no typed field names, except custom fields.
    pub unknown: Vec<String>,
    /// The number of keys that are still present.
    pub keys: Keys,
}

impl Verdict {
    fn new(subject: Value, original: &Value, result: Result<Inspection, String>) -> Self {
        let subject = if let Value::Object(subject) = subject { subject } else { Map::new() };
        match result {
            Ok(Inspection { value, mismatches, unknown, .. }) => Self {
                subject,
                error: None,
                difference: Difference::of(original, &value),
                mismatches,
                unknown,
                keys: Keys::of(original, &value),
            },
            Err(error) => Self {
                subject,
                error: Some(error),
                difference: Difference::default(),
                mismatches: Vec::new(),
                unknown: Vec::new(),
                keys: Keys::of(original, &Value::Null),
            },
        }
    }

    /// Returns the verdict as one JSON object.
    pub fn to_json(&self) -> Value {
        let changed = self.difference.changed.iter();
        let changed: Vec<Value> =
            changed.map(|change| json!({ "pointer": change.pointer, "from": change.from, "to": change.to })).collect();
        let mismatches = self
            .mismatches
            .iter()
            .map(|mismatch| json!({ "pointer": mismatch.pointer(), "expected": mismatch.expected(), "found": mismatch.found() }));
        let mut object = self.subject.clone();
        for (key, value) in [
            ("ok", json!(self.error.is_none())),
            ("error", json!(self.error)),
            ("lost", json!(self.difference.lost)),
            ("changed", json!(changed)),
            ("mismatches", mismatches.collect()),
            ("unknown", json!(self.unknown)),
        ] {
            object.insert(key.to_owned(), value);
        }
        Value::Object(object)
    }
}

/// Checks one response: a JSON object with `method`, `path` (that of the documentation or of a request), `status` and `body`.
pub fn check(line: &str) -> Verdict {
    let response: Value = match serde_json::from_str(line) {
        Ok(response) => response,
        Err(error) => {
            return Verdict::new(json!({ "method": "", "path": "" }), &Value::Null, Err(format!("invalid JSON: {error}")));
        }
    };
    let string = |key: &str| response[key].as_str().unwrap_or_default();
    let (method, path) = (string("method"), string("path"));
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    let body = &response["body"];
    Verdict::new(json!({ "method": method, "path": path }), body, inspect(method, path, status, body))
}

/// Checks one event of a webhook: the body of its request, or a JSON object with `body`.
pub fn check_event(line: &str) -> Verdict {
    let event: Value = match serde_json::from_str(line) {
        Ok(event) => event,
        Err(error) => {
            let subject = json!({ "entity": null, "action": null });
            return Verdict::new(subject, &Value::Null, Err(format!("invalid JSON: {error}")));
        }
    };
    let body = event.get("body").filter(|_| event.get("meta").is_none()).unwrap_or(&event);
    let meta = &body["meta"];
    let entity = if meta["entity"].is_null() { &meta["object"] } else { &meta["entity"] };
    let result = test_util::inspect_event(body.to_string().as_bytes()).map_err(|error| error.to_string());
    Verdict::new(json!({ "entity": entity, "action": meta["action"] }), body, result)
}

/// Decodes and encodes the body of a response.
fn inspect(method: &str, path: &str, status: u16, body: &Value) -> Result<Inspection, String> {
    let info = test_util::find(method, path).ok_or_else(|| format!("unknown operation {method} {path}"))?;
    let Some(result) = test_util::inspect(method, path, status, body.to_string().as_bytes()) else {
        return match body {
            Value::String(_) => Ok(Inspection::unchanged(body.clone())),
            _ => Err(format!("the responses of {} are not JSON", info.id)),
        };
    };
    match result {
        Ok(inspection) => Ok(inspection),
        // The response to a failed request is an error, which keeps the body as received.
        Err(error) if !(200..300).contains(&status) || body["success"] == json!(false) => {
            Ok(Inspection::unchanged(error.body().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or(Value::Null)))
        }
        Err(error) => Err(error.to_string()),
    }
}
