//! What surrounds a call: the clock, authentication, limits, faults and OAuth.

mod auth;
mod clock;
mod faults;
mod limits;
mod oauth;

use crate::http::ApiResponse;

pub(crate) use auth::{ApiTokens, authenticate};
pub(crate) use clock::Clock;
pub use faults::Fault;
pub(crate) use faults::Faults;
pub(crate) use limits::Limiter;
pub use limits::Limits;
pub(crate) use oauth::MockApp;
pub(crate) use oauth::OAuth;

/// A response that does not arrive, or not completely.
#[derive(Debug)]
pub(crate) enum Interruption {
    /// The connection is closed without a response.
    Reset,
    /// The connection is closed in the middle of the body.
    Truncated(ApiResponse),
}
