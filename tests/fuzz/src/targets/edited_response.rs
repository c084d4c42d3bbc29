//! Decoding an edited example; the bytes of the input decide on the operation and the edits.

use std::sync::LazyLock;

use pipedrive::{OperationInfo, test_util};
use pipedrive_tests::examples::example;
use pipedrive_tests::mutate::Numbers;
use serde_json::Value;

use super::decode;
use crate::{edits, seeds};

static EXAMPLES: LazyLock<Vec<(&'static OperationInfo, Value)>> =
    LazyLock::new(|| test_util::OPERATIONS.iter().filter_map(|info| Some((*info, example(info)?))).collect());

/// Decodes.
pub fn run(input: &[u8]) {
    let mut numbers = Numbers::of_bytes(input.to_vec());
    let (info, example) = &EXAMPLES[numbers.below(EXAMPLES.len())];
    let mut body = example.clone();
    edits::edit(&mut body, &mut numbers);
    decode::check(info, body.to_string().as_bytes());
}

/// Random decisions.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    seeds::decisions(200, 40)
}
