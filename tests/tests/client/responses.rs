//! The checks of captured responses and events by `check-responses`.

use pipedrive_tests::compare::Difference;
use pipedrive_tests::responses::{Verdict, check, check_event};
use serde_json::{Value, json};

/// Checks a response of an operation.
fn checked(method: &str, path: &str, body: &Value) -> Verdict {
    check(&json!({ "method": method, "path": path, "status": 200, "body": body }).to_string())
}

#[test]
fn a_matching_response() {
    let body = json!({ "success": true, "data": [{ "id": 2, "code": "EUR", "name": "Euro" }] });
    let line = checked("GET", "/v1/currencies", &body).to_json();
    assert_eq!(
        line,
        json!({
            "method": "GET", "path": "/v1/currencies", "ok": true, "error": null,
            "lost": [], "changed": [], "mismatches": [], "unknown": []
        })
    );
}

#[test]
fn an_equivalent_value_is_a_change() {
    let body = json!({ "success": true, "data": { "id": 2, "is_archived": 1, "add_time": "2026-01-31T14:05:00.000Z" } });
    let verdict = checked("GET", "/api/v2/deals/2", &body);
    assert_eq!(verdict.error, None);
    assert!(verdict.difference.is_faithful(), "{verdict:?}");
    let change = json!({ "pointer": "/data/add_time", "from": "2026-01-31T14:05:00.000Z", "to": "2026-01-31T14:05:00Z" });
    assert_eq!(verdict.to_json()["changed"], json!([change]));
}

#[test]
fn mismatches_have_pointers() {
    let body = json!({ "success": true, "data": [{ "id": 2, "code": { "a/b": 1 }, "name": [] }] });
    let verdict = checked("GET", "/v1/currencies", &body);
    assert_eq!(verdict.difference, Difference::default());
    assert_eq!(
        verdict.to_json()["mismatches"],
        json!([
            { "pointer": "/data/0/code", "expected": "a string", "found": "an object" },
            { "pointer": "/data/0/name", "expected": "a string", "found": "a list" }
        ])
    );
    assert_eq!(verdict.unknown, [""; 0]);
}

#[test]
fn unknown_keys_have_pointers() {
    let key = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
    // Null, blank and mismatched values of known fields are known. So are custom fields.
    let body = json!({
        "success": true,
        "data": {
            "id": 42, "title": null, "close_time": "", "value": [], "never/seen": { "a": [1] }, "label_ids": [1, "x"],
            "custom_fields": { key: { "x": 1 } }
        },
        "novel": null,
        "additional_data": { "next_cursor": null, "novel": 1 },
        "related_objects": { "lamp": { "1": { "novel": 1 } } }
    });
    assert_eq!(checked("GET", "/api/v2/deals/42", &body).unknown, ["/data/never~1seen", "/novel", "/additional_data/novel"]);
    let body = json!({ "success": true, "data": { "id": 42, key: "1", (format!("{key}_currency")): "EUR", (key[1..]): "x" } });
    assert_eq!(checked("GET", "/v1/deals/42", &body).unknown, [format!("/data/{}", &key[1..])]);
}

#[test]
fn keys_in_nested_objects_and_lists_are_unknown() {
    let person = json!({ "value": 7, "name": "Ada", "novel": 1 });
    let body = json!({ "success": true, "data": [{ "id": 42 }, { "id": 43, "person_id": person }] });
    assert_eq!(checked("GET", "/v1/deals", &body).unknown, ["/data/1/person_id/novel"]);
    let recents = json!([{ "item": "deal", "id": 1, "data": { "id": 1, "novel": 1 } }, { "item": "lamp", "id": 1, "data": {} }]);
    let verdict = checked("GET", "/v1/recents", &json!({ "success": true, "data": recents }));
    assert_eq!(verdict.unknown, ["/data/0/data/novel"]);
}

