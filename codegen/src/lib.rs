//! The generator: a curated OpenAPI description goes in, the files of the crate `pipedrive` come out.
//!
//! Every stage is a function from one plain type to the next and reports into one [`diag::Diagnostics`]; see `DESIGN.md` for the whole.

pub mod bundle;
pub mod diag;
pub mod lint;
pub mod load;
