//! A page on its way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use super::any_page::{AnyPage, ReadPage};
use crate::call::Call;
use crate::call::engine;
use crate::http::transport::BoxFuture;
use crate::policy::trace;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::request::send;

/// A page that is being fetched, or that is there and has not been asked for yet.
pub(super) struct Fetch {
    work: Work,
    done: Option<Result<AnyPage>>,
}

enum Work {
    /// Goes on whenever the stream is polled.
    Along(BoxFuture<'static, Result<AnyPage>>),
    /// Goes on by itself.
    Task(Task),
}

impl Fetch {
    /// A page that is waited for.
    pub(super) fn new(call: Box<Call>, read: ReadPage) -> Self {
        Self { work: Work::Along(fetch(call, read)), done: None }
    }

    /// A page that is fetched while something else is done, where there is a runtime to do it.
    pub(super) fn ahead(call: Box<Call>, read: ReadPage) -> Self {
        Self { work: Work::ahead(fetch(call, read)), done: None }
    }

    /// Whether it goes on by itself.
    pub(super) fn is_task(&self) -> bool {
        matches!(self.work, Work::Task(_))
    }

    /// Goes on a little, in case that it does not by itself.
    pub(super) fn poll_along(&mut self, cx: &mut Context<'_>) {
        if self.done.is_none()
            && let Work::Along(page) = &mut self.work
            && let Poll::Ready(result) = page.as_mut().poll(cx)
        {
            self.done = Some(result);
        }
    }

    /// The page. Not to be polled any more once it has been given.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<AnyPage>> {
        match self.done.take() {
            Some(result) => Poll::Ready(result),
            None => Poll::Ready(ready!(self.work.poll(cx))),
        }
    }
}

impl Work {
    fn ahead(page: BoxFuture<'static, Result<AnyPage>>) -> Self {
        match Handle::try_current() {
            Ok(runtime) => Self::Task(Task(runtime.spawn(trace::carry(page)))),
            Err(_) => Self::Along(page),
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<AnyPage>> {
        match self {
            Self::Along(page) => page.as_mut().poll(cx),
            Self::Task(task) => Pin::new(&mut task.0).poll(cx).map(|result| result.unwrap_or_else(|error| Err(lost(error)))),
        }
    }
}

/// Fetches and decodes a page, both in the task that does it.
fn fetch(call: Box<Call>, read: ReadPage) -> BoxFuture<'static, Result<AnyPage>> {
    let sending = engine::send(call);
    Box::pin(async move { send::observed(sending.await?, read) })
}

/// The task has no result: it has panicked, which is passed on, or the runtime is being shut down.
fn lost(error: JoinError) -> Error {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Error::new(ErrorKind::Transport, "the runtime is shutting down").with_source(error),
    }
}

/// A task that ends when nobody waits for it any more.
struct Task(JoinHandle<Result<AnyPage>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
