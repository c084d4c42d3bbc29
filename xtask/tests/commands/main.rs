//! The commands of `cargo xtask`, and the scripts and workflows of CI.

mod changelog;
mod common;
mod diff;
mod drift;
mod generate;
mod lint;
mod public_api;
mod release;
mod review;
mod review_comment;
mod workflows;
