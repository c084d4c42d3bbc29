//! A client whose server sends the responses of an input.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_core::Stream as _;
use http::{Request, Response, StatusCode};
use pipedrive::testing::FakeClient;
use pipedrive::{BoxFuture, Client, RequestBody, ResponseBody, RetryPolicy, Transport, TransportError};

use crate::http_text::HttpText;

/// Sends the given responses one after the other, and then closes the connections.
#[derive(Clone)]
struct Script(Arc<Mutex<VecDeque<HttpText>>>);

impl Transport for Script {
    fn send(&self, _: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        Box::pin(async move {
            let next = next.ok_or_else(|| TransportError::connect("no further response"))?;
            let status = next.first.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
            let mut response = Response::new(ResponseBody::from(next.body));
            *response.status_mut() = status.ok_or_else(|| TransportError::other("connection reset"))?;
            *response.headers_mut() = next.headers;
            Ok(response)
        })
    }
}

/// Returns a client that receives these responses and does not wait between attempts. The first line of each is its status; anything else is a
/// closed connection.
///
/// # Panics
///
/// Panics if it cannot be built.
#[must_use]
pub fn client(responses: Vec<HttpText>) -> Client {
    let script = Script(Arc::new(Mutex::new(responses.into())));
    // The client of a fake, because its pauses take no time.
    let builder = FakeClient::new().client().to_builder().retry(RetryPolicy::new().max_attempts(5));
    builder.transport(script).build().expect("the settings are valid")
}

/// Runs a future to its end.
///
/// # Panics
///
/// Panics if there is no runtime.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

/// Reads a body to its end, or to an error.
pub async fn collect(mut body: ResponseBody) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(Ok(chunk)) = std::future::poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
        all.extend_from_slice(&chunk);
    }
    all
}
