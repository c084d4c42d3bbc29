//! The transport of the client: calls the account without a network.

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use pipedrive_runtime::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use super::control;
use super::pieces::Pieces;
use crate::account::Account;
use crate::http::{ApiRequest, ApiResponse, Exchange};

impl Transport for Account {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let content = collect(body).await?;
            let request = ApiRequest::parse(parts.method, &parts.uri, parts.headers, content).await;
            let mut exchange = respond(self, request).await;
            let response = exchange.response.take();
            let response = response.ok_or_else(|| TransportError::other("connection reset by the mock account"))?;
            let body = match Pieces::of(&exchange, &response.body) {
                Some(pieces) => ResponseBody::stream(TransportPieces(pieces)),
                None => ResponseBody::from(response.body.clone()),
            };
            Ok(into_http(response, body))
        })
    }
}

/// Handles a request: waits for the delay of a fault, then responds.
pub(super) async fn respond(account: &Account, request: ApiRequest) -> Exchange {
    let exchange = match control::respond(account, &request) {
        Some(response) => Exchange::refused(response),
        None => account.handle(&request),
    };
    if !exchange.delay.is_zero() {
        tokio::time::sleep(exchange.delay).await;
    }
    exchange
}

/// Returns a response with another kind of body.
pub(super) fn into_http<B>(response: ApiResponse, body: B) -> Response<B> {
    let mut result = Response::new(body);
    *result.status_mut() = http::StatusCode::from_u16(response.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    *result.headers_mut() = *response.headers;
    result
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

/// Pieces with the errors of a transport.
struct TransportPieces(Pieces);

impl futures_core::Stream for TransportPieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::pin::Pin::new(&mut self.0).poll_next(cx).map_err(TransportError::other)
    }
}
