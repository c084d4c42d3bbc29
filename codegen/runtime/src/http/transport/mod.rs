//! How requests get to the server: one method, below everything else.

mod body;
mod reqwest;
mod urls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::{Request, Response};

pub(crate) use self::reqwest::ReqwestTransport;
pub(crate) use body::Unread;
pub use body::{ByteStream, RequestBody, ResponseBody};

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. For tests, or for another HTTP stack than reqwest.
///
/// The request is complete: URL, credentials, body. An implementation sends it once, follows no redirects (they would take the
/// credentials along) and gives whatever comes back.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and gives the response as soon as its head is there.
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>>;
}

/// What kind of failure a [`TransportError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TransportErrorKind {
    Connect,
    Timeout,
    Other,
}

/// A request that got no response, or not all of it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// There was no connection; nothing has been sent.
    pub fn connect(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Connect, source: source.into() }
    }

    /// It took too long.
    pub fn timeout(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Timeout, source: source.into() }
    }

    /// Anything else.
    pub fn other(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Other, source: source.into() }
    }

    pub(crate) fn is_connect(&self) -> bool {
        self.kind == TransportErrorKind::Connect
    }

    pub(crate) fn is_timeout(&self) -> bool {
        self.kind == TransportErrorKind::Timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}
