//! Decoding the body of a response, and writing it back. The input is the id of an operation such as `v2.deals.get`, a line break, and the
//! body.

use std::collections::HashMap;
use std::sync::LazyLock;

use pipedrive::{Error, ErrorKind, OperationInfo, test_util};
use pipedrive_tests::compare::Difference;
use pipedrive_tests::examples::example;
use serde_json::Value;

static OPERATIONS: LazyLock<HashMap<&'static [u8], &'static OperationInfo>> =
    LazyLock::new(|| test_util::OPERATIONS.iter().map(|info| (info.id.as_bytes(), *info)).collect());

/// Decodes, if the operation exists.
pub fn run(input: &[u8]) {
    if let Some((info, body)) = split(input) {
        check(info, body);
    }
}

/// Splits an input into the operation and the rest.
#[must_use]
pub fn split(input: &[u8]) -> Option<(&'static OperationInfo, &[u8])> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    Some((OPERATIONS.get(&input[..end])?, &input[end + 1..]))
}

/// Decodes a body and encodes it again.
///
/// # Panics
///
/// Panics if a part of the body is lost or changed.
pub fn check(info: &'static OperationInfo, body: &[u8]) {
    let Some(result) = test_util::inspect(info.method.as_str(), info.path, 200, body) else { return };
    match result {
        Err(error) => check_error(&error),
        Ok(inspection) => {
            for mismatch in &inspection.mismatches {
                drop((mismatch.pointer(), mismatch.path(), mismatch.to_string()));
            }
            // There is nothing to compare with if the body had to be repaired.
            if let Ok(original) = serde_json::from_slice::<Value>(body) {
                let difference = Difference::of(&original, &inspection.value);
                assert!(difference.is_faithful(), "{}: {difference:?}\n{original}\n{}", info.id, inspection.value);
            }
        }
    }
    drop(test_util::typed_round_trip(info.method.as_str(), info.path, 200, body));
}

fn check_error(error: &Error) {
    assert!(
        matches!(error.kind(), ErrorKind::Decode | ErrorKind::TooLarge | ErrorKind::Api),
        "unexpected kind of error: {error:?}"
    );
    assert!(!error.to_string().contains('\n'), "an error of several lines: {error}");
}

/// The example of each operation.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let operations = test_util::OPERATIONS.iter().filter_map(|info| Some((info, example(info)?)));
    operations.map(|(info, example)| format!("{}\n{example}", info.id).into_bytes()).filter(|seed| seed.len() < 4_000).collect()
}
