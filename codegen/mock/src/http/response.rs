//! A response of the mock, and how it is sent.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Value, json};

/// What becomes of a request.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// `None` if the connection is closed without a response.
    pub(crate) response: Option<ApiResponse>,
    /// The time before the response.
    pub(crate) delay: Duration,
    /// The time after each piece of the body. Zero if the body is sent in one piece.
    pub(crate) pause: Duration,
    /// Whether the connection is closed in the middle of the body.
    pub(crate) is_truncated: bool,
    /// Whether the operation was carried out.
    pub(crate) is_carried_out: bool,
}

impl Exchange {
    /// The operation was carried out, with this response.
    pub(crate) fn carried_out(response: ApiResponse) -> Self {
        Self { response: Some(response), is_carried_out: true, ..Self::prevented() }
    }

    /// The request was refused with this response.
    pub(crate) fn refused(response: ApiResponse) -> Self {
        Self { response: Some(response), ..Self::prevented() }
    }

    /// Nothing has happened.
    pub(crate) fn prevented() -> Self {
        Self { response: None, delay: Duration::ZERO, pause: Duration::ZERO, is_truncated: false, is_carried_out: false }
    }
}

/// A response as plain data.
#[derive(Clone, Debug)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    /// Boxed, because responses are also errors of handlers.
    pub(crate) headers: Box<HeaderMap>,
    pub(crate) body: Bytes,
}

impl ApiResponse {
    /// A JSON response.
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::bytes(status, "application/json; charset=utf-8", value.to_string())
    }

    /// A response with any content.
    pub(crate) fn bytes(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let response = Self { status, headers: Box::default(), body: body.into() };
        response.header(header::CONTENT_TYPE, content_type)
    }

    /// An error in the form of most operations. `info` is the explanation for developers.
    pub(crate) fn error(status: u16, error: impl Into<String>, info: impl Into<String>) -> Self {
        let body = json!({
            "success": false,
            "error": error.into(),
            "error_info": info.into(),
            "data": null,
            "additional_data": null,
        });
        Self::json(status, &body)
    }

    /// Adds a header. A value that is not allowed in a header is ignored.
    #[allow(clippy::needless_pass_by_value, reason = "the values are numbers and new strings")]
    pub(crate) fn header(mut self, name: HeaderName, value: impl ToString) -> Self {
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Whether the status is 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
