//! Emitting the crate of a valid description with any structure and names, which the bytes of the input decide.

use pipedrive_tests::describe;
use pipedrive_tests::mutate::Numbers;

use super::external;
use crate::seeds;

/// Generates. `tests/tests/generator/any/` compiles what is generated from such descriptions.
///
/// # Panics
///
/// Panics if there are errors.
pub fn run(input: &[u8]) {
    let description = describe::chosen(Numbers::of_bytes(input.to_vec()), 1);
    assert!(external::generate(&description.to_string()).is_some(), "not generated: {description}");
}

/// Random decisions.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    seeds::decisions(30, 300)
}
