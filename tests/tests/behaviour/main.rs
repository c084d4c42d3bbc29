//! The emitted code of every golden case, compiled without a warning and used the way its users do.
//!
//! All cases share one copy of the runtime, which they find where the real crate has it. The tests of a case stand in its folder.

#![recursion_limit = "256"]

mod laws;
mod server;

#[path = "../../golden/mod.rs"]
#[deny(warnings, missing_docs)]
pub mod golden;
#[allow(missing_docs, dead_code, clippy::pedantic, reason = "the real crate judges it")]
#[path = "../../../codegen/runtime/mod.rs"]
pub mod runtime;
