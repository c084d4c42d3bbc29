//! The transport: the interface between the client and an HTTP stack.

mod body;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "rustls-any", feature = "native-tls"))]
mod tls;
#[cfg(feature = "reqwest")]
mod urls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{Request, Response};

#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::ReqwestTransport;
pub(crate) use body::CollectError;
pub use body::{ByteStream, RequestBody, ResponseBody};

use crate::protocol::error::{Error, ErrorKind};

/// A boxed future, which is the return type of [`Transport::send`].
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A transport that sends requests. Implement it to use another HTTP stack than reqwest, or to test without a network, and pass
/// it to `ClientBuilder::transport`.
///
/// The request is complete: it has the absolute URL, the credentials and the body. An implementation must send it once and return
/// the response with any status. It must not follow redirects, because that would forward the credentials.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. Returns the response as soon as its status and headers have been received.
    ///
    /// # Errors
    ///
    /// Returns [`TransportError::connect`] if the connection cannot be established, [`TransportError::timeout`] if a timeout of
    /// the transport elapses, and [`TransportError::other`] for all other failures. Only requests that fail to connect are
    /// certain not to have been sent, and are retried for all methods.
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>>;
}

/// Creates the transport of a client for which none is set: reqwest, with the TLS implementation that is compiled in.
#[cfg(any(feature = "rustls-any", feature = "native-tls"))]
pub(crate) fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    match ReqwestTransport::with_defaults() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(Error::new(ErrorKind::Configuration, "cannot create the HTTP client").with_source(error)),
    }
}

/// Returns the error of a client for which no transport is set.
#[cfg(not(any(feature = "rustls-any", feature = "native-tls")))]
pub(crate) fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    let message = if cfg!(feature = "reqwest") {
        "no TLS implementation is compiled in: set `http_client`, or enable the feature `rustls`, `rustls-ring` or `native-tls`"
    } else {
        "no transport is compiled in: set `transport`, or enable the feature `default-transport`"
    };
    Err(Error::new(ErrorKind::Configuration, message))
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TransportErrorKind {
    Connect,
    Timeout,
    Other,
    /// Nothing was sent, because the transport itself cannot be used.
    #[cfg(feature = "test-util")]
    Misconfigured,
}

/// The error of a request without a response, or without the complete body of the response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// Creates an error for a connection that cannot be established. The request was not sent.
    pub fn connect(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Connect, source: source.into() }
    }

    /// Creates an error for a timeout of the transport.
    pub fn timeout(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Timeout, source: source.into() }
    }

    /// Creates an error for any other failure.
    pub fn other(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind: TransportErrorKind::Other, source: source.into() }
    }

    /// Creates an error for a transport that cannot be used. Nothing was sent.
    #[cfg(feature = "test-util")]
    pub(crate) fn misconfigured(message: String) -> Self {
        Self { kind: TransportErrorKind::Misconfigured, source: message.into() }
    }

    pub(crate) fn is_misconfigured(&self) -> bool {
        !matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Other)
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
