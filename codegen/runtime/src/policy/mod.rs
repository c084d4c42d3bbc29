//! What surrounds each attempt of a call: retries, limits, time, and reporting.

pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod limits;
pub(crate) mod observer;
pub(crate) mod retry;
pub(crate) mod trace;
