//! Any success status of a deletion means that the item is deleted, whatever the response contains.

use std::sync::{Arc, Mutex};

use pipedrive::prelude::*;
use pipedrive::{Client, Method, Mismatch, Observer, OperationInfo, test_util};
use pipedrive_mock::{Account, Fault};
use pipedrive_tests::compare::Difference;
use pipedrive_tests::examples::{example, round_trip};
use pipedrive_tests::recorder::name;
use serde_json::{Value, json};

/// An account that gives every request the same response.
fn always(status: u16, body: &str) -> Account {
    let account = Account::of_examples();
    account.inject(Fault::response(status, body));
    account
}

#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<String>>>);

impl Observer for Reports {
    fn mismatches(&self, _: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        self.0.lock().unwrap().extend(mismatches.iter().map(ToString::to_string));
    }
}

/// What a deletion may return: the name, the status, the body.
fn shapes(info: &'static OperationInfo) -> Vec<(&'static str, u16, String)> {
    let documented = example(info).unwrap_or_else(|| json!({ "success": true }));
    let bare = documented.get("data").filter(|data| data.is_object()).cloned().unwrap_or_else(|| json!({ "id": 1 }));
    vec![
        ("documented", 200, documented.to_string()),
        ("object", 200, json!({ "success": true, "data": { "id": 1 } }).to_string()),
        ("true", 200, json!({ "success": true, "data": true }).to_string()),
        ("null", 200, json!({ "success": true, "data": null }).to_string()),
        ("absent", 201, json!({ "success": true }).to_string()),
        ("bare", 202, bare.to_string()),
        ("empty", 200, String::new()),
        ("204", 204, String::new()),
        ("list", 200, json!({ "success": true, "data": [7] }).to_string()),
        ("bare list", 200, "[]".to_owned()),
        ("bare string", 200, "\"deleted\"".to_owned()),
        ("bare true", 200, "true".to_owned()),
        ("text", 200, "deleted".to_owned()),
        ("html", 200, "<html>".to_owned()),
    ]
}

fn deletions() -> impl Iterator<Item = &'static OperationInfo> {
    test_util::OPERATIONS.iter().copied().filter(|info| info.method == Method::DELETE)
}

#[tokio::test]
async fn every_deletion_with_a_success_status_succeeds() {
    let mut faults = Vec::new();
    for info in deletions() {
        for (shape, status, body) in shapes(info) {
            for strict in [false, true] {
                let transport = always(status, &body);
                let reports = Reports::default();
                let client = Client::builder().api_token("x").strict(strict).observer(reports.clone()).transport(transport);
                let result = test_util::exercise(&client.build().unwrap(), info.id, true).await.unwrap();
                match result {
                    Ok(received) => assert_eq!(received.as_u16(), status),
                    Err(error) => faults.push(format!("{}, {shape}, strict {strict}: {error}", name(info))),
                }
                let reported = !reports.0.lock().unwrap().is_empty();
                let expected = matches!(shape, "text" | "html" | "bare string" | "bare true");
                if expected && !reported {
                    faults.push(format!("{}, {shape}: not reported", name(info)));
                }
                if matches!(shape, "documented" | "null" | "absent" | "empty" | "204") && reported {
                    faults.push(format!("{}, {shape}: reported {:?}", name(info), reports.0.lock().unwrap()));
                }
            }
        }
    }
    assert!(deletions().count() > 60);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_a_deletion_returns_is_kept_and_reported() {
    for info in deletions() {
        for (shape, _, body) in shapes(info) {
            let Ok(body) = serde_json::from_str::<Value>(&body) else { continue };
            let (returned, mismatches) =
                round_trip(info, &body).unwrap_or_else(|error| panic!("{}, {shape}: {error}", name(info)));
            let difference = Difference::of(&body, &returned);
            assert!(difference.lost.is_empty(), "{}, {shape}: {body} became {returned}", name(info));
            // The id of some items is a string.
            assert!(shape == "object" || difference.is_faithful(), "{}, {shape}: {body} became {returned}", name(info));
            // An object and `true` confirm the deletion, whichever of them is documented.
            if matches!(shape, "documented" | "true" | "null" | "absent") {
                assert!(mismatches.is_empty(), "{}, {shape}: {mismatches:?}", name(info));
            }
            if shape == "bare string" {
                assert_eq!(mismatches.len(), 1, "{}: {mismatches:?}", name(info));
            }
        }
    }
}

#[tokio::test]
async fn what_is_received_instead_of_the_data_is_in_extra() {
    let client = |body: &str| Client::builder().api_token("x").transport(always(200, body)).build().unwrap();
    let response = client("{\"success\":true,\"data\":true}").v2().deals().delete(1).with_response().await.unwrap();
    assert_eq!((response.data.id, response.extra().get("data")), (None, Some(&json!(true))));
    assert!(response.mismatches().is_empty());
    let response = client("{\"id\":1,\"more\":2}").v2().deals().delete(1).with_response().await.unwrap();
    assert_eq!((response.data.id.unwrap().0, response.data.extra.get("more")), (1, Some(&json!(2))));
    assert!(response.mismatches().is_empty() && response.extra().is_empty());
    let response = client("gone for good").v2().deals().delete(1).with_response().await.unwrap();
    assert_eq!(response.extra().get("data"), Some(&json!("gone for good")));
    let response = client("{\"success\":true,\"data\":{\"id\":5}}").v1().webhooks().delete(5).with_response().await.unwrap();
    assert!(!format!("{:?}", response.data).is_empty());
    // A failure stays one.
    let error = client("{\"success\":false,\"error\":\"no\"}").v2().deals().delete(1).await.unwrap_err();
    assert_eq!(error.kind(), pipedrive::ErrorKind::Api);
}
