//! Blocking calls, for programs without an async runtime.
//!
//! Requires the feature `blocking`. The request builders are those of the asynchronous API; only the last step differs:
//!
//! ```no_run
//! # #[cfg(feature = "blocking")]
//! # fn main() -> pipedrive::Result<()> {
//! use pipedrive::{Method, blocking};
//!
//! let client = pipedrive::Client::builder().api_token("…").company_domain("acme").build()?;
//! let response: serde_json::Value = client.request(Method::GET, "/v1/users/me").json_blocking()?;
//! # let _ = (response, blocking::wait(async { pipedrive::Result::Ok(()) }));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "blocking"))]
//! # fn main() {}
//! ```
//!
//! Every request has `send_blocking`, lists have `blocking`, the resolver of custom fields has `load_blocking`, and [`wait`] blocks on any
//! other future of this crate.
//!
//! They work in every thread, including `tokio::task::spawn_blocking` and `block_in_place`. In a task of tokio, where blocking would
//! stall the other tasks of the thread, all of them return [`ErrorKind::Configuration`]; they do not panic. A task is recognized by its
//! [budget](tokio::task::coop), which one in `tokio::task::unconstrained` does not have.

use std::future::Future;
use std::io::Read;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::coop;

use crate::protocol::api::CLIENT_NAME;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::request::paging::{Cursor, Items, Paged, Pages};
use crate::request::raw::RawRequest;
use crate::request::send::{Request, WithResponse};
use crate::response::{Download, Response};

/// Runs `future` to completion on the current thread and returns its output.
///
/// # Errors
///
/// Returns the error of the future, or [`ErrorKind::Configuration`] in an async task, where the future can be awaited instead.
pub fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    if is_in_task() {
        let message = "a blocking call in an async task would stall the other tasks of the thread: await the request instead, \
                       or make the call in `tokio::task::spawn_blocking`";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    // Timers, connections and tasks of the call belong to this runtime, even if the thread belongs to another one.
    let _guard = runtime()?.enter();
    block_on(future)
}

/// Returns whether the current thread is polling a task of tokio.
///
/// While a task is polled, the number of operations until it has to yield is limited. Threads that may block have no limit.
fn is_in_task() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut spent = Vec::with_capacity(usize::from(u8::MAX));
    // tokio stores the limit in one byte.
    let is_limited = (0..=u8::MAX).any(|_| match coop::poll_proceed(&mut context) {
        Poll::Ready(unit) => {
            spent.push(unit);
            false
        }
        Poll::Pending => true,
    });
    // Each unit restores the limit that it was taken from, so the first one must be dropped last.
    while spent.pop().is_some() {}
    is_limited
}

/// Polls a future until it is ready. Unlike `Runtime::block_on`, it panics nowhere.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Wakes the thread that polls a future.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Returns the runtime of all blocking calls. It is never shut down, so that later calls reuse its connections.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let build =
        || Builder::new_multi_thread().worker_threads(1).thread_name(format!("{CLIENT_NAME}-blocking")).enable_all().build();
    RUNTIME
        .get_or_init(build)
        .as_ref()
        .map_err(|error| Error::new(ErrorKind::Configuration, format!("cannot start the thread for blocking calls: {error}")))
}

/// A blocking iterator over a stream, returned by [`Items::blocking`] and [`Pages::blocking`].
///
/// It ends after the last element, and after an error that prevents further elements, as the stream does.
#[derive(Debug)]
#[must_use = "iterators are lazy: nothing is fetched until `next` is called"]
pub struct Blocking<S> {
    stream: S,
    /// Whether the last element was refused in an async task. All further ones would be, so a loop that ignores errors would never end.
    refused: bool,
}

impl<S> Blocking<S> {
    fn new(stream: S) -> Self {
        Self { stream, refused: false }
    }

    /// Returns the stream, which continues after the last element that was returned.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T>> + Unpin,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        let stream = &mut self.stream;
        let next = wait(async { Ok(std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await) });
        next.unwrap_or_else(|refusal| {
            self.refused = true;
            Some(Err(refusal))
        })
    }
}

impl<O: Paged, T> Items<O, T> {
    /// Returns a blocking iterator over the items.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<O: Paged, P> Pages<O, P> {
    /// Returns a blocking iterator over the pages.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<O: Paged> Blocking<Items<O>> {
    /// Returns the position after the last item that was returned, or `None` at the end of the list; see [`Items::cursor`].
    pub fn cursor(&self) -> Option<Cursor> {
        self.stream.cursor()
    }

    /// Continues after a failed page: the next call fetches that page again.
    pub fn resume(&mut self) -> &mut Self {
        self.refused = false;
        self.stream.resume();
        self
    }
}

impl<O: Paged> Blocking<Pages<O>> {
    /// Returns the position of the next page, or `None` at the end of the list; see [`Pages::cursor`].
    pub fn cursor(&self) -> Option<Cursor> {
        self.stream.cursor()
    }

    /// Continues after an error: the next call fetches the failed page again.
    pub fn resume(&mut self) -> &mut Self {
        self.refused = false;
        self.stream.resume();
        self
    }
}

impl<O: Request> WithResponse<O> {
    /// Sends the request and blocks until the response has been decoded.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] in an async task.
    pub fn send_blocking(self) -> Result<Response<O::Output>> {
        wait(self)
    }
}

impl RawRequest {
    /// Sends the request and blocks until the whole body has been received. Returns the body unchanged.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] in an async task.
    pub fn send_blocking(self) -> Result<Response<Bytes>> {
        wait(self.send())
    }

    /// Sends the request, blocks until the whole body has been received, and decodes it as JSON.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] in an async task.
    pub fn json_blocking<T: DeserializeOwned>(self) -> Result<T> {
        wait(self.json())
    }
}

impl Download {
    /// Returns a blocking reader of the content.
    pub fn into_reader(self) -> DownloadReader {
        DownloadReader { download: self, chunk: Bytes::new() }
    }
}

/// A blocking [`Read`] of a download, returned by [`Download::into_reader`].
#[derive(Debug)]
pub struct DownloadReader {
    download: Download,
    chunk: Bytes,
}

impl Read for DownloadReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.chunk.is_empty() {
            match wait(self.download.try_next()).map_err(std::io::Error::other)? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let length = self.chunk.len().min(buffer.len());
        self.chunk.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
