//! Calls for programs without an async runtime, with the feature `blocking`.
//!
//! The builders are the same; only their last step is another one:
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
//! Every request has `send_blocking`, lists have `blocking`, and [`wait`] does for everything else. All of it is refused, with an error and
//! not a panic, inside of an async runtime, where it would stop whatever else runs on the thread.

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

/// Waits for what the future gives, on this thread.
///
/// Fails with [`ErrorKind::Configuration`] inside of an async runtime: await the future there. That goes for `spawn_blocking` too.
pub fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    if Handle::try_current().is_ok() {
        let message =
            "a blocking call inside of an async runtime would stop everything else on its thread: await the request instead";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    runtime()?.block_on(work)
}

/// The runtime of all blocking calls. It outlives them, so that connections can be used again.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let begin =
        || Builder::new_multi_thread().worker_threads(1).thread_name(format!("{CLIENT_NAME}-blocking")).enable_all().build();
    RUNTIME.get_or_init(begin).as_ref().map_err(|error| {
        Error::new(ErrorKind::Configuration, format!("a thread for blocking calls could not be started: {error}"))
    })
}

/// A stream whose next element is waited for.
#[derive(Debug)]
#[must_use = "nothing is fetched until the elements are asked for"]
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
                // Whoever goes on regardless would be told the same for ever.
                if error.kind() == ErrorKind::Configuration {
                    self.0 = None;
                }
                Some(Err(error))
            }
        }
    }
}

impl<O: Paged> Items<O> {
    /// The items for a program without an async runtime.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

impl<O: Paged> Pages<O> {
    /// The pages for a program without an async runtime.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

impl<O: Request> WithResponse<O> {
    /// Makes the call and waits for the whole response.
    pub fn send_blocking(self) -> Result<Response<O::Output>> {
        wait(self)
    }
}

impl RawRequest {
    /// Makes the call and waits for the body as it comes.
    pub fn send_blocking(self) -> Result<Response<Bytes>> {
        wait(self.send())
    }

    /// Makes the call, waits for the whole body and reads it as JSON.
    pub fn json_blocking<T: DeserializeOwned>(self) -> Result<T> {
        wait(self.json())
    }
}

impl Download {
    /// The file for a program without an async runtime.
    pub fn into_reader(self) -> Reader {
        Reader { download: self, here: Bytes::new() }
    }
}

/// A file that is read as it comes in.
#[derive(Debug)]
pub struct Reader {
    download: Download,
    here: Bytes,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.here.is_empty() {
            match wait(self.download.try_next()).map_err(std::io::Error::other)? {
                Some(piece) => self.here = piece,
                None => return Ok(0),
            }
        }
        let length = self.here.len().min(buffer.len());
        self.here.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
