//! Requests to endpoints without a generated method.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::context::ClientCore;
use crate::call::engine;
use crate::call::preview::Preview;
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

    /// Sets a query parameter.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.0.set_query(Cow::Owned(name.into()), value.to_string());
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.0.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the request body, which is sent as JSON.
    pub fn body(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_value(body) {
            Ok(value) => self.0.root = Some(value),
            Err(error) => self.0.refuse(error.to_string()),
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
