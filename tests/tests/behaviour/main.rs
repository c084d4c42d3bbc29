//! The emitted code of every golden case, compiled without a warning and used the way its users do.
//!
//! All cases stand on the runtime of the real crate. The tests of a case stand in its folder.

#![recursion_limit = "256"]

mod account;
mod laws;
mod server;

#[path = "../../golden/mod.rs"]
#[deny(warnings, missing_docs)]
#[allow(clippy::needless_pass_by_value, reason = "setters take whatever they set, so that all of them are used alike")]
pub mod golden;
pub use pipedrive::runtime;
