//! The paths below `/_mock/`, by which tests in other languages control an account.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::account::{Account, RecordedRequest};
use crate::http::{ApiRequest, ApiResponse, Body};
use crate::policy::Fault;

/// The beginning of the paths, which no operation has.
const PREFIX: &str = "/_mock/";

const PATHS: &str = "the paths are `GET` and `PUT /_mock/clock`, `POST /_mock/clock/advance`, `POST` and `DELETE /_mock/faults`, \
                     `GET` and `DELETE /_mock/requests`";

/// Returns the response to a request that controls the account, which is not recorded. `None` for all other requests.
pub(super) fn respond(account: &Account, request: &ApiRequest) -> Option<ApiResponse> {
    let path = request.path.strip_prefix(PREFIX)?;
    let (status, body) = match carry_out(account, path, request) {
        Ok(body) => (200, body),
        Err((status, error)) => (status, json!({ "error": error })),
    };
    Some(ApiResponse::json(status, &body))
}

/// Returns the body of the response, or the status and the message of an error.
fn carry_out(account: &Account, path: &str, request: &ApiRequest) -> Result<Value, (u16, String)> {
    let invalid = |problem: String| (400, problem);
    let clock = || json!({ "now": account.now().to_string() });
    match (request.method.as_str(), path) {
        ("GET", "clock") => Ok(clock()),
        ("PUT", "clock") => {
            account.set_now(time(body(request).map_err(invalid)?).map_err(invalid)?);
            Ok(clock())
        }
        ("POST", "clock/advance") => {
            account.advance(seconds(body(request).map_err(invalid)?).map_err(invalid)?);
            Ok(clock())
        }
        ("POST", "faults") => {
            let faults = match body(request).map_err(invalid)? {
                Value::Array(faults) => faults.iter().map(Fault::from_json).collect(),
                fault => Fault::from_json(fault).map(|fault| vec![fault]),
            };
            let faults: Vec<Fault> = faults.map_err(invalid)?;
            let injected = faults.len();
            // Of several, either all or none are injected.
            for fault in faults {
                account.inject(fault);
            }
            Ok(json!({ "injected": injected }))
        }
        ("DELETE", "faults") => {
            account.clear_faults();
            Ok(json!({}))
        }
        ("GET", "requests") => Ok(account.requests().iter().map(recorded).collect()),
        ("DELETE", "requests") => {
            account.clear_requests();
            Ok(json!({}))
        }
        (method, "clock" | "clock/advance" | "faults" | "requests") => {
            Err((405, format!("`{}` does not accept {method}: {PATHS}", request.path)))
        }
        _ => Err((404, format!("`{}` does not exist: {PATHS}", request.path))),
    }
}

fn body(request: &ApiRequest) -> Result<&Value, String> {
    match &request.body {
        Body::Json(body) => Ok(body),
        Body::Malformed(problem) => Err(problem.clone()),
        Body::Empty | Body::Form(_) | Body::Multipart(_) => {
            Err("the body is not JSON: send it with the header `content-type: application/json`".to_owned())
        }
    }
}

fn time(body: &Value) -> Result<Timestamp, String> {
    let time = body.get("now").and_then(Value::as_str).and_then(|now| now.parse().ok());
    time.ok_or_else(|| "expected the time of the clock, such as `{ \"now\": \"2026-01-31T09:00:00Z\" }`".to_owned())
}

fn seconds(body: &Value) -> Result<Duration, String> {
    let seconds = body.get("seconds").and_then(Value::as_f64).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "expected how far to move the clock forward, such as `{ \"seconds\": 3600 }`".to_owned())
}

fn recorded(request: &RecordedRequest) -> Value {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.to_string(), Value::from(String::from_utf8_lossy(value.as_bytes())))
    };
    json!({
        "method": request.method.as_str(),
        "path": request.path,
        "operation": request.operation,
        "query": request.query,
        "headers": request.headers.iter().map(header).collect::<serde_json::Map<_, _>>(),
        "body": request.body,
        "status": request.status,
        "is_carried_out": request.is_carried_out,
    })
}
