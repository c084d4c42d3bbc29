//! What check-responses makes of captured responses.

use pipedrive_tests::responses::{Verdict, check};
use serde_json::{Value, json};

/// Checks a response of an operation.
fn checked(method: &str, path: &str, body: &Value) -> Verdict {
    check(&json!({ "method": method, "path": path, "status": 200, "body": body }).to_string())
}

#[test]
fn a_good_response_keeps_everything() {
    let body = json!({ "success": true, "data": [{ "id": 2, "code": "EUR", "name": "Euro", "never_seen": { "a": [1] } }] });
    let verdict = checked("GET", "/v1/currencies", &body);
    assert_eq!(verdict.error, None);
    assert_eq!(verdict.difference, pipedrive_tests::compare::Difference::default());
    let line = verdict.to_json();
    assert_eq!(line, json!({ "method": "GET", "path": "/v1/currencies", "ok": true, "error": null, "lost": [], "changed": [] }));
}

#[test]
fn another_way_to_say_the_same_is_told_as_a_change() {
    let body = json!({ "success": true, "data": { "id": 2, "is_archived": 1, "add_time": "2026-01-31T14:05:00.000Z" } });
    let verdict = checked("GET", "/api/v2/deals/2", &body);
    assert_eq!(verdict.error, None);
    assert!(verdict.difference.is_faithful(), "{verdict:?}");
    let change = json!({ "pointer": "/data/add_time", "from": "2026-01-31T14:05:00.000Z", "to": "2026-01-31T14:05:00Z" });
    assert_eq!(verdict.to_json()["changed"], json!([change]));
}

#[test]
fn the_path_may_be_that_of_a_call() {
    let body = json!({ "success": true, "data": { "id": 42, "title": "Lamps" } });
    for path in ["/api/v2/deals/42", "/api/v2/deals/{deal}"] {
        assert_eq!(checked("GET", path, &body).error, None, "{path}");
    }
}

#[test]
fn an_unknown_path_does_not_fit() {
    let verdict = checked("GET", "/v1/lamps", &json!({}));
    assert_eq!(verdict.error.as_deref(), Some("there is no operation GET /v1/lamps"));
    assert_eq!(verdict.to_json()["ok"], json!(false));
}

#[test]
fn a_broken_line_does_not_stop_the_others() {
    let verdict = check("{ \"method\": ");
    assert!(verdict.error.is_some_and(|error| error.starts_with("the line is no JSON")));
}
