//! Requests to endpoints without a generated method.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::context::ClientCore;
use crate::call::engine;
use crate::call::preview::Preview;
use crate::http::body::Upload;
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::response::Response;

/// A request to an endpoint that this crate has no method for, created by `Client::request`.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest(Box<Call>);

impl ClientCore {
    /// Creates a request to an endpoint that this crate has no method for.
    ///
    /// `path` is relative to the client's server and starts with a slash, such as `/api/v2/somethingNew`. The request is sent with the
    /// credentials, timeouts and retries of the client.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method, path.into())
    }
}

impl RawRequest {
    pub(crate) fn new(client: &ClientCore, method: Method, path: String) -> Self {
        Self(Call::raw(client, method, path))
    }

    /// Adds a query parameter. Several calls with the same name send it several times.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.0.add_query(name.into(), value.to_string());
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.0.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the request body, which is sent as JSON. Its content type is `application/json` unless it is set.
    pub fn body(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_value(body) {
            Ok(value) => self.0.root = Some(value),
            Err(error) => self.0.refuse(error.to_string()),
        }
        self
    }

    /// Sets the request body to bytes, a file or a stream. Its content type is that of the upload unless it is set.
    pub fn content(mut self, content: impl Into<Upload>) -> Self {
        self.0.body_content(content);
        self
    }

    /// Sets the content type of the request body, such as `application/merge-patch+json`.
    pub fn content_type(mut self, content_type: impl AsRef<str>) -> Self {
        match HeaderValue::from_str(content_type.as_ref()) {
            Ok(value) => self.0.content_type = Some(value),
            Err(_) => self.0.refuse(format!("the content type {:?} is not valid", content_type.as_ref())),
        }
        self
    }

    /// Sets the maximum time of the call, including all attempts. Defaults to the timeout of the client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(timeout);
        self
    }

    /// Sets the retry policy of the call. Defaults to the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = Some(policy);
        self
    }

    /// Returns the request as it would be sent, without credentials, like [`Request::preview`](crate::Request::preview).
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`] if an input cannot be sent.
    pub fn preview(&self) -> Result<Preview> {
        engine::preview(&self.0)
    }

    /// Sends the request and returns the response with the body unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails or its status is not 2xx.
    pub async fn send(self) -> Result<Response<Bytes>> {
        let response = engine::send(self.0).await?;
        let bytes = response.bytes().clone();
        Ok(response.with_data(bytes))
    }

    /// Sends the request and decodes the whole body as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails or its status is not 2xx, or [`ErrorKind::Decode`] if the body cannot be decoded.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let response = engine::send(self.0).await?;
        serde_json::from_slice(response.bytes())
            .map_err(|error| response.problem(Error::new(ErrorKind::Decode, error.to_string()).with_source(error)))
    }
}
