//! The error type of the crate.

mod api;
mod bounded;
mod kind;
mod reasons;
mod repeat;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::Value;

pub use api::ApiError;
pub use kind::ErrorKind;
pub(crate) use repeat::{is_idempotent, is_repeatable};

use self::bounded::{Shortened, one_line};
use crate::json::log::{self, Mismatch};
use crate::json::mask::Secrets;
use crate::json::{excerpt, repair};
use crate::protocol::info::OperationInfo;
use crate::protocol::rate_limit::{self, RateLimit};

/// The result of a call, with [`Error`] as the default error type.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type ErrorSource = Box<dyn std::error::Error + Send + Sync>;

/// The error of a call, or of building a client.
///
/// [`kind`](Self::kind) states the category. If the server sent a response, its status, headers and body are available.
///
/// `Display` is one line: the call, the kind, and the reasons that the server states or the innermost cause, such as
/// `GET /api/v2/deals: no connection: Connection refused (os error 111)`. Because the line contains the cause,
/// [`source`](std::error::Error::source) returns `None`, so that reports of the whole chain do not repeat it;
/// [`get_ref`](Self::get_ref) returns the cause.
///
/// An error contains no secrets: the credentials of the call, and the strings in fields of the response whose names indicate a secret,
/// such as `refresh_token`, are replaced by `…` everywhere, even if the server has sent them back.
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
    item: Option<Value>,
    source: Option<ErrorSource>,
    /// Whether the response contains a secret, which is masked.
    masked: bool,
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
            item: None,
            source: None,
            masked: false,
        }))
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    /// Creates the error that a response reports.
    pub(crate) fn of_response(status: StatusCode, headers: HeaderMap, body: Bytes, secrets: &Secrets) -> Self {
        let mut error = Self::new(ErrorKind::of_status(status), "").with_response(status, headers, body, secrets);
        let content_type = error.0.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        error.0.api = ApiError::of(error.0.body.as_deref().unwrap_or_default(), content_type);
        if let Some(message) = error.0.api.as_ref().and_then(ApiError::message) {
            error.0.message = String::from(message);
        }
        error
    }

    /// Creates a [`Decode`](ErrorKind::Decode) error for a value of an unexpected type.
    pub(crate) fn of_mismatch(mismatch: &Mismatch) -> Self {
        let mut error = Self::new(ErrorKind::Decode, mismatch.with_value());
        error.0.json_path = Some(mismatch.path());
        error
    }

    /// Creates a [`Decode`](ErrorKind::Decode) error for a value that is not of the type of the user.
    pub(crate) fn of_own_type(path: String, message: &str) -> Self {
        let message = if path.is_empty() { message.to_owned() } else { format!("`{path}`: {message}") };
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.json_path = Some(path).filter(|path| !path.is_empty());
        error
    }

    /// Creates a [`Decode`](ErrorKind::Decode) error for a body that is not valid JSON. Its message consists of the parser's
    /// error, `hint`, and an excerpt of the body.
    pub(crate) fn of_broken_json(error: serde_json::Error, body: &[u8], hint: &str, secrets: &Secrets) -> Self {
        let offset = excerpt::offset(body, error.line(), error.column());
        let excerpt = excerpt::around(body, offset).filter(|_| !secrets.occur_in(body));
        let excerpt = excerpt.map(|excerpt| format!(": {excerpt}")).unwrap_or_default();
        let mut decode_error = Self::new(ErrorKind::Decode, format!("{error}{hint}{excerpt}"));
        decode_error.0.json_path = Some(log::render(&repair::path_at(body, offset))).filter(|path| !path.is_empty());
        decode_error.with_source(error)
    }

    /// Sets the cause, and adds the innermost cause to the message unless the message contains it.
    pub(crate) fn with_source(self, source: impl Into<ErrorSource>) -> Self {
        self.with_boxed_source(source.into())
    }

    fn with_boxed_source(mut self, source: ErrorSource) -> Self {
        let mut innermost: &dyn std::error::Error = source.as_ref();
        while let Some(inner) = innermost.source() {
            innermost = inner;
        }
        let (message, cause) = (&mut self.0.message, innermost.to_string());
        if !message.contains(&cause) {
            message.push_str(if message.is_empty() { "" } else { ": " });
            message.push_str(&cause);
        }
        self.0.source = Some(source);
        self
    }

    /// Sets the item of a list that could not be decoded.
    pub(crate) fn with_item(mut self, item: &Value) -> Self {
        let masked = Secrets::default().mask_body(item.to_string().as_bytes());
        self.0.item = Some(masked.map_or_else(|| item.clone(), parse));
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

    /// Sets the response, with masked secrets.
    pub(crate) fn with_response(mut self, status: StatusCode, headers: HeaderMap, body: Bytes, secrets: &Secrets) -> Self {
        let body = match secrets.mask_body(&body) {
            Some(masked) => {
                self.0.masked = true;
                masked.into()
            }
            None => body,
        };
        self.with_masked_response(status, masked_headers(headers, secrets), body).mask(secrets)
    }

    /// Sets the response, whose secrets are masked already.
    pub(crate) fn with_masked_response(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = Some(body);
        self
    }

    /// Masks secrets in the message, the path and the item, and removes a cause that contains one.
    pub(crate) fn mask(mut self, secrets: &Secrets) -> Self {
        if secrets.is_empty() {
            return self;
        }
        if let Some(Cow::Owned(masked)) = self.0.json_path.as_deref().map(|path| secrets.mask_str(path)) {
            self.0.json_path = Some(masked);
        }
        self.0.source = self.0.source.take().filter(|source| !secrets.occur_in(format!("{source} {source:?}").as_bytes()));
        if let Cow::Owned(masked) = secrets.mask_str(&self.0.message) {
            self.0.message = masked;
            self.0.masked = true;
        }
        if let Some(masked) = self.0.item.as_ref().and_then(|item| secrets.mask_bytes(item.to_string().as_bytes())) {
            self.0.item = Some(parse(masked));
        }
        self
    }

    /// Returns whether the response, or the message, contained a secret.
    #[cfg(feature = "oauth")]
    pub(crate) fn is_masked(&self) -> bool {
        self.0.masked
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the HTTP status of the response. `None` if no response was received.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the reasons that the server states, shortened to 300 characters, or for other errors what is wrong: `Display` without
    /// the call, the kind and the request id. `None` if there is nothing to say beyond the [`kind`](Self::kind).
    pub fn message(&self) -> Option<&str> {
        Some(bounded::start(&self.0.message)).filter(|message| !message.is_empty())
    }

    /// Returns the error that the API reports in the body of the response. `None` if the body is neither a JSON object nor states a
    /// reason as a string, a list or plain text.
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// Returns the body of the response, which may be JSON, HTML or empty. `None` if no response was received.
    ///
    /// It is as the server sent it, except that secrets are replaced by `…`: the credentials of the call, and the strings in fields whose
    /// names indicate a secret, such as `refresh_token`.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// Returns the headers of the response, with secrets replaced as in the [`body`](Self::body). Empty if no response was received.
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

    /// Returns the item of a list that could not be decoded. The list continues after it: the next call of `Items::next` returns the
    /// item after it. `None` for all other errors, such as that of a page that could not be fetched, which end the list.
    ///
    /// Secrets are replaced as in the [`body`](Self::body).
    pub fn item(&self) -> Option<&Value> {
        self.0.item.as_ref()
    }

    /// Returns the error that caused this one, such as the `TransportError` of a failed connection or the `serde_json::Error` of a
    /// malformed response. `Display` contains the innermost cause.
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
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
            write!(f, "{method} {}: ", one_line(path))?;
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

/// Parses JSON whose secrets are masked, which it remains valid with.
fn parse(json: Vec<u8>) -> Value {
    String::from_utf8(json).ok().and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Masks the secrets in headers, and all cookies.
pub(crate) fn masked_headers(mut headers: HeaderMap, secrets: &Secrets) -> HeaderMap {
    let hidden = |value: &[u8]| HeaderValue::from_bytes(value).unwrap_or_else(|_| HeaderValue::from_static(""));
    for (name, value) in &mut headers {
        if *name == SET_COOKIE {
            *value = hidden(excerpt::HIDDEN.as_bytes());
        } else if let Some(masked) = secrets.mask_bytes(value.as_bytes()) {
            *value = hidden(&masked);
        }
    }
    headers
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("operation", &self.0.operation.map(|info| info.id))
            .field("api", &self.0.api)
            .field("body_length", &self.0.body.as_ref().map(Bytes::len))
            .field("source", &Shortened(&self.0.source))
            .finish_non_exhaustive()
    }
}

/// Has no `source`, because `Display` contains it.
impl std::error::Error for Error {}
