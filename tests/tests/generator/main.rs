//! The behavior of the generator: diagnostics, stored results, comparisons of descriptions.

mod any;
mod bad_specs;
mod broken_input;
mod diff;
mod extensions;
mod foreign;
mod foreign_keywords;
mod foreign_names;
mod golden;
mod hostile;
mod lint;
mod reserved;
mod rustdoc;
mod size;
mod tidy;
