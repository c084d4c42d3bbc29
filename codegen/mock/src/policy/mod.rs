//! What surrounds a call: the clock, authentication, limits, faults and OAuth.

mod clock;
mod faults;

use crate::http::ApiResponse;

pub(crate) use clock::Clock;
pub use faults::Fault;
pub(crate) use faults::Faults;

/// A response that does not arrive, or not completely.
#[derive(Debug)]
pub(crate) enum Interruption {
    /// The connection is closed without a response.
    Reset,
    /// The connection is closed in the middle of the body.
    Truncated(ApiResponse),
}
