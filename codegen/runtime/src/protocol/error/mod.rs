//! The one error of the crate.

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

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type ErrorSource = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, and everything that is known about it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What was called: the method, and the path without the values in it.
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

    /// The response says that the call failed.
    pub(crate) fn of_response(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let api = ApiError::of(&body);
        let message = api.as_ref().and_then(ApiError::message).unwrap_or_default().to_owned();
        let mut error = Self::new(ErrorKind::of_status(status), message);
        error.0.api = api;
        error.with_response(status, headers, body)
    }

    /// The response is not what it should be.
    pub(crate) fn of_mismatch(mismatch: &Mismatch) -> Self {
        let mut error = Self::new(ErrorKind::Decode, mismatch.with_value());
        error.0.json_path = Some(mismatch.path());
        error
    }

    /// The response is no JSON: what the parser says, what else is known, and what stands there.
    pub(crate) fn of_broken_json(error: serde_json::Error, body: &[u8], hint: &str) -> Self {
        let place = excerpt::offset(body, error.line(), error.column());
        let there = excerpt::around(body, place).map(|text| format!(": {text}")).unwrap_or_default();
        let mut broken = Self::new(ErrorKind::Decode, format!("{error}{hint}{there}"));
        broken.0.json_path = Some(log::render(&repair::path_at(body, place))).filter(|path| !path.is_empty());
        broken.with_source(error)
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

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, where there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// What the API says about the failure, where it says something that can be understood.
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// The body of the response, where there was one. It may be JSON, HTML or empty.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The headers of the response; empty where there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The operation that was called; none for `Client::request` and while a client is being built.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.0.operation
    }

    /// What the vendor's support needs to find the call.
    pub fn request_id(&self) -> Option<&str> {
        ["x-correlation-id", "x-request-id"].iter().find_map(|name| self.0.headers.get(*name)?.to_str().ok())
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        rate_limit::retry_after(&self.0.headers)
    }

    /// What the response says about the limits.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.0.headers)
    }

    /// Whether the same call may succeed later without being carried out twice.
    ///
    /// `POST` and `PATCH` count only where the first call has had no effect for sure: the server has refused it for its rate, or there
    /// was no connection. Calls are repeated anyway, as their [`RetryPolicy`](crate::api::RetryPolicy) says; this is about doing it later.
    pub fn is_retryable(&self) -> bool {
        let harmless = self.0.call.as_ref().is_some_and(|(method, _)| is_idempotent(method));
        is_repeatable(self.0.kind, self.0.status, harmless)
    }

    /// Where in the response the problem is, for responses that could not be decoded; such as `data[3].id`.
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
            Some(status) if !status.is_success() => write!(f, "{} {}", status.as_u16(), inner.kind.words())?,
            _ => f.write_str(inner.kind.words())?,
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

/// A message as one line of bearable length, whatever the server put in it.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
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
