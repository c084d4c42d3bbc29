//! The futures that send a request and decode its response into a type that is not generated.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;

use super::send::{Sending, observed};
use crate::call::Call;
use crate::protocol::error::Result;
use crate::protocol::info::ResponseKind;
use crate::response::{RawResponse, Response};

/// A future that sends a request and resolves to the data of its response as a `T`, returned by
/// [`Request::send_as`](crate::Request::send_as).
#[must_use = "a request does nothing until it is awaited"]
pub struct SendAs<T>(WithResponseAs<T>);

/// A future that sends a request and resolves to its whole [`Response`] with data of the type `T`, returned by
/// [`Request::with_response_as`](crate::Request::with_response_as).
#[must_use = "a request does nothing until it is awaited"]
pub struct WithResponseAs<T> {
    sending: Sending,
    data: PhantomData<fn() -> T>,
}

impl<T> SendAs<T> {
    pub(super) fn new(call: Box<Call>) -> Self {
        Self(WithResponseAs::new(call))
    }
}

impl<T> WithResponseAs<T> {
    pub(super) fn new(call: Box<Call>) -> Self {
        Self { sending: Sending::new(readable(call)), data: PhantomData }
    }
}

/// Refuses a call whose response has no data.
fn readable(mut call: Box<Call>) -> Box<Call> {
    if call.info.is_some_and(|info| info.response == ResponseKind::Binary) {
        call.refuse("the response is a file, which has no type: await the request, and read the `Download`".to_owned());
    }
    call
}

impl<T: DeserializeOwned> Future for WithResponseAs<T> {
    type Output = Result<Response<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.sending.poll(cx))?;
        Poll::Ready(observed(response, RawResponse::deserialize))
    }
}

impl<T: DeserializeOwned> Future for SendAs<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_ok(Response::into_data)
    }
}

impl<T> fmt::Debug for SendAs<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendAs").field("sent", &self.0.sending.is_sent()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for WithResponseAs<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithResponseAs").field("sent", &self.sending.is_sent()).finish_non_exhaustive()
    }
}
