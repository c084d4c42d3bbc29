//! Whether a response fits the type of its operation: decoded, encoded again, and compared.

use pipedrive::test_util;
use serde_json::{Value, json};

use crate::compare::{Difference, Keys};

/// What became of a response.
#[derive(Debug)]
pub struct Verdict {
    method: String,
    path: String,
    /// Why it does not fit.
    pub error: Option<String>,
    /// What decoding and encoding did to it.
    pub difference: Difference,
    /// How many keys came back.
    pub keys: Keys,
}

impl Verdict {
    /// The verdict as one JSON object.
    pub fn to_json(&self) -> Value {
        let changed = self.difference.changed.iter();
        let changed: Vec<Value> =
            changed.map(|change| json!({ "pointer": change.pointer, "from": change.from, "to": change.to })).collect();
        json!({
            "method": self.method,
            "path": self.path,
            "ok": self.error.is_none(),
            "error": self.error,
            "lost": self.difference.lost,
            "changed": changed,
        })
    }
}

/// Checks one response: a JSON object with `method`, `path` (as documented, or as it was called), `status` and `body`.
pub fn check(line: &str) -> Verdict {
    let response: Value = match serde_json::from_str(line) {
        Ok(response) => response,
        Err(error) => return Verdict::failed("", "", format!("the line is no JSON: {error}")),
    };
    let text = |key: &str| response[key].as_str().unwrap_or_default().to_owned();
    let (method, path) = (text("method"), text("path"));
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    match fits(&method, &path, status, &response["body"]) {
        Ok(returned) => {
            let difference = Difference::of(&response["body"], &returned);
            Verdict { method, path, error: None, difference, keys: Keys::of(&response["body"], &returned) }
        }
        Err(error) => {
            let keys = Keys::of(&response["body"], &Value::Null);
            Verdict { keys, ..Verdict::failed(&method, &path, error) }
        }
    }
}

impl Verdict {
    fn failed(method: &str, path: &str, error: String) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, error: Some(error), difference: Difference::default(), keys: Keys::default() }
    }
}

/// What comes back of a body.
fn fits(method: &str, path: &str, status: u16, body: &Value) -> Result<Value, String> {
    let info = test_util::find(method, path).ok_or_else(|| format!("there is no operation {method} {path}"))?;
    let Some(result) = test_util::round_trip(method, path, status, body.to_string().as_bytes()) else {
        return match body {
            Value::String(_) => Ok(body.clone()),
            _ => Err(format!("the responses of {} are no JSON", info.id)),
        };
    };
    match result {
        Ok((returned, _)) => Ok(returned),
        // A response that tells of a failure is an error, which keeps the body as it came.
        Err(error) if !(200..300).contains(&status) || body["success"] == json!(false) => {
            Ok(error.body().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or(Value::Null))
        }
        Err(error) => Err(error.to_string()),
    }
}
