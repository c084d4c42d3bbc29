//! The bodies of requests and responses.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::TransportError;

/// A stream of bytes that may fail.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request: empty, bytes, or a stream that can be opened again for each attempt. Cloning is cheap.
#[derive(Clone)]
pub struct RequestBody(BodyContent);

#[derive(Clone)]
enum BodyContent {
    Bytes(Bytes),
    Stream { open: Arc<dyn Fn() -> ByteStream + Send + Sync>, length: Option<u64> },
}

impl RequestBody {
    /// Creates an empty body.
    pub fn empty() -> Self {
        Self(BodyContent::Bytes(Bytes::new()))
    }

    /// Creates a body that is streamed. `open` is called for each attempt, and must return the stream from its start. `length` is
    /// the number of bytes, if it is known.
    pub fn stream(length: Option<u64>, open: impl Fn() -> ByteStream + Send + Sync + 'static) -> Self {
        Self(BodyContent::Stream { open: Arc::new(open), length })
    }

    /// Returns the content. `None` if it is streamed.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            BodyContent::Bytes(bytes) => Some(bytes),
            BodyContent::Stream { .. } => None,
        }
    }

    /// Returns the length in bytes. `None` if it is not known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            BodyContent::Bytes(bytes) => Some(bytes.len() as u64),
            BodyContent::Stream { length, .. } => *length,
        }
    }

    /// Returns the content as a stream, from its start.
    pub fn to_stream(&self) -> ByteStream {
        match &self.0 {
            BodyContent::Bytes(bytes) => chunks([Ok(bytes.clone())]),
            BodyContent::Stream { open, .. } => open(),
        }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(BodyContent::Bytes(bytes))
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self(BodyContent::Bytes(bytes.into()))
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").field("length", &self.length()).finish_non_exhaustive()
    }
}

/// The body of a response: a stream of bytes.
pub struct ResponseBody(ByteStream);

impl ResponseBody {
    /// Creates a body from a stream.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }

    /// Creates a body that consists of these chunks.
    #[cfg(feature = "test-util")]
    pub(crate) fn of_chunks(content: impl Into<VecDeque<Result<Bytes, TransportError>>>) -> Self {
        Self(chunks(content))
    }

    /// Reads the whole body, at most `max` bytes. `length` is the length that the server states.
    pub(crate) async fn collect(mut self, length: Option<u64>, max: u64) -> Result<Bytes, CollectError> {
        /// The maximum number of bytes to allocate ahead. The stated length may be wrong.
        const MAX_PREALLOCATION: u64 = 8 * 1024 * 1024;
        if length.is_some_and(|length| length > max) {
            return Err(CollectError::TooLarge);
        }
        let first = self.next().await.transpose()?.unwrap_or_default();
        if first.len() as u64 > max {
            return Err(CollectError::TooLarge);
        }
        // Most responses consist of a single chunk, which need not be copied.
        let Some(second) = self.next().await else { return Ok(first) };
        let expected = usize::try_from(length.unwrap_or_default().min(MAX_PREALLOCATION)).unwrap_or_default();
        let mut all = Vec::with_capacity(expected.max(first.len()));
        all.extend_from_slice(&first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            all.extend_from_slice(&chunk?);
            if all.len() as u64 > max {
                return Err(CollectError::TooLarge);
            }
            next = self.next().await;
        }
        Ok(all.into())
    }

    async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| self.0.as_mut().poll_next(cx)).await
    }
}

/// The reason why a body could not be read.
pub(crate) enum CollectError {
    Transport(TransportError),
    TooLarge,
}

impl From<TransportError> for CollectError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self(chunks([Ok(bytes)]))
    }
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody(…)")
    }
}

/// Returns a stream of these chunks.
fn chunks(chunks: impl Into<VecDeque<Result<Bytes, TransportError>>>) -> ByteStream {
    struct Ready(VecDeque<Result<Bytes, TransportError>>);

    impl Stream for Ready {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front())
        }
    }

    Box::pin(Ready(chunks.into()))
}
