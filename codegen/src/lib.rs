//! The code generator: reads a curated OpenAPI description and writes the source files of the crate `pipedrive`.
//!
//! The stages are load, lint, lower, passes, names, emit and output. Each is a function from one plain data type to the next and
//! reports problems to a shared [`diag::Diagnostics`]. Only `load` reads the description from disk, and only `output` accesses
//! the generated files.

#![allow(clippy::unnested_or_patterns, reason = "`leaf_type!` is a pattern of its own")]

pub mod bundle;
pub mod diag;
pub mod diff;
pub mod drift;
pub mod emit;
mod fingerprint;
mod foreign;
pub mod idents;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod output;
pub mod parallel;
pub mod passes;
pub mod pipeline;
pub mod public_api;
mod value;

pub use pipedrive_inert as inert;
