//! Tests over all operations: calls with sample values, and round trips of responses.

pub mod exercise;
pub mod round_trip;
