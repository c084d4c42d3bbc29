//! Time. Waiting needs a tokio runtime, and without one says so rather than panic.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
pub(crate) use tokio::time::Instant;

use crate::protocol::error::{Error, ErrorKind, Result};

/// The time of the runtime, which tests can stop and move.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The time so long after another. For what no clock can tell, it is one that nobody waits for.
pub(crate) fn after(start: Instant, pause: Duration) -> Instant {
    const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    start.checked_add(pause).unwrap_or_else(|| start + A_CENTURY)
}

/// Waits.
pub(crate) async fn sleep(pause: Duration) -> Result<()> {
    check()?;
    tokio::time::sleep(pause).await;
    Ok(())
}

/// Works for so long at most; `None` where the time was not enough.
pub(crate) async fn within<T>(most: Option<Duration>, work: impl Future<Output = T>) -> Result<Option<T>> {
    match most {
        Some(most) => until(after(now(), most), work).await,
        None => Ok(Some(work.await)),
    }
}

/// Works until then; `None` where the time was not enough.
pub(crate) async fn until<T>(deadline: Instant, work: impl Future<Output = T>) -> Result<Option<T>> {
    check()?;
    Ok(tokio::time::timeout_at(deadline, work).await.ok())
}

fn check() -> Result<()> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = "waiting and timeouts need a tokio runtime: make the call inside of one (or set no timeout)";
            Err(Error::new(ErrorKind::Configuration, message).with_source(error))
        }
    }
}
