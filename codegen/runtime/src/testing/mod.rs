//! Support for tests of all operations: calls with sample values, and round trips of responses.

pub mod exercise;
pub mod inspect;
pub mod round_trip;
