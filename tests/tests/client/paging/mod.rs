//! How lists are walked: page by page, ahead, to an end, and on from where one stopped.

mod ahead;
mod cursors;
mod ends;
mod failures;
pub(crate) mod list;
