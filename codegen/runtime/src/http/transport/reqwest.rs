//! The usual transport.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};

use super::urls::Urls;
use super::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

/// A connection that takes longer will not come; another attempt may be luckier.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends requests with reqwest.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    urls: Urls,
}

impl ReqwestTransport {
    /// With the user's own client.
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self { client, urls: Urls::default() }
    }

    /// With a client of our own, which follows no redirects: reqwest takes the API token along to other hosts.
    pub(crate) fn with_defaults() -> Result<Self, reqwest::Error> {
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(CONNECT_TIMEOUT).build()?;
        Ok(Self::new(client))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        // Done before the future is made, which then has no room for it.
        let (head, body) = request.into_parts();
        let url = match self.urls.of(&head.uri) {
            Ok(url) => url,
            Err(error) => return Box::pin(std::future::ready(Err(TransportError::other(error)))),
        };
        let mut request = reqwest::Request::new(head.method, url.clone());
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(into_reqwest(&body));
        let sending = self.client.execute(request);
        Box::pin(async move {
            let mut response = sending.await.map_err(convert)?;
            if *response.url() != url {
                return Err(TransportError::other(
                    "the HTTP client has followed a redirect, which may have carried the credentials elsewhere; \
                     build it with `redirect::Policy::none()`",
                ));
            }
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            let mut response = Response::new(ResponseBody::stream(Incoming(response.bytes_stream())));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

fn into_reqwest(body: &RequestBody) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap_stream(body.to_stream()),
    }
}

/// URLs are left out: they are ours to show, without what is in them.
fn convert(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::other(error)
    }
}

struct Incoming<S>(S);

impl<S: Stream<Item = reqwest::Result<Bytes>> + Unpin> Stream for Incoming<S> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(cx).map_err(convert)
    }
}
