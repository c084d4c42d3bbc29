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
//! Every request has `send_blocking`, lists have `blocking`, and [`wait`] blocks on any other future of this crate. Inside an async
//! runtime, where blocking would stall the other tasks of the thread, all of them return an error; they do not panic.

use std::future::Future;
use std::io::Read;
use std::pin::Pin;
use std::sync::OnceLock;

use bytes::{Buf, Bytes};
use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::protocol::api::CLIENT_NAME;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::request::paging::{Items, Paged, Pages};
use crate::request::raw::RawRequest;
use crate::request::send::{Request, WithResponse};
use crate::response::{Download, Response};

/// Runs `future` to completion on the current thread and returns its output.
///
/// # Errors
///
/// Returns the error of the future, or [`ErrorKind::Configuration`] inside an async runtime, including its `spawn_blocking` threads:
/// await the future there instead.
pub fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    if Handle::try_current().is_ok() {
        let message = "blocking call inside an async runtime: await the request instead";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    runtime()?.block_on(future)
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
#[derive(Debug)]
#[must_use = "iterators are lazy: nothing is fetched until `next` is called"]
pub struct Blocking<S>(Option<S>);

impl<S, T> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T>> + Unpin,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.0.as_mut()?;
        match wait(async { std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await.transpose() }) {
            Ok(Some(element)) => Some(Ok(element)),
            Ok(None) => {
                self.0 = None;
                None
            }
            Err(error) => {
                // Every further call would fail the same way, so a loop that ignores errors would never end.
                if error.kind() == ErrorKind::Configuration {
                    self.0 = None;
                }
                Some(Err(error))
            }
        }
    }
}

impl<O: Paged, T> Items<O, T> {
    /// Returns a blocking iterator over the items.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

impl<O: Paged, P> Pages<O, P> {
    /// Returns a blocking iterator over the pages.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

impl<O: Request> WithResponse<O> {
    /// Sends the request and blocks until the response has been decoded.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] inside an async runtime.
    pub fn send_blocking(self) -> Result<Response<O::Output>> {
        wait(self)
    }
}

impl RawRequest {
    /// Sends the request and blocks until the whole body has been received. Returns the body unchanged.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] inside an async runtime.
    pub fn send_blocking(self) -> Result<Response<Bytes>> {
        wait(self.send())
    }

    /// Sends the request, blocks until the whole body has been received, and decodes it as JSON.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] inside an async runtime.
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
