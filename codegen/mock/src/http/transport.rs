//! The transport of the client: calls the account without a network.

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use pipedrive_runtime::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use super::{ApiRequest, ApiResponse};
use crate::account::Account;
use crate::policy::Interruption;

impl Transport for Account {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let content = collect(body).await?;
            let request = ApiRequest::parse(parts.method, &parts.uri, parts.headers, content).await;
            match respond(self, request).await {
                Ok(response) => Ok(into_http(response, ResponseBody::from)),
                Err(Interruption::Reset) => Err(TransportError::other("connection reset by the mock account")),
                Err(Interruption::Truncated(response)) => Ok(into_http(response, truncated)),
            }
        })
    }
}

/// Handles a request: waits for the delay of a fault, then responds.
pub(crate) async fn respond(account: &Account, request: ApiRequest) -> Result<ApiResponse, Interruption> {
    let (delay, result) = account.handle(&request);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    result
}

fn into_http(response: ApiResponse, body: impl FnOnce(Bytes) -> ResponseBody) -> Response<ResponseBody> {
    let mut result = Response::new(body(response.body));
    *result.status_mut() = http::StatusCode::from_u16(response.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    *result.headers_mut() = *response.headers;
    result
}

/// The first half of a body, and then an error.
#[allow(clippy::needless_pass_by_value, reason = "a body is made of it, as of a whole response")]
fn truncated(body: Bytes) -> ResponseBody {
    let half = body.slice(..body.len() / 2);
    ResponseBody::stream(Chunks(vec![Err(TransportError::other("connection closed by the mock account")), Ok(half)]))
}

async fn collect(body: RequestBody) -> Result<Bytes, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut stream = body.to_stream();
    let mut all = BytesMut::new();
    while let Some(chunk) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all.freeze())
}

/// Chunks in reverse order.
struct Chunks(Vec<Result<Bytes, TransportError>>);

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop())
    }
}
