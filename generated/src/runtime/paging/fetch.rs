//! A page on its way.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use crate::runtime::engine;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::operation::{self, Operation};
use crate::runtime::reply::RawReply;
use crate::runtime::trace;
use crate::runtime::transport::BoxFuture;

/// A page that is being fetched, or that is there and has not been asked for yet.
pub(super) struct Fetch<O: Operation> {
    work: Work,
    done: Option<Result<O::Output>>,
}

/// A page whose type only its list knows. So the work is the same for all lists, and compiled once.
type AnyPage = Box<dyn Any + Send>;

enum Work {
    /// Goes on whenever the stream is polled.
    Along(BoxFuture<'static, Result<AnyPage>>),
    /// Goes on by itself.
    Task(Task),
}

impl<O: Operation> Fetch<O> {
    /// A page that is waited for.
    pub(super) fn new(operation: O) -> Self {
        Self { work: Work::Along(fetch(operation)), done: None }
    }

    /// A page that is fetched while something else is done, where there is a runtime to do it.
    pub(super) fn ahead(operation: O) -> Self {
        Self { work: Work::ahead(fetch(operation)), done: None }
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
            self.done = Some(result.and_then(known::<O>));
        }
    }

    /// The page. Not to be polled any more once it has been given.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<O::Output>> {
        if let Some(result) = self.done.take() {
            return Poll::Ready(result);
        }
        Poll::Ready(ready!(self.work.poll(cx)).and_then(known::<O>))
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
fn fetch<O: Operation>(operation: O) -> BoxFuture<'static, Result<AnyPage>> {
    let decode = |reply| operation::decode::<O>(reply).map(|reply| Box::new(reply.into_data()) as AnyPage);
    decoded(engine::send(operation.into_call()), decode)
}

fn decoded(
    sending: BoxFuture<'static, Result<RawReply>>,
    decode: fn(RawReply) -> Result<AnyPage>,
) -> BoxFuture<'static, Result<AnyPage>> {
    Box::pin(async move { decode(sending.await?) })
}

/// The page as what it is.
fn known<O: Operation>(page: AnyPage) -> Result<O::Output> {
    let known = page.downcast().map(|page| *page);
    known.map_err(|_| Error::new(ErrorKind::Decode, "the page is one of another list"))
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
