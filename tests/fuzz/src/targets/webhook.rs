//! Receiving requests of webhooks. The input is an `Authorization` header, a line break, and the body.

use pipedrive::test_util;
use pipedrive::webhooks::{BasicAuth, Event, Uninstall};
use serde_json::Value;

/// The header of the user `hooks` with the password `a long password`.
const AUTHORIZATION: &str = "Basic aG9va3M6YSBsb25nIHBhc3N3b3Jk";

/// Verifies the header, and parses the body.
///
/// # Panics
///
/// Panics if other credentials are accepted, or if an event is not serialized as it was received.
pub fn run(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (header, body) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    if BasicAuth::new("hooks", "a long password").verify(Some(header)) {
        let credentials = header.trim_ascii().get(5..).unwrap_or_default().trim_ascii();
        let expected = AUTHORIZATION.as_bytes().get(6..);
        let padded = credentials.strip_suffix(b"=").unwrap_or(credentials);
        assert_eq!(Some(padded.strip_suffix(b"=").unwrap_or(padded)), expected, "other credentials are accepted");
    }
    assert!(!BasicAuth::new("hooks", "").verify(Some(header)), "an empty password is accepted");
    let Ok(original) = serde_json::from_slice::<Value>(body) else {
        assert!(Event::parse(body).is_err(), "an event that is not JSON");
        return;
    };
    if let Ok(uninstall) = Uninstall::parse(body) {
        drop(format!("{uninstall:?}"));
    }
    let event = match Event::parse(body) {
        Ok(event) => event,
        Err(error) => return assert!(!error.to_string().contains('\n'), "an error of several lines: {error}"),
    };
    assert_eq!(serde_json::to_value(&event).expect("JSON"), original);
    use_all(&event);
    let inspection = test_util::inspect_event(body).expect("it has been parsed");
    assert_eq!(inspection.value, original);
    assert_eq!(inspection.mismatches, event.mismatches());
}

/// Calls what a program calls.
fn use_all(event: &Event) {
    drop((event.kind().0, event.entity_id().map(ToString::to_string), event.company_id(), event.user_id(), event.timestamp()));
    drop((event.webhook_id(), event.attempt(), event.is_retry(), event.delivery_id(), event.permitted_users().cloned()));
    drop(format!("{event:?} {:?}", event.item()));
    let _ = (event.data_json::<Value>().is_ok(), event.previous_json::<Value>().is_ok());
    for mismatch in event.mismatches() {
        drop((mismatch.pointer(), mismatch.to_string()));
    }
}

/// An event about each item that an operation returns, in each version.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let input = |body: &Value| format!("{AUTHORIZATION}\n{body}").into_bytes();
    let mut all = Vec::new();
    for info in test_util::OPERATIONS.iter().filter(|info| info.id.rsplit('.').next() == Some("get")) {
        let Some(example) = pipedrive_tests::examples::example(info) else { continue };
        let entity = info.resource.trim_end_matches('s');
        let (id, data) = (&example["data"]["id"], &example["data"]);
        let event = if info.id.starts_with("v1") {
            serde_json::json!({ "v": 1, "event": format!("updated.{entity}"), "retry": 0, "current": data, "previous": data,
                "meta": { "v": 1, "action": "updated", "object": entity, "id": id, "timestamp": 1_767_225_600 } })
        } else {
            serde_json::json!({ "data": data, "previous": data,
                "meta": { "version": "2.0", "action": "change", "entity": entity, "entity_id": id, "timestamp": "2026-01-01T00:00:00Z" } })
        };
        all.push(input(&event));
    }
    all
}
