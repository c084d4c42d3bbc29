//! A page on its way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::operation::{Operation, Pending};
use crate::runtime::trace;

/// A page that is being fetched, or that is there and has not been asked for yet.
pub(super) struct Fetch<O: Operation> {
    work: Work<O>,
    done: Option<Result<O::Output>>,
}

enum Work<O: Operation> {
    /// Goes on whenever the stream is polled.
    Along(Pending<O>),
    /// Goes on by itself.
    Task(Task<Result<O::Output>>),
}

impl<O: Operation> Fetch<O> {
    /// A page that is waited for.
    pub(super) fn new(operation: O) -> Self {
        Self { work: Work::Along(Pending::new(operation)), done: None }
    }

    /// A page that is fetched while something else is done, where there is a runtime to do it.
    pub(super) fn ahead(operation: O) -> Self {
        let pending = Pending::new(operation);
        let work = match Handle::try_current() {
            Ok(runtime) => Work::Task(Task(runtime.spawn(trace::carry(pending)))),
            Err(_) => Work::Along(pending),
        };
        Self { work, done: None }
    }

    /// Whether it goes on by itself.
    pub(super) fn is_task(&self) -> bool {
        matches!(self.work, Work::Task(_))
    }

    /// Goes on a little, in case that it does not by itself.
    pub(super) fn poll_along(&mut self, cx: &mut Context<'_>) {
        if self.done.is_none()
            && let Work::Along(pending) = &mut self.work
            && let Poll::Ready(result) = Pin::new(pending).poll(cx)
        {
            self.done = Some(result);
        }
    }

    /// The page. Not to be polled any more once it has been given.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<O::Output>> {
        if let Some(result) = self.done.take() {
            return Poll::Ready(result);
        }
        match &mut self.work {
            Work::Along(pending) => Pin::new(pending).poll(cx),
            Work::Task(task) => Poll::Ready(ready!(Pin::new(&mut task.0).poll(cx)).unwrap_or_else(|error| Err(lost(error)))),
        }
    }
}

/// The task has no result: it has panicked, which is passed on, or the runtime is being shut down.
fn lost(error: JoinError) -> Error {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Error::new(ErrorKind::Transport, "the runtime is shutting down").with_source(error),
    }
}

/// A task that ends when nobody waits for it any more.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
