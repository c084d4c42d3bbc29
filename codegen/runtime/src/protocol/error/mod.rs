//! The error type of the crate.

mod api;
mod kind;
mod repeat;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

pub use api::ApiError;
pub use kind::ErrorKind;
pub(crate) use repeat::{is_idempotent, is_repeatable};

use crate::json::log::{self, Mismatch};
use crate::json::{excerpt, repair};
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::{self, RateLimit};

/// The result of a call, with [`Error`] as the default error type.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type ErrorSource = Box<dyn std::error::Error + Send + Sync>;

/// The error of a call, or of building a client.
///
/// [`kind`](Self::kind) states the category. If the server sent a response, its status, headers and body are available.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// The method and the path, without the query.
    call: Option<(Method, Cow<'static, str>)>,
    operation: Option<&'static OperationInfo>,
    message: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<Bytes>,
    api: Option<ApiError>,
    json_path: Option<String>,
    source: Option<ErrorSource>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            call: None,
            operation: None,
            message: message.into(),
            status: None,
            headers: HeaderMap::new(),
            body: None,
            api: None,
            json_path: None,
            source: None,
        }))
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    /// Creates the error that a response reports.
    pub(crate) fn of_response(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let api = ApiError::of(&body);
        let message = api.as_ref().and_then(ApiError::message).unwrap_or_default().to_owned();
        let mut error = Self::new(ErrorKind::of_status(status), message);
        error.0.api = api;
        error.with_response(status, headers, body)
    }

    /// Creates a [`Decode`](ErrorKind::Decode) error for a value of an unexpected type.
    pub(crate) fn of_mismatch(mismatch: &Mismatch) -> Self {
        let mut error = Self::new(ErrorKind::Decode, mismatch.with_value());
        error.0.json_path = Some(mismatch.path());
        error
    }

    /// Creates a [`Decode`](ErrorKind::Decode) error for a body that is not valid JSON. Its message consists of the parser's
    /// error, `hint`, and an excerpt of the body.
    pub(crate) fn of_broken_json(error: serde_json::Error, body: &[u8], hint: &str) -> Self {
        let offset = excerpt::offset(body, error.line(), error.column());
        let excerpt = excerpt::around(body, offset).map(|excerpt| format!(": {excerpt}")).unwrap_or_default();
        let mut decode_error = Self::new(ErrorKind::Decode, format!("{error}{hint}{excerpt}"));
        decode_error.0.json_path = Some(log::render(&repair::path_at(body, offset))).filter(|path| !path.is_empty());
        decode_error.with_source(error)
    }

    pub(crate) fn with_source(self, source: impl Into<ErrorSource>) -> Self {
        self.with_boxed_source(source.into())
    }

    fn with_boxed_source(mut self, source: ErrorSource) -> Self {
        self.0.source = Some(source);
        self
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_call(
        mut self,
        method: &Method,
        path: impl Into<Cow<'static, str>>,
        info: Option<&'static OperationInfo>,
    ) -> Self {
        self.0.call.get_or_insert_with(|| (method.clone(), path.into()));
        self.0.operation = self.0.operation.or(info);
        self
    }

    pub(crate) fn with_response(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = Some(body);
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the HTTP status of the response. `None` if no response was received.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the error that the API reports in the body of the response. `None` if the body is not a JSON object.
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// Returns the body of the response, which may be JSON, HTML or empty. `None` if no response was received.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// Returns the headers of the response. Empty if no response was received.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the operation that was called. `None` for `Client::request`, and for errors of building a client.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.0.operation
    }

    /// Returns the id that the server has assigned to the request, which the vendor's support can search for: the header
    /// `x-correlation-id` or `x-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        ["x-correlation-id", "x-request-id"].iter().find_map(|name| self.0.headers.get(*name)?.to_str().ok())
    }

    /// Returns the time to wait that the server requests with the header `retry-after`.
    pub fn retry_after(&self) -> Option<Duration> {
        rate_limit::retry_after(&self.0.headers)
    }

    /// Returns the rate limits that the headers of the response state. `None` if they state none.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.0.headers)
    }

    /// Returns whether the same call may succeed later, without the risk of being carried out twice.
    ///
    /// For `POST` and `PATCH`, that is the case only if the failed call had no effect: it was rate limited, or the connection
    /// could not be established. The client has already retried the call according to its
    /// [`RetryPolicy`](crate::api::RetryPolicy).
    pub fn is_retryable(&self) -> bool {
        let idempotent = self.0.call.as_ref().is_some_and(|(method, _)| is_idempotent(method));
        is_repeatable(self.0.kind, self.0.status, idempotent)
    }

    /// Returns the location in the response of the value that could not be decoded, such as `data[3].id`. `None` for other
    /// errors, and if the location is not known.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some((method, path)) = &inner.call {
            write!(f, "{method} {path}: ")?;
        }
        match inner.status {
            Some(status) if !status.is_success() => write!(f, "{} {}", status.as_u16(), inner.kind.description())?,
            _ => f.write_str(inner.kind.description())?,
        }
        if !inner.message.is_empty() {
            write!(f, ": {}", one_line(&inner.message))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " (request id {})", one_line(id))?;
        }
        Ok(())
    }
}

/// Returns a message without control characters, shortened to 300 characters. The server may have sent anything.
fn one_line(message: &str) -> String {
    const MAX_CHARS: usize = 300;
    let mut line: String = message.chars().take(MAX_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if message.chars().nth(MAX_CHARS).is_some() {
        line.push('…');
    }
    line
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("operation", &self.0.operation.map(|info| info.id))
            .field("api", &self.0.api)
            .field("body_length", &self.0.body.as_ref().map(Bytes::len))
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
