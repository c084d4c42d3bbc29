//! The responses of a fake.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::http::transport::{ResponseBody, TransportError};
use crate::json::unquoted::unquoted;
use crate::protocol::info::{OperationInfo, ResponseKind};

/// A response of a fake: data, an error, a file, or a fault of the connection.
#[derive(Clone)]
#[must_use = "a response does nothing until it is registered or returned"]
pub struct FakeResponse(Box<FakeParts>);

#[derive(Clone, Debug)]
struct FakeParts {
    status: u16,
    headers: HeaderMap,
    content: FakeContent,
    /// The reason why the response cannot be sent.
    problem: Option<String>,
}

#[derive(Clone, Debug)]
enum FakeContent {
    /// The value at a pointer in the data of the operation, with the `additional_data` of the envelope.
    Data {
        pointer: &'static str,
        value: Value,
        additional: Option<Value>,
    },
    Body(Bytes),
    /// The connection fails after this part of the body.
    Truncated(Bytes),
    Fault(FakeFault),
}

/// A failure without a response.
#[derive(Clone, Copy, Debug)]
enum FakeFault {
    Connect,
    Reset,
    Timeout,
}

impl FakeResponse {
    fn new(status: u16, content: FakeContent) -> Self {
        Self(Box::new(FakeParts { status, headers: HeaderMap::new(), content, problem: None }))
    }

    /// Creates a response with the data of the operation, which is sent in its envelope.
    pub fn data(data: impl Serialize) -> Self {
        match serde_json::to_value(data) {
            Ok(data) => Self::enveloped("", data, None),
            Err(error) => Self::broken(format!("the data cannot be written as JSON: {error}")),
        }
    }

    /// Creates a response with a status and a whole body as JSON, including the envelope.
    pub fn json(status: u16, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => Self::body(status, body).header("content-type", "application/json"),
            Err(error) => Self::broken(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Creates an error response with a status and a body, such as `{"success": false, "error": "Deal not found"}`.
    pub fn error(status: u16, body: Value) -> Self {
        Self::json(status, body)
    }

    /// Creates a response with a status and any body, such as the HTML of a proxy.
    pub fn body(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, FakeContent::Body(body.into()))
    }

    /// Creates a response with a file.
    pub fn file(name: &str, content_type: &str, content: impl Into<Bytes>) -> Self {
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let content: Bytes = content.into();
        let length = content.len().to_string();
        Self::body(200, content)
            .header(CONTENT_TYPE.as_str(), content_type)
            .header(CONTENT_DISPOSITION.as_str(), &format!("attachment; filename*=UTF-8''{name}"))
            .header("content-length", &length)
    }

    /// Creates a response with the status 429, and the header `retry-after` in whole seconds, rounded up. The client of a fake retries
    /// the call without waiting.
    pub fn rate_limited(retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let body = json!({ "success": false, "error": "Rate limit exceeded", "code": "rate_limit_exceeded" });
        Self::error(429, body).header(RETRY_AFTER.as_str(), &seconds.to_string()).header("x-ratelimit-remaining", "0")
    }

    /// Creates a failure to connect: nothing was sent, so the client retries any method.
    pub fn connection_refused() -> Self {
        Self::new(0, FakeContent::Fault(FakeFault::Connect))
    }

    /// Creates a connection that ends without a response. The server may have carried out the request.
    pub fn connection_reset() -> Self {
        Self::new(0, FakeContent::Fault(FakeFault::Reset))
    }

    /// Creates a timeout of the connection. It takes no time.
    pub fn timeout() -> Self {
        Self::new(0, FakeContent::Fault(FakeFault::Timeout))
    }

    /// Creates a response whose connection ends within its body, after `part`.
    pub fn truncated(status: u16, part: impl Into<Bytes>) -> Self {
        Self::new(status, FakeContent::Truncated(part.into()))
    }

    /// Sets a header of the response. Faults without a response ignore it.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => drop(self.0.headers.insert(name, value)),
            _ => self.0.problem = Some(format!("the header {name:?} of the response is not valid")),
        }
        self
    }

    /// Sets the status of the response. Faults without a response ignore it.
    pub fn status(mut self, status: u16) -> Self {
        self.0.status = status;
        self
    }

    /// Creates a response with a value in the data of the operation.
    pub(super) fn enveloped(pointer: &'static str, value: Value, additional: Option<Value>) -> Self {
        Self::new(200, FakeContent::Data { pointer, value, additional })
    }

    /// Creates a response that cannot be sent.
    pub(super) fn broken(problem: String) -> Self {
        let mut response = Self::body(200, Bytes::new());
        response.0.problem = Some(problem);
        response
    }

    /// Returns the response to a request of an operation.
    pub(super) fn into_http(self, info: Option<&OperationInfo>) -> Result<Response<ResponseBody>, TransportError> {
        let FakeParts { status, mut headers, content, problem } = *self.0;
        if let Some(problem) = problem {
            return Err(TransportError::misconfigured(problem));
        }
        let body = match content {
            FakeContent::Fault(FakeFault::Connect) => return Err(TransportError::connect("connection refused by the fake")),
            FakeContent::Fault(FakeFault::Reset) => return Err(TransportError::other("connection reset by the fake")),
            FakeContent::Fault(FakeFault::Timeout) => return Err(TransportError::timeout("timeout of the fake")),
            FakeContent::Body(body) => body.into(),
            FakeContent::Truncated(part) => {
                let end = TransportError::other("the connection was closed by the fake before the body was complete");
                ResponseBody::of_chunks([Ok(part), Err(end)])
            }
            FakeContent::Data { pointer, value, additional } => {
                let (content_type, body) = body_of(info, pointer, value, additional);
                headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(content_type));
                Bytes::from(body).into()
            }
        };
        let status = StatusCode::from_u16(status)
            .map_err(|_| TransportError::misconfigured(format!("{status} is not a valid status of a response")))?;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

impl fmt::Debug for FakeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FakeParts { status, headers, content, .. } = &*self.0;
        f.debug_struct("FakeResponse")
            .field("status", status)
            .field("headers", headers)
            .field("content", content)
            .finish_non_exhaustive()
    }
}

/// Returns the content type and the body of a response with a value in the data of an operation.
fn body_of(info: Option<&OperationInfo>, pointer: &str, value: Value, additional: Option<Value>) -> (&'static str, String) {
    let within = |value, key: &str| if key.is_empty() { value } else { Value::Object(Map::from_iter([(key.to_owned(), value)])) };
    let data = pointer.rsplit('/').fold(value, within);
    let body = match info.map(|info| (info.response, info.data)) {
        Some((ResponseKind::Text | ResponseKind::Binary, _)) => return ("text/plain", unquoted(&data)),
        Some((ResponseKind::Empty, _)) if data.is_null() => return ("application/json", String::new()),
        Some((_, "")) => data,
        _ => {
            let mut body = json!({ "success": true, "data": data });
            if let Some(additional) = additional {
                body["additional_data"] = additional;
            }
            body
        }
    };
    ("application/json", body.to_string())
}
