//! Positions in lists. The input is a stored cursor, a line break, and the responses with the pages from there.

use std::collections::BTreeSet;

use pipedrive::{Client, Cursor, Paged};
use serde_json::Value;

use crate::{http_text, scripted};

/// How many items are read.
const MAX_ITEMS: usize = 40;

/// Parses the cursor, and iterates over lists that are paginated in each way.
///
/// # Panics
///
/// Panics if a cursor is not the same after it was stored.
pub fn run(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (stored, pages) = (String::from_utf8_lossy(&input[..end]), input.get(end + 1..).unwrap_or_default());
    let cursor = match stored.parse::<Cursor>() {
        Ok(cursor) => cursor,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            Cursor::first()
        }
    };
    assert_stored(&cursor);
    let client = || scripted::client(http_text::split(pages));
    scripted::block_on(async {
        list(client(), &cursor, |client| client.v2().deals().list()).await;
        list(client(), &cursor, |client| client.v1().notes().list()).await;
        list(client(), &cursor, |client| {
            client.v1().recents().list("2026-01-01T00:00:00Z".parse::<pipedrive::Timestamp>().expect("a time"))
        })
        .await;
        list(client(), &cursor, |client| client.v2().item_search().search("lamp")).await;
    });
}

fn assert_stored(cursor: &Cursor) {
    let stored = cursor.to_string();
    assert_eq!(stored.parse::<Cursor>().as_ref().ok(), Some(cursor), "{stored}");
    let json = serde_json::to_value(cursor).expect("a string");
    assert_eq!(json, Value::from(stored));
    assert_eq!(serde_json::from_value::<Cursor>(json).as_ref().ok(), Some(cursor));
}

/// Iterates over a list, and continues where it stops.
async fn list<O: Paged>(client: Client, cursor: &Cursor, request: impl Fn(&Client) -> O) {
    let request = request(&client).starting_at(cursor);
    if let Ok(preview) = request.clone().preview() {
        assert!(preview.path().starts_with('/'));
    }
    let mut items = request.items().max_items(MAX_ITEMS);
    let mut seen = BTreeSet::new();
    // An item that cannot be decoded is an error too, after which the list continues.
    for _ in 0..2 * MAX_ITEMS {
        let before = items.cursor();
        if items.next().await.is_none() {
            break;
        }
        if let Some(cursor) = items.cursor() {
            assert_stored(&cursor);
            if before.as_ref() != Some(&cursor) {
                assert!(seen.insert(cursor.to_string()), "the list returns to {cursor}");
            }
        }
    }
}

/// No test data has this form; the inputs are in the corpus.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    Vec::new()
}
