//! Calls of what this crate has no method for.

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
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::response::Response;

/// A call of what this crate has no method for.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest(Box<Call>);

impl ClientCore {
    /// A call of something that this crate has no method for.
    ///
    /// The path begins with a slash, such as `/api/v2/somethingNew`, and stays on the client's server.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method, path.into())
    }
}

impl RawRequest {
    pub(crate) fn new(client: &ClientCore, method: Method, path: String) -> Self {
        Self(Call::raw(client, method, path))
    }

    /// Sets a parameter of the query.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.0.set_query(Cow::Owned(name.into()), value.to_string());
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.0.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the body, which is sent as JSON.
    pub fn body(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_value(body) {
            Ok(value) => self.0.root = Some(value),
            Err(error) => self.0.refuse(error.to_string()),
        }
        self
    }

    /// How long the call may take with all its attempts, in place of what the client says.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(timeout);
        self
    }

    /// How the call is repeated where it fails, in place of what the client says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = Some(policy);
        self
    }

    /// Makes the call and gives the body as it comes. A status other than success is an error.
    pub async fn send(self) -> Result<Response<Bytes>> {
        let response = engine::send(self.0).await?;
        let bytes = response.bytes().clone();
        Ok(response.with_data(bytes))
    }

    /// Makes the call and reads the whole body as JSON.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let response = engine::send(self.0).await?;
        serde_json::from_slice(response.bytes())
            .map_err(|error| response.problem(Error::new(ErrorKind::Decode, error.to_string()).with_source(error)))
    }
}
