//! The default transport, based on reqwest.

use std::pin::Pin;
use std::task::{Context, Poll};
#[cfg(any(feature = "rustls-any", feature = "native-tls"))]
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};

use super::urls::Urls;
use super::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

/// The timeout of connecting. It is shorter than that of an attempt, because a call that fails to connect can always be retried.
#[cfg(any(feature = "rustls-any", feature = "native-tls"))]
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A transport that sends requests with reqwest.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    urls: Urls,
}

impl ReqwestTransport {
    /// Creates a transport with a client of the user.
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self { client, urls: Urls::default() }
    }

    /// Creates a transport with a default client. It does not follow redirects, because reqwest forwards the API token to other
    /// hosts, and stores no cookies. It has connections of its own: those of a client end with the runtime in which they began.
    #[cfg(any(feature = "rustls-any", feature = "native-tls"))]
    pub(crate) fn with_defaults() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .tls_backend_preconfigured(super::tls::shared()?)
            .build()?;
        Ok(Self::new(client))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        // Done outside of the future, which would otherwise reserve space for these values.
        let (head, body) = request.into_parts();
        let url = match self.urls.convert(&head.uri) {
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
                    "the HTTP client followed a redirect, which may have forwarded the credentials: \
                     build the client with `redirect::Policy::none()`",
                ));
            }
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            let mut response = Response::new(ResponseBody::stream(Chunks(response.bytes_stream())));
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

/// Converts an error without its URL, whose query may contain credentials.
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

/// The chunks of a response body.
struct Chunks<S>(S);

impl<S: Stream<Item = reqwest::Result<Bytes>> + Unpin> Stream for Chunks<S> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(cx).map_err(convert)
    }
}
