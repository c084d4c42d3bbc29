//! Fetching of a single page.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::any_page::{AnyPage, ReadPage};
use crate::call::Call;
use crate::call::engine;
use crate::http::transport::BoxFuture;
use crate::policy::trace;
use crate::protocol::error::Result;
use crate::request::background::{self, join_error};

/// A page that is being fetched, or that has been fetched and not been taken yet.
pub(super) struct Fetch {
    work: FetchWork,
    done: Option<Result<AnyPage>>,
}

enum FetchWork {
    /// Makes progress only when the stream is polled.
    Inline(BoxFuture<'static, Result<AnyPage>>),
    /// Runs independently of the stream.
    Spawned(AbortOnDrop),
}

impl Fetch {
    /// Creates a fetch that makes progress when it is polled.
    pub(super) fn new(call: Box<Call>, read: ReadPage) -> Self {
        Self { work: FetchWork::Inline(fetch(call, read)), done: None }
    }

    /// Creates a fetch in a task of its own, or as [`new`](Self::new) does if there is no tokio runtime.
    pub(super) fn ahead(call: Box<Call>, read: ReadPage) -> Self {
        Self { work: FetchWork::spawn(fetch(call, read)), done: None }
    }

    /// Returns whether the fetch runs in a task of its own.
    pub(super) fn is_task(&self) -> bool {
        matches!(self.work, FetchWork::Spawned(_))
    }

    /// Polls a fetch that does not run in a task, and keeps the page until it is taken.
    pub(super) fn poll_along(&mut self, cx: &mut Context<'_>) {
        if self.done.is_none()
            && let FetchWork::Inline(page) = &mut self.work
            && let Poll::Ready(result) = page.as_mut().poll(cx)
        {
            self.done = Some(result);
        }
    }

    /// Returns the page. Must not be polled again afterwards.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<AnyPage>> {
        match self.done.take() {
            Some(result) => Poll::Ready(result),
            None => Poll::Ready(ready!(self.work.poll(cx))),
        }
    }
}

impl FetchWork {
    fn spawn(page: BoxFuture<'static, Result<AnyPage>>) -> Self {
        match Handle::try_current() {
            Ok(runtime) => Self::Spawned(AbortOnDrop(runtime.spawn(trace::in_current_span(page)))),
            Err(_) => Self::Inline(page),
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<AnyPage>> {
        match self {
            Self::Inline(page) => page.as_mut().poll(cx),
            Self::Spawned(task) => {
                Pin::new(&mut task.0).poll(cx).map(|result| result.unwrap_or_else(|error| Err(join_error(error))))
            }
        }
    }
}

/// Fetches and decodes a page. Decoding is part of the future, so that it runs in the spawned task too.
fn fetch(call: Box<Call>, read: ReadPage) -> BoxFuture<'static, Result<AnyPage>> {
    let sending = engine::send(call);
    Box::pin(async move { background::decode(sending.await?, read).await })
}

/// A task that is aborted when its handle is dropped.
struct AbortOnDrop(JoinHandle<Result<AnyPage>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
