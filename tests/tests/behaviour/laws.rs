//! What holds for every operation of every case.

use std::path::Path;

use pipedrive_tests::compare::Difference;
use serde_json::Value;

use crate::golden::OPERATIONS;
use crate::runtime::exercise::OperationEntry;
use crate::server::{Outcome, Server};

/// The example response of an operation; nothing for responses that are not JSON.
fn example(case: &str, entry: &OperationEntry) -> Option<String> {
    let (version, rest) = entry.info.id.split_once('.')?;
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    std::fs::read_to_string(golden.join(format!("{case}/spec/examples/{version}/{rest}.json"))).ok()
}

fn entries() -> impl Iterator<Item = (&'static str, &'static OperationEntry)> {
    OPERATIONS.iter().flat_map(|(case, entries)| entries.iter().map(|entry| (*case, entry)))
}

#[test]
fn examples_lose_nothing() -> Outcome {
    for (case, entry) in entries() {
        let (Some(round_trip), Some(example)) = (entry.round_trip, example(case, entry)) else { continue };
        let (returned, mismatches) = round_trip(entry.info, 200, example.as_bytes())?;
        assert!(mismatches.is_empty(), "{case}, {}: {mismatches:?}", entry.info.id);
        let difference = Difference::of(&serde_json::from_str::<Value>(&example)?, &returned);
        assert!(difference.is_faithful(), "{case}, {}: {difference:?}", entry.info.id);
    }
    Ok(())
}

#[tokio::test]
async fn every_operation_can_be_called() -> Outcome {
    for (case, entry) in entries() {
        for all in [false, true] {
            let server = Server::new([example(case, entry).unwrap_or_default()]);
            (entry.exercise)(&server.client(), all).await.map_err(|error| format!("{case}, {}: {error}", entry.info.id))?;
            let sent = server.sent().concat();
            assert!(sent.starts_with(entry.info.method.as_str()), "{case}, {}: {sent}", entry.info.id);
        }
    }
    Ok(())
}
