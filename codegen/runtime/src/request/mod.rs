//! Sending requests: the traits of request builders, paging, polling of jobs, blocking calls and raw requests.

mod background;
#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod own;
pub(crate) mod paging;
pub(crate) mod raw;
pub(crate) mod send;
pub(crate) mod waiter;
