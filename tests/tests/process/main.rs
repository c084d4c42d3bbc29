//! Tests of state that the whole process shares: its peak memory, and which traces are enabled.
//!
//! They run one at a time: a test that runs beside them changes what they measure. `tracing` in particular caches per call site whether any
//! subscriber is interested, and asks only the current thread while there is a single subscriber.

#[cfg(target_os = "linux")]
mod memory;
#[cfg(feature = "tracing")]
mod oauth_traces;
mod observing;

use tokio::sync::{Mutex, MutexGuard};

static PROCESS: Mutex<()> = Mutex::const_new(());

/// Waits until no other test of this binary runs. Unlike that of the standard library, the mutex is not poisoned by a test that fails.
async fn alone() -> MutexGuard<'static, ()> {
    PROCESS.lock().await
}