#[test]
fn the_description_knows_parts_of_envelopes() {
    let body = json!({
        "success": true,
        "data": [],
        "additional_data": {
            "since_timestamp": "2026-01-01 00:00:00", "last_timestamp_on_page": "2026-01-01 00:00:00", "novel": 1,
            "pagination": { "start": 0, "limit": 1, "more_items_in_collection": false, "novel": 1 }
        }
    });
    let mut unknown = checked("GET", "/v1/recents", &body).unknown;
    unknown.sort();
    assert_eq!(unknown, ["/additional_data/novel", "/additional_data/pagination/novel"]);
    let body = json!({ "success": true, "status": "ok", "data": [], "novel": 1 });
    assert_eq!(checked("GET", "/v1/webhooks", &body).unknown, ["/novel"]);
    let user = json!({ "8": { "id": 8, "name": "Ada", "novel": 1 } });
    let body = json!({ "success": true, "data": [], "related_objects": { "user": user } });
    assert_eq!(checked("GET", "/v1/deals", &body).unknown, ["/related_objects/user/8/novel"]);
    let body =
        json!({ "success": true, "data": [], "additional_data": { "start": 0, "limit": 1, "more_items_in_collection": false } });
    assert_eq!(checked("GET", "/v1/leads", &body).unknown, [""; 0]);
}

#[test]
fn errors_and_other_operations() {
    // A failed request has no type, so nothing in its response is unknown.
    let line = json!({ "method": "GET", "path": "/v1/leads", "status": 400, "body": { "success": false, "novel": 1 } });
    let verdict = check(&line.to_string());
    assert_eq!((verdict.error, verdict.unknown.len(), verdict.difference), (None, 0, Difference::default()));
    // Unknown keys of one response are not reported with the next one.
    let body = json!({ "success": true, "data": { "id": 42 } });
    assert_eq!(checked("GET", "/api/v2/deals/42", &body).unknown, [""; 0]);
}

#[test]
fn the_path_may_be_that_of_a_request() {
    let body = json!({ "success": true, "data": { "id": 42, "title": "Lamps" } });
    for path in ["/api/v2/deals/42", "/api/v2/deals/{deal}"] {
        assert_eq!(checked("GET", path, &body).error, None, "{path}");
    }
}

#[test]
fn an_unknown_path_is_an_error() {
    let verdict = checked("GET", "/v1/lamps", &json!({}));
    assert_eq!(verdict.error.as_deref(), Some("unknown operation GET /v1/lamps"));
    assert_eq!(verdict.to_json()["ok"], json!(false));
}

#[test]
fn an_invalid_line_is_an_error() {
    for verdict in [check("{ \"method\": "), check_event("{ \"meta\": ")] {
        assert!(verdict.error.is_some_and(|error| error.starts_with("invalid JSON")));
    }
}

#[test]
fn an_event_is_checked_with_its_item() {
    let event = json!({
        "meta": { "version": "2.0", "entity": "deal", "action": "change", "entity_id": "8", "novel": 1, "attempt": [] },
        "data": { "id": 8, "novel": 1, "title": {}, "custom_fields": { "x": 1 } },
        "previous": { "title": [], "older": 1 }
    });
    let line = check_event(&event.to_string()).to_json();
    assert_eq!(
        line,
        json!({
            "entity": "deal", "action": "change", "ok": true, "error": null, "lost": [], "changed": [],
            "mismatches": [
                { "pointer": "/meta/attempt", "expected": "an integer", "found": "a list" },
                { "pointer": "/data/title", "expected": "a string", "found": "an object" },
                { "pointer": "/previous/title", "expected": "a string", "found": "a list" }
            ],
            "unknown": ["/meta/novel", "/data/novel", "/previous/older"]
        })
    );
    assert_eq!(check_event(&json!({ "body": event }).to_string()).to_json(), line);
}

#[test]
fn an_item_without_a_type_is_unknown() {
    let event = json!({ "meta": { "version": "2.0", "entity": "lamp" }, "data": { "id": 8 }, "previous": null });
    assert_eq!(check_event(&event.to_string()).unknown, ["/data"]);
    let event = json!({ "v": 1, "meta": { "object": "deal" }, "current": { "id": 8, "novel": 1 }, "previous": null });
    assert_eq!(check_event(&event.to_string()).unknown, ["/current/novel"]);
    assert!(check_event("{}").error.is_some());
}
