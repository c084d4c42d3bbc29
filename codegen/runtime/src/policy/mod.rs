//! What applies to all calls of a client: credentials, rate limits, retries, timeouts and reporting.

pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod limits;
pub(crate) mod observer;
pub(crate) mod retry;
pub(crate) mod trace;
