//! What a call does with the responses of a server: their status, headers and bodies, retries, rate limits, redirects and downloads. The input
//! is the id of an operation, a line break, and the responses to its attempts.

use pipedrive::{Error, test_util};

use super::decode;
use crate::{http_text, scripted, seeds};

/// Calls an operation with sample values.
///
/// # Panics
///
/// Panics if an error has several lines.
pub fn run(input: &[u8]) {
    let Some((info, responses)) = decode::split(input) else { return };
    let client = scripted::client(http_text::split(responses));
    let result = scripted::block_on(test_util::exercise(&client, info.id, true)).expect("the operation exists");
    if let Err(error) = result {
        check(&error);
    }
    drop(client.rate_limit().to_string());
}

fn check(error: &Error) {
    assert!(!error.to_string().contains(['\n', '\r', '\u{1b}']), "an error of several lines: {error}");
    drop((format!("{error:?}"), error.message(), error.request_id(), error.json_path(), error.api().cloned()));
    if let Some(limit) = error.rate_limit() {
        drop((limit.to_string(), limit.is_day_exhausted()));
    }
    let _ = (error.retry_after(), error.is_retryable());
}

/// The captured responses of the tests.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let responses = seeds::cases("responses").into_iter().flatten().flat_map(|file| {
        let lines = file.content.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
        lines.into_iter().filter_map(|line| response(&line))
    });
    responses.collect()
}

/// Makes an input of a captured response.
fn response(line: &[u8]) -> Option<Vec<u8>> {
    let response: serde_json::Value = serde_json::from_slice(line).ok()?;
    let info = test_util::find(response["method"].as_str()?, response["path"].as_str()?)?;
    Some(format!("{}\n200\ncontent-type: application/json\n\n{}", info.id, response["body"]).into_bytes())
}
