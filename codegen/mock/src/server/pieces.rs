//! A body that is sent in pieces, with pauses, or not to its end.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use crate::http::Exchange;

/// The number of pieces of a slow body.
const COUNT: usize = 4;

/// The body ends before its last byte, for a fault.
#[derive(Debug)]
pub(super) struct CutOff;

impl std::fmt::Display for CutOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection closed by a fault of the mock account")
    }
}

impl std::error::Error for CutOff {}

/// The pieces of a body.
pub(super) struct Pieces {
    rest: Bytes,
    size: usize,
    pause: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    is_truncated: bool,
    /// Whether what was sent so far has been given time to leave before the connection is closed.
    is_flushed: bool,
}

impl Pieces {
    /// Returns the pieces of the body of a response. `None` if it is sent as a whole.
    pub(super) fn of(exchange: &Exchange, body: &Bytes) -> Option<Self> {
        if exchange.pause.is_zero() && !exchange.is_truncated {
            return None;
        }
        let rest = if exchange.is_truncated { body.slice(..body.len() / 2) } else { body.clone() };
        let size = if exchange.pause.is_zero() { rest.len() } else { rest.len().div_ceil(COUNT) };
        let (pause, is_truncated) = (exchange.pause, exchange.is_truncated);
        Some(Self { rest, size: size.max(1), pause, sleep: None, is_truncated, is_flushed: false })
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, CutOff>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(sleep) = &mut self.sleep {
            ready!(sleep.as_mut().poll(cx));
            self.sleep = None;
        }
        if self.rest.is_empty() {
            if self.is_truncated && !std::mem::replace(&mut self.is_flushed, true) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(std::mem::take(&mut self.is_truncated).then_some(Err(CutOff)));
        }
        let size = self.size.min(self.rest.len());
        let piece = self.rest.split_to(size);
        if !self.pause.is_zero() {
            self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        }
        Poll::Ready(Some(Ok(piece)))
    }
}
