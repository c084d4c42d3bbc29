//! Comparing a valid description with an edited copy; the bytes of the input decide on both.

use pipedrive_tests::describe;
use pipedrive_tests::mutate::Numbers;

use super::diff;
use crate::{edits, seeds};

/// How much of the input is for the edits.
const EDITS: usize = 40;

/// Compares.
pub fn run(input: &[u8]) {
    let (edits, structure) = input.split_at(input.len().min(EDITS));
    let description = describe::chosen(Numbers::of_bytes(structure.to_vec()), 1);
    let mut edited = description.clone();
    edits::edit(&mut edited, &mut Numbers::of_bytes(edits.to_vec()));
    diff::compare(&description.to_string(), &edited.to_string());
}

/// Random decisions.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    seeds::decisions(30, 300)
}
