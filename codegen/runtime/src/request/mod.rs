//! What every request builder can do: await, page, wait, block; and the raw request.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod paging;
pub(crate) mod raw;
pub(crate) mod send;
pub(crate) mod waiter;
