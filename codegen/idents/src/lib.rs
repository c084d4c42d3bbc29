#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod case;
mod distinct;
mod words;

pub use case::{Case, exact, ident};
pub use distinct::{distinct, distinct_by};
pub use words::words;
