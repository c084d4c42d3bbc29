//! The trait of request builders, and the futures that send them.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::own::{SendAs, WithResponseAs};
use crate::call::Call;
use crate::call::engine;
use crate::http::transport::BoxFuture;
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, Result};
use crate::protocol::info::OperationInfo;
use crate::response::{RawResponse, Response};

/// A request of an operation. Implemented by every request builder.
///
/// A request is sent when it is awaited, or by [`send`](Self::send). Clone it to send it again.
pub trait Request: Clone + Send + 'static {
    /// The data of the response.
    type Output: Send + 'static;
    /// Static facts about the operation: path, token cost, OAuth scopes, pagination, deprecation.
    const INFO: &'static OperationInfo;

    /// Returns the underlying call for modification.
    fn call_mut(&mut self) -> &mut Call;

    /// Returns the underlying call.
    fn into_call(self) -> Box<Call>;

    /// Decodes a response of the operation.
    fn decode(response: RawResponse) -> Result<Response<Self::Output>>;

    /// Sets the maximum time of this call, including all attempts. Defaults to the timeout of the client.
    #[must_use = "a request does nothing until it is awaited"]
    fn timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().timeout = Some(timeout);
        self
    }

    /// Sets the retry policy of this call. Defaults to the policy of the client.
    #[must_use = "a request does nothing until it is awaited"]
    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call_mut().retry = Some(policy);
        self
    }

    /// Sets a request header.
    #[must_use = "a request does nothing until it is awaited"]
    fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call_mut().header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets a query parameter that this crate has no setter for.
    #[must_use = "a request does nothing until it is awaited"]
    fn query_extra(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.call_mut().set_query(Cow::Owned(name.into()), value.to_string());
        self
    }

    /// Sets a field of the request body that this crate has no setter for.
    #[must_use = "a request does nothing until it is awaited"]
    fn body_extra(mut self, name: impl AsRef<str>, value: impl Into<Value>) -> Self {
        self.call_mut().body_value(name, value.into());
        self
    }

    /// Sets whether a value of an unexpected type in the response is an error. Defaults to the setting of the client.
    #[must_use = "a request does nothing until it is awaited"]
    fn strict(mut self, strict: bool) -> Self {
        self.call_mut().strict = Some(strict);
        self
    }

    /// Returns a future that sends the request. Equivalent to awaiting the request, for generic code and for functions that take a
    /// future, such as `tokio::spawn`.
    fn send(self) -> Pending<Self> {
        Pending::new(self)
    }

    /// Sends the request and blocks until the response has been decoded; see [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) inside an async runtime.
    #[cfg(feature = "blocking")]
    fn send_blocking(self) -> Result<Self::Output> {
        super::blocking::wait(self.send())
    }

    /// Returns a future that sends the request and resolves to the whole [`Response`]: the data with the status, the headers, the rate
    /// limit and the other fields of the envelope.
    fn with_response(self) -> WithResponse<Self> {
        WithResponse(Pending::new(self))
    }

    /// Returns a future that sends the request and decodes the data of the response as any type that implements `Deserialize`, such
    /// as a struct with the fields that a program needs, `serde_json::Value`, or `Box<RawValue>` for the JSON as it was sent.
    ///
    /// The data is that of [`Output`](Self::Output): without the envelope, and for a list the items of the first page. Missing data is
    /// decoded as null. A value of an unexpected type is an error.
    ///
    /// ```no_run
    /// # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
    /// use pipedrive::prelude::*;
    ///
    /// let deal = client.v2().deals().get(42).send_as::<serde_json::Value>().await?;
    /// println!("{}", deal["title"]);
    /// # Ok(()) }
    /// ```
    fn send_as<T: DeserializeOwned>(self) -> SendAs<T> {
        SendAs::new(self.into_call())
    }

    /// Returns a future like that of [`send_as`](Self::send_as) that resolves to the whole [`Response`].
    fn with_response_as<T: DeserializeOwned>(self) -> WithResponseAs<T> {
        WithResponseAs::new(self.into_call())
    }

    /// Returns the URL of the request, including the query.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an input cannot be sent.
    fn url(&self) -> Result<String> {
        engine::url(&self.clone().into_call())
    }
}

/// A future that sends a request and resolves to the data of its response, returned by [`Request::send`].
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<O> {
    sending: Sending,
    operation: PhantomData<fn() -> O>,
}

impl<O: Request> Pending<O> {
    /// Creates a future that sends `operation` when it is first polled.
    pub fn new(operation: O) -> Self {
        Self { sending: Sending::new(operation.into_call()), operation: PhantomData }
    }
}

/// The sending of a request, which begins when it is first polled. Not generic, so that it is compiled once.
pub(super) struct Sending {
    call: Option<Box<Call>>,
    response: Option<BoxFuture<'static, Result<RawResponse>>>,
}

impl Sending {
    pub(super) fn new(call: Box<Call>) -> Self {
        Self { call: Some(call), response: None }
    }

    pub(super) fn is_sent(&self) -> bool {
        self.call.is_none()
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<RawResponse>> {
        if let Some(call) = self.call.take() {
            self.response = Some(engine::send(call));
        }
        let Some(response) = &mut self.response else {
            return Poll::Ready(Err(Error::invalid_request("the request was polled after it had completed")));
        };
        let result = ready!(response.as_mut().poll(cx));
        self.response = None;
        Poll::Ready(result)
    }
}

/// Decodes a response of an operation and reports a decoding error to the observer.
pub(crate) fn decode<O: Request>(response: RawResponse) -> Result<Response<O::Output>> {
    observed(response, O::decode)
}

/// Decodes a response with `decode` and reports a decoding error to the observer.
pub(crate) fn observed<T>(response: RawResponse, decode: fn(RawResponse) -> Result<T>) -> Result<T> {
    let observer = response.observer.clone();
    decode(response).inspect_err(|error| observer.iter().for_each(|observer| observer.undecodable(error)))
}

impl<O: Request> Future for Pending<O> {
    type Output = Result<O::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.sending.poll(cx))?;
        Poll::Ready(decode::<O>(response).map(Response::into_data))
    }
}

impl<O> fmt::Debug for Pending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("sent", &self.sending.is_sent()).finish_non_exhaustive()
    }
}

/// A future that sends a request and resolves to its whole [`Response`], returned by [`Request::with_response`].
#[derive(Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct WithResponse<O>(Pending<O>);

impl<O: Request> Future for WithResponse<O> {
    type Output = Result<Response<O::Output>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.0.sending.poll(cx))?;
        Poll::Ready(decode::<O>(response))
    }
}
