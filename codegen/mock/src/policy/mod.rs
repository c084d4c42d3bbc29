//! What surrounds a call: the clock, authentication, limits, faults and OAuth.

mod auth;
mod clock;
mod fault_input;
mod faults;
mod limits;
mod oauth;

pub(crate) use auth::{ApiTokens, authenticate};
pub(crate) use clock::MockClock;
pub use faults::Fault;
pub(crate) use faults::Faults;
pub(crate) use limits::Limiter;
pub use limits::Limits;
pub(crate) use oauth::{MockApp, OAuth};
