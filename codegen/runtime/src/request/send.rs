//! What all builders have in common, and what awaiting them does.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde_json::Value;

use crate::call::Call;
use crate::call::engine;
use crate::http::transport::BoxFuture;
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, Result};
use crate::protocol::info::OperationInfo;
use crate::response::{RawResponse, Response};

/// A call of an operation that has not been made yet. Every builder is one.
pub trait Request: Clone + Send + 'static {
    /// What the call gives.
    type Output: Send + 'static;
    /// What is known of the operation.
    const INFO: &'static OperationInfo;

    /// The call, to add to it.
    fn call_mut(&mut self) -> &mut Call;

    /// The call.
    fn into_call(self) -> Box<Call>;

    /// Reads the response.
    fn decode(response: RawResponse) -> Result<Response<Self::Output>>;

    /// How long this call may take with all its attempts, in place of what the client says.
    #[must_use = "a request does nothing until it is awaited"]
    fn timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().timeout = Some(timeout);
        self
    }

    /// How this call is repeated where it fails, in place of what the client says.
    #[must_use = "a request does nothing until it is awaited"]
    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call_mut().retry = Some(policy);
        self
    }

    /// Sets a header.
    #[must_use = "a request does nothing until it is awaited"]
    fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call_mut().header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets a parameter of the query that this crate does not know.
    #[must_use = "a request does nothing until it is awaited"]
    fn query_extra(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.call_mut().set_query(Cow::Owned(name.into()), value.to_string());
        self
    }

    /// Sets a field of the body that this crate does not know.
    #[must_use = "a request does nothing until it is awaited"]
    fn body_extra(mut self, name: impl AsRef<str>, value: impl Into<Value>) -> Self {
        self.call_mut().body_value(name, value.into());
        self
    }

    /// Whether a value of an unexpected type makes the response an error, in place of what the client says.
    #[must_use = "a request does nothing until it is awaited"]
    fn strict(mut self, strict: bool) -> Self {
        self.call_mut().strict = Some(strict);
        self
    }

    /// Makes the call. The same as awaiting it, for code that works with any operation.
    fn send(self) -> Pending<Self> {
        Pending::new(self)
    }

    /// Makes the call and waits for it, in a program without an async runtime; see [`blocking`](crate::blocking).
    #[cfg(feature = "blocking")]
    fn send_blocking(self) -> Result<Self::Output> {
        super::blocking::wait(self.send())
    }

    /// Makes the call give the whole response: status, headers, limits, and what stands beside the data.
    fn with_response(self) -> WithResponse<Self> {
        WithResponse(Pending::new(self))
    }

    /// The URL that the call would go to.
    fn url(&self) -> Result<String> {
        engine::url(&self.clone().into_call())
    }
}

/// A call that is being made.
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<O> {
    operation: Option<O>,
    sending: Option<BoxFuture<'static, Result<RawResponse>>>,
}

impl<O: Request> Pending<O> {
    /// Prepares for making a call; awaiting does it.
    pub fn new(operation: O) -> Self {
        Self { operation: Some(operation), sending: None }
    }

    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<Result<RawResponse>> {
        // Boxed here, once, rather than in every operation's `into_future`.
        if let Some(operation) = self.operation.take() {
            self.sending = Some(engine::send(operation.into_call()));
        }
        let Some(sending) = &mut self.sending else {
            return Poll::Ready(Err(Error::invalid_request("the call has been awaited before")));
        };
        let result = ready!(sending.as_mut().poll(cx));
        self.sending = None;
        Poll::Ready(result)
    }
}

/// Reads the response of an operation.
pub(crate) fn decode<O: Request>(response: RawResponse) -> Result<Response<O::Output>> {
    observed(response, O::decode)
}

/// Reads a response; the observer hears of one that cannot be read.
pub(crate) fn observed<T>(response: RawResponse, read: fn(RawResponse) -> Result<T>) -> Result<T> {
    let observer = response.observer.clone();
    read(response).inspect_err(|error| observer.iter().for_each(|observer| observer.undecodable(error)))
}

impl<O: Request> Future for Pending<O> {
    type Output = Result<O::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.poll_response(cx))?;
        Poll::Ready(decode::<O>(response).map(Response::into_data))
    }
}

// The builder inside is moved out before anything is polled.
impl<O> Unpin for Pending<O> {}

impl<O> fmt::Debug for Pending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("begun", &self.operation.is_none()).finish_non_exhaustive()
    }
}

/// A call that is being made and gives the whole response.
#[derive(Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct WithResponse<O>(Pending<O>);

impl<O: Request> Future for WithResponse<O> {
    type Output = Result<Response<O::Output>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.0.poll_response(cx))?;
        Poll::Ready(decode::<O>(response))
    }
}
