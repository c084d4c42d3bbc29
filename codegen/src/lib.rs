//! The generator: a curated OpenAPI description goes in, the files of the crate `pipedrive` come out.
//!
//! Every stage is a function from one plain type to the next and reports into one [`diag::Diagnostics`]: load, lint, lower,
//! passes, names, emit, output. Only `load` reads the description from the disk, and only `output` touches what is
//! emitted.

pub mod bundle;
pub mod diag;
pub mod diff;
pub mod drift;
pub mod emit;
mod foreign;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lower;
pub mod names;
pub mod output;
mod parallel;
pub mod passes;
pub mod pipeline;
