//! A transport that answers from memory and keeps what was sent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use pipedrive::{BoxFuture, OperationInfo, RequestBody, ResponseBody, Transport, TransportError};

/// Answers every request with one response and keeps the requests.
pub struct Recorder {
    response: Bytes,
    sent: std::sync::Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// Answers with `response`; what was sent appears in `sent`.
    pub fn new(response: impl Into<Bytes>, sent: std::sync::Arc<Mutex<Vec<String>>>) -> Self {
        Self { response: response.into(), sent }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (head, body) = request.into_parts();
        let response = self.response.clone();
        Box::pin(async move {
            let body = read(&body).await?;
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(describe(&head, &body));
            Ok(Response::new(ResponseBody::from(response)))
        })
    }
}

async fn read(body: &RequestBody) -> Result<Vec<u8>, TransportError> {
    let mut stream = body.to_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        bytes.extend_from_slice(&chunk?);
    }
    Ok(bytes)
}

/// A request as text: the first line, the headers that say something, the body.
pub fn describe(head: &http::request::Parts, body: &[u8]) -> String {
    let mut text = format!("{} {}\n", head.method, head.uri);
    let mut headers = BTreeMap::new();
    for (name, value) in &head.headers {
        headers.insert(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    for name in ["accept", "content-length", "user-agent"] {
        headers.remove(name);
    }
    let boundary =
        headers.get("content-type").and_then(|value| value.split_once("boundary=")).map(|(_, boundary)| boundary.to_owned());
    for (name, value) in headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push_str(&String::from_utf8_lossy(body).replace("\r\n", "\n"));
    match boundary {
        // The boundary is another one every time.
        Some(boundary) => text.replace(&boundary, "BOUNDARY"),
        None => text,
    }
}

/// What an operation is called in test messages.
pub fn name(info: &OperationInfo) -> String {
    format!("{} ({} {})", info.id, info.method, info.path)
}
