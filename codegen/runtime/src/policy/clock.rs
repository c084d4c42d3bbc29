//! Time. Waiting requires a tokio runtime; without one, the functions return an error instead of panicking.

use std::future::Future;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Handle;
pub(crate) use tokio::time::Instant;

use crate::protocol::error::{Error, ErrorKind, Result};

/// Returns the current time of the tokio runtime, which tests can pause and advance.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Returns `start + duration`, or a time in the far future if the result cannot be represented.
pub(crate) fn after(start: Instant, duration: Duration) -> Instant {
    const FAR_FUTURE: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    start.checked_add(duration).unwrap_or_else(|| start + FAR_FUTURE)
}

/// How a client waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// In real time.
    #[default]
    Real,
    /// Not at all, for clients of a fake: pauses end immediately, and timeouts do not interrupt.
    #[cfg(feature = "test-util")]
    Skipping,
}

impl Clock {
    /// Returns whether pauses take time.
    pub(crate) fn is_real(self) -> bool {
        matches!(self, Self::Real)
    }

    /// Waits for a duration. Returns the time that was skipped instead, which counts against timeouts.
    pub(crate) async fn sleep(self, duration: Duration) -> Result<Duration> {
        if self.is_real() {
            return sleep(duration).await.map(|()| Duration::ZERO);
        }
        yield_once().await;
        // A pause of zero must not make a loop endless that a timeout ends in real time.
        Ok(duration.max(Duration::from_millis(1)))
    }

    /// Awaits a future until `deadline`. Returns `None` if the deadline passed.
    pub(crate) async fn until<T>(self, deadline: Instant, work: impl Future<Output = T>) -> Result<Option<T>> {
        if self.is_real() { until(deadline, work).await } else { Ok(Some(work.await)) }
    }

    /// Awaits a future for at most `timeout`; `None` is unlimited. Returns `None` if the timeout elapsed.
    pub(crate) async fn within<T>(self, timeout: Option<Duration>, work: impl Future<Output = T>) -> Result<Option<T>> {
        if self.is_real() { within(timeout, work).await } else { Ok(Some(work.await)) }
    }
}

/// Lets other tasks run.
async fn yield_once() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Waits for a duration.
async fn sleep(duration: Duration) -> Result<()> {
    check()?;
    tokio::time::sleep(duration).await;
    Ok(())
}

/// Awaits a future for at most `timeout`; `None` is unlimited. Returns `None` if the timeout elapsed.
pub(crate) async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Result<Option<T>> {
    match timeout {
        Some(timeout) => until(after(now(), timeout), work).await,
        None => Ok(Some(work.await)),
    }
}

/// Awaits a future until `deadline`. Returns `None` if the deadline passed.
pub(crate) async fn until<T>(deadline: Instant, work: impl Future<Output = T>) -> Result<Option<T>> {
    check()?;
    Ok(tokio::time::timeout_at(deadline, work).await.ok())
}

/// Returns an error outside of a tokio runtime.
fn check() -> Result<()> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = "waiting and timeouts need a tokio runtime: make the call inside a runtime, or set no timeout";
            Err(Error::new(ErrorKind::Configuration, message).with_source(error))
        }
    }
}
