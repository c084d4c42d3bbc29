//! Support for tests: a fake of the API for programs that use a client, and calls of all operations with sample values and round trips
//! of responses for tests of the client itself.

pub mod exercise;
pub mod fake;
pub mod inspect;
pub mod round_trip;
