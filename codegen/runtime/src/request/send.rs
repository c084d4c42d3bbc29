//! The trait of request builders, and the futures that send them.

use std::any::Any;
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
use crate::call::preview::Preview;
use crate::http::transport::BoxFuture;
use crate::json::input::{set_or_clear, with_some};
use crate::policy::retry::RetryPolicy;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::request::background;
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
    #[doc(hidden)]
    fn call_mut(&mut self) -> &mut Call;

    /// Returns the underlying call.
    #[doc(hidden)]
    fn into_call(self) -> Box<Call>;

    /// Decodes a response of the operation.
    #[doc(hidden)]
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

    /// Adds a query parameter that this crate has no setter for. Several calls with the same name send it several times; a value that
    /// a setter has set is replaced.
    #[doc(alias("parameter"))]
    #[must_use = "a request does nothing until it is awaited"]
    fn query_extra(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.call_mut().add_query(name.into(), value.to_string());
        self
    }

    /// Sets a field of the request body that this crate has no setter for.
    #[must_use = "a request does nothing until it is awaited"]
    fn body_extra(mut self, name: impl AsRef<str>, value: impl Into<Value>) -> Self {
        self.call_mut().body_value(name, value.into());
        self
    }

    /// Sets whether a value of an unexpected type in the response is an error. Defaults to the setting of the client.
    ///
    /// Has no effect on operations that delete: if the status is a success, the item is deleted.
    #[must_use = "a request does nothing until it is awaited"]
    fn strict(mut self, strict: bool) -> Self {
        self.call_mut().strict = Some(strict);
        self
    }

    /// Applies a setter if there is a value; `None` leaves the request unchanged.
    ///
    /// ```
    /// use pipedrive::prelude::*;
    /// # struct Row { title: String, value: Option<f64>, budget: Option<i64> }
    /// # async fn import(client: &pipedrive::Client, row: Row) -> pipedrive::Result<()> {
    /// let deal = client.v2().deals().create(row.title)
    ///     .with_some(row.value, |request, value| request.value(value)) // or: CreateRequest::value
    ///     .with_some(row.budget, |request, budget| request.custom_field("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", budget))
    ///     .await?;
    /// # Ok(()) }
    /// ```
    #[must_use = "a request does nothing until it is awaited"]
    fn with_some<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        with_some(self, value, set)
    }

    /// Applies the setter `set` if there is a value, and `clear` otherwise: for updates in which `None` means that the property has
    /// no value any more.
    ///
    /// ```
    /// use pipedrive::prelude::*;
    /// # struct Row { id: u64, person: Option<i64> }
    /// # async fn sync(client: &pipedrive::Client, row: Row) -> pipedrive::Result<()> {
    /// client.v2().deals().update(row.id)
    ///     .set_or_clear(row.person, |request, person| request.person_id(person), |request| request.clear_person_id())
    ///     .await?;
    /// # Ok(()) }
    /// ```
    #[must_use = "a request does nothing until it is awaited"]
    fn set_or_clear<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self, clear: impl FnOnce(Self) -> Self) -> Self {
        set_or_clear(self, value, set, clear)
    }

    /// Returns a future that sends the request. Equivalent to awaiting the request, for generic code and for functions that take a
    /// future, such as `tokio::spawn`.
    #[doc(alias("spawn", "execute"))]
    fn send(self) -> Pending<Self> {
        Pending::new(self)
    }

    /// Sends the request and blocks until the response has been decoded; see [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) in an async task.
    #[cfg(feature = "blocking")]
    fn send_blocking(self) -> Result<Self::Output> {
        super::blocking::wait(self.send())
    }

    /// Returns a future that sends the request and resolves to the whole [`Response`]: the data with the status, the headers, the rate
    /// limit and the other fields of the envelope.
    #[doc(alias("status", "headers", "metadata"))]
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

    /// Returns the request as it would be sent, without credentials: for dry runs, logs, and tests of code that builds requests.
    /// Nothing is sent.
    ///
    /// ```
    /// use pipedrive::prelude::*;
    /// # fn run() -> Result<(), pipedrive::Error> {
    /// let client = pipedrive::Client::new("…")?;
    /// let preview = client.v2().deals().create("Ten chairs").value(250).preview()?;
    /// assert_eq!(
    ///     preview.to_string(),
    ///     r#"POST https://api.pipedrive.com/api/v2/deals
    /// content-type: application/json
    ///
    /// {
    ///   "title": "Ten chairs",
    ///   "value": 250
    /// }"#
    /// );
    /// assert_eq!(preview.json().unwrap()["value"], 250);
    /// # Ok(()) }
    /// # run().unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an input cannot be sent.
    #[doc(alias("dry run", "debug"))]
    fn preview(&self) -> Result<Preview> {
        engine::preview(&self.clone().into_call())
    }
}

/// A future that sends a request and resolves to the data of its response, returned by [`Request::send`].
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<O> {
    sending: Sending,
    /// A large response that is being decoded.
    decoding: Option<BoxFuture<'static, Result<AnyResponse>>>,
    operation: PhantomData<fn() -> O>,
}

/// A decoded response of any type.
type AnyResponse = Box<dyn Any + Send>;

impl<O: Request> Pending<O> {
    /// Creates a future that sends `operation` when it is first polled.
    pub fn new(operation: O) -> Self {
        Self { sending: Sending::new(operation.into_call()), decoding: None, operation: PhantomData }
    }

    fn poll_decoded(&mut self, cx: &mut Context<'_>) -> Poll<Result<Response<O::Output>>> {
        if self.decoding.is_none() {
            let response = ready!(self.sending.poll(cx))?;
            let Some(runtime) = background::runtime_for(&response) else { return Poll::Ready(observed(response, O::decode)) };
            let decode = |response| O::decode(response).map(|response| Box::new(response) as AnyResponse);
            self.decoding = Some(background::spawn(&runtime, response, decode));
        }
        let Some(decoding) = &mut self.decoding else { return Poll::Pending };
        let result = ready!(decoding.as_mut().poll(cx));
        self.decoding = None;
        Poll::Ready(result.and_then(downcast))
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

fn downcast<T: 'static>(response: AnyResponse) -> Result<Response<T>> {
    let response = response.downcast().map(|response| *response);
    response.map_err(|_| Error::new(ErrorKind::Decode, "the response has the type of another operation"))
}

/// Decodes a response with `decode` and reports a decoding error to the observer.
pub(crate) fn observed<T>(response: RawResponse, decode: fn(RawResponse) -> Result<T>) -> Result<T> {
    let observer = response.observer.clone();
    decode(response).inspect_err(|error| observer.iter().for_each(|observer| observer.undecodable(error)))
}

impl<O: Request> Future for Pending<O> {
    type Output = Result<O::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_decoded(cx).map_ok(Response::into_data)
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
        self.0.poll_decoded(cx)
    }
}
