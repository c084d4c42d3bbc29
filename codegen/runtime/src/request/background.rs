//! Decoding of large responses on another thread, so that the tasks of the runtime continue.

use tokio::runtime::Handle;
use tokio::task::JoinError;

use crate::http::transport::BoxFuture;
use crate::policy::{clock, trace};
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::request::send::observed;
use crate::response::RawResponse;

/// The size of the smallest body that is decoded on another thread, in bytes. Decoding it takes about a millisecond; starting a
/// thread takes some microseconds.
const LARGE: usize = 256 * 1024;

/// Decodes a response. A large one is decoded on a thread for blocking work, until the deadline of its call.
pub(crate) async fn decode<T: Send + 'static>(response: RawResponse, decode: fn(RawResponse) -> Result<T>) -> Result<T> {
    match runtime_for(&response) {
        Some(runtime) => spawn(&runtime, response, decode).await,
        None => observed(response, decode),
    }
}

/// Returns the runtime that a large response is decoded on. `None` if the response is small, or if there is no runtime.
pub(crate) fn runtime_for(response: &RawResponse) -> Option<Handle> {
    if response.bytes().len() < LARGE { None } else { Handle::try_current().ok() }
}

/// Starts to decode a response on a thread for blocking work.
pub(crate) fn spawn<T: Send + 'static>(
    runtime: &Handle,
    response: RawResponse,
    decode: fn(RawResponse) -> Result<T>,
) -> BoxFuture<'static, Result<T>> {
    let (info, method, path, deadline) = (response.info, response.method.clone(), response.path.clone(), response.deadline);
    let work = runtime.spawn_blocking(trace::in_context(move || observed(response, decode)));
    Box::pin(async move {
        let Some((deadline, timeout)) = deadline else { return work.await.unwrap_or_else(|error| Err(join_error(error))) };
        if let Some(result) = clock::until(deadline, work).await? {
            return result.unwrap_or_else(|error| Err(join_error(error)));
        }
        let message = format!("the response was not decoded within {timeout:?}");
        Err(Error::new(ErrorKind::Timeout, message).with_call(&method, path, info))
    })
}

/// Resumes the panic of a task, or returns the error of a task that was cancelled because the runtime is shutting down.
pub(crate) fn join_error(error: JoinError) -> Error {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Error::new(ErrorKind::Transport, "the runtime is shutting down").with_source(error),
    }
}
