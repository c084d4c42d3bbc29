//! How responses are read: leniently, without losing anything.

use pipedrive::common::{DealStatus, Visibility};
use pipedrive::ids::{DealId, LabelId, OrganizationId, PersonId, UserId};
use pipedrive::v1::flow::FlowItem;
use pipedrive::v2::deals::Deal;
use pipedrive::{Date, ErrorKind, Timestamp, test_util};
use pipedrive_tests::compare::Difference;
use serde::Deserialize;
use serde_json::{Value, json};

/// Decodes a body as the response to an operation and encodes it again; the mismatches as text.
fn round_trip(path: &str, body: &str) -> Result<(Value, Vec<String>), pipedrive::Error> {
    let result = test_util::round_trip("GET", path, 200, body.as_bytes()).expect("there is such an operation");
    result.map(|(value, mismatches)| (value, mismatches.iter().map(ToString::to_string).collect()))
}

fn deal(value: &Value) -> Result<(Value, Vec<String>), pipedrive::Error> {
    let body = json!({ "success": true, "data": value }).to_string();
    round_trip("/api/v2/deals/{id}", &body).map(|(response, mismatches)| (response["data"].clone(), mismatches))
}

fn read(value: &Value) -> Deal {
    Deal::deserialize(value).expect("a deal")
}

fn written(deal: &Deal) -> Value {
    serde_json::to_value(deal).expect("deals can be written")
}

#[test]
fn a_deal_loses_nothing() {
    let value =
        json!({ "id": 1, "title": "x", "value": 5000, "unknown": null, "more": {"a": [1]}, "custom_fields": {"k": null} });
    assert_eq!(deal(&value).unwrap(), (value, vec![]));
}

#[test]
fn wrong_types_are_kept_and_counted() {
    let value = json!({
        "id": 1, "title": {"a": 1}, "value": "much", "label_ids": [1, "x", null, 3, {"a": 1}], "add_time": "soon",
        "custom_fields": "none", "is_deleted": 2, "close_time": "0000-00-00 00:00:00", "won_time": "", "expected_close_date": "0000-00-00",
    });
    let (again, mismatches) = deal(&value).unwrap();
    assert_eq!(again, value);
    assert_eq!(
        mismatches,
        [
            "`data.title`: expected a string, found an object",
            "`data.value`: expected a number, found a string",
            "`data.label_ids[1]`: expected an id, found a string",
            "`data.label_ids[4]`: expected an id, found an object",
            "`data.add_time`: expected a date and time, found a string",
            "`data.custom_fields`: expected an object, found a string",
            "`data.is_deleted`: expected a boolean, found an integer",
        ]
    );
    let deal = read(&value);
    assert_eq!(
        (deal.label_ids.as_slice(), deal.title.as_ref(), deal.close_time),
        ([LabelId(1), LabelId(3)].as_slice(), None, None)
    );
    assert_eq!(deal.extra.get("label_ids/1"), Some(&json!("x")));
    assert_eq!(deal.extra.get("close_time"), Some(&json!("0000-00-00 00:00:00")));
}

#[test]
fn loose_types_are_accepted() {
    let value = json!({
        "id": "7", "title": 12, "value": "12.5", "is_deleted": 0, "is_archived": "1", "add_time": "2026-01-31 14:05:00",
        "owner_id": {"id": 3, "value": 4}, "person_id": {"id": "5"}, "org_id": "", "status": "dormant", "visible_to": "3", "probability": 50.0,
        "expected_close_date": "2026-02-01T00:00:00.000Z", "products_count": 2.0,
    });
    let deal = read(&value);
    assert_eq!(deal.id, DealId(7));
    assert_eq!(deal.title.as_deref(), Some("12"));
    assert_eq!((deal.value, deal.is_deleted, deal.is_archived), (Some(12.5), Some(false), Some(true)));
    assert_eq!(deal.add_time, Some("2026-01-31T14:05:00Z".parse::<Timestamp>().unwrap()));
    assert_eq!((deal.owner_id, deal.person_id, deal.org_id), (Some(UserId(4)), Some(PersonId(5)), None));
    assert_eq!(deal.status.as_ref().map(ToString::to_string).as_deref(), Some("dormant"));
    assert_eq!(deal.visible_to, Some(Visibility::Group));
    assert_eq!(deal.expected_close_date, Some("2026-02-01".parse::<Date>().unwrap()));
    assert_eq!(deal.products_count, Some(2));
    assert_eq!(DealStatus::from("won"), DealStatus::Won);
}

#[test]
fn what_is_proven_must_be_there() {
    for (value, path) in [
        (json!({}), "data.id"),
        (json!({"id": null}), "data.id"),
        (json!({"id": {}}), "data.id"),
        (json!("x"), "data"),
        (Value::Null, "data"),
    ] {
        let error = deal(&value).unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{value}: {error}");
    }
    let body = json!({"success": true, "data": [{"id": 1}, {"title": "x"}, null, {"id": "?", "title": "y"}, {"id": 2}, 5]});
    let (again, mismatches) = round_trip("/api/v2/deals", &body.to_string()).unwrap();
    assert_eq!(again, body);
    let paths: Vec<_> = mismatches.iter().filter_map(|mismatch| mismatch.split(':').next()).collect();
    assert_eq!(paths, ["`data[1].id`", "`data[3].id`", "`data[5]`"]);
}

#[test]
fn flow_items_are_told_apart() {
    let items = json!([
        {"object": "activity", "timestamp": "2026-01-31 14:05:00", "data": {"id": 1, "subject": "call"}},
        {"object": "telepathy", "data": {"deep": [1, {"a": null}]}},
        {"timestamp": "x"},
    ]);
    let read: Vec<FlowItem> = serde_json::from_value(items.clone()).unwrap();
    assert!(matches!(&read[0], FlowItem::Activity(_)));
    assert!(matches!(&read[1], FlowItem::Other(item) if item.tag() == Some("telepathy")));
    assert!(matches!(&read[2], FlowItem::Other(item) if item.tag().is_none()));
    assert_eq!(serde_json::to_value(read).unwrap(), items);
}

#[test]
fn links_are_ids_or_objects() {
    for org in [json!(5), json!({"name": "Lamps", "value": 5, "people_count": 1})] {
        let deal: pipedrive::v1::deals::Deal = serde_json::from_value(json!({"id": 1, "org_id": org})).unwrap();
        assert_eq!(deal.org_id.as_ref().map(|org| *org.id()), Some(OrganizationId(5)));
        assert_eq!(serde_json::to_value(&deal).unwrap()["org_id"], org);
    }
    let key = "0123456789abcdef0123456789abcdef01234567";
    let deal: pipedrive::v1::deals::Deal =
        serde_json::from_value(json!({"id": 1, key: "12.5", format!("{key}_currency"): "EUR", "other": 1})).unwrap();
    let money = deal.custom_fields.money(key).unwrap();
    assert_eq!((money.value, money.currency.as_deref()), (12.5, Some("EUR")));
    assert_eq!(deal.extra.len(), 1);
    assert_eq!(serde_json::to_value(&deal).unwrap().as_object().unwrap().len(), 4);
}

/// Forms that say more than the value, or say it in a way that would not be written: they are written as they came.
#[test]
fn unusual_forms_are_kept() {
    let value = json!({
        "id": {"value": 7, "name": "the deal"},
        "owner_id": {"id": 3, "value": 4, "email": "ada@lamps.example"},
        "add_time": "2026-01-31 14:05:00",
        "update_time": "2026-01-31T15:05:00+01:00",
        "expected_close_date": "2026-02-01T00:00:00.000Z",
        "value": 9_007_199_254_740_993_i64,
        "probability": " 50 ", "is_deleted": 1, "title": 7, "visible_to": "3", "products_count": "2", "activities_count": 5.0,
        "label_ids": [1, {"id": 2, "label": "HOT"}, "x", 3],
    });
    let (again, mismatches) = deal(&value).unwrap();
    assert_eq!(again, value);
    assert_eq!(mismatches, ["`data.label_ids[2]`: expected an id, found a string"]);

    let mut deal = read(&value);
    assert_eq!((deal.id, deal.owner_id, deal.probability), (DealId(7), Some(UserId(4)), Some(50.0)));
    assert_eq!(deal.label_ids, [LabelId(1), LabelId(2), LabelId(3)]);
    assert_eq!(deal.extra.get("owner_id"), Some(&value["owner_id"]));
    assert_eq!(deal.extra.get("label_ids/1"), Some(&value["label_ids"][1]));
    assert_eq!(written(&deal), value);

    // What has been given another value is written as that value.
    deal.id = DealId(8);
    deal.owner_id = None;
    deal.add_time = deal.update_time;
    deal.update_time = Some("2027-01-01T00:00:00Z".parse().unwrap());
    deal.label_ids.remove(1);
    let now = written(&deal);
    assert_eq!((&now["id"], now.get("owner_id")), (&json!(8), None));
    // The same moment as before, so the form in which it came stands.
    assert_eq!((&now["add_time"], &now["update_time"]), (&value["add_time"], &json!("2027-01-01T00:00:00Z")));
    assert_eq!(now["label_ids"], json!([1, 3, "x"]));
}

#[test]
fn usual_forms_are_not_kept() {
    let value = json!({
        "id": 1, "value": 12.5, "probability": 50, "add_time": "2026-01-31T14:05:00Z", "update_time": "2026-01-31T14:05:00.000Z",
        "won_time": "2026-01-31T14:05:00.125Z", "expected_close_date": "2026-02-01", "is_deleted": false, "owner_id": 5,
    });
    let deal = read(&value);
    assert!(deal.extra.is_empty(), "{:?}", deal.extra);
    assert!(Difference::of(&value, &written(&deal)).is_faithful());
}

#[test]
fn numbers_keep_all_their_digits() {
    for number in ["0.30000000000000004", "1234.5600000000002", "1e300", "5e-324", "-0.1"] {
        let deal: Deal = serde_json::from_str(&format!("{{\"id\":1,\"value\":{number}}}")).unwrap();
        assert_eq!(deal.value, number.parse().ok(), "{number}");
        assert_eq!(written(&deal)["value"].as_f64(), number.parse().ok(), "{number}");
    }
}

#[test]
fn responses_without_anything_are_lists_without_items() {
    for body in ["", " ", "{}", "null", r#"{"success":true}"#] {
        let list = round_trip("/api/v2/deals", body);
        let one = round_trip("/api/v2/deals/{id}", body).unwrap_err();
        assert_eq!(one.kind(), ErrorKind::Decode, "{body:?}: {one}");
        assert_eq!(list.is_ok(), body != "null", "{body:?}");
    }
}

/// What the API is known to do is understood, kept as it came, and no mismatch.
#[test]
fn known_quirks_are_understood() {
    const DEAL: &str = "/v1/deals/{id}";
    const MOMENT: &str = "2026-01-31 14:05:00";
    let cases = [
        // Several ways of writing times, and of saying that there is none.
        (DEAL, json!({ "add_time": MOMENT }), "/add_time", json!(MOMENT)),
        (DEAL, json!({ "add_time": "2026-01-31T14:05:00Z" }), "/add_time", json!(MOMENT)),
        (DEAL, json!({ "add_time": "2026-01-31T14:05:00.000Z" }), "/add_time", json!(MOMENT)),
        (DEAL, json!({ "add_time": "2026-01-31 14:05" }), "/add_time", json!(MOMENT)),
        (DEAL, json!({ "first_won_time": "0000-00-00 00:00:00" }), "/first_won_time", Value::Null),
        (DEAL, json!({ "expected_close_date": "0000-00-00" }), "/expected_close_date", Value::Null),
        (DEAL, json!({ "won_time": "" }), "/won_time", Value::Null),
        (DEAL, json!({ "next_activity_time": "14:05" }), "/next_activity_time", json!("14:05:00")),
        (DEAL, json!({ "next_activity_time": "14:05:00" }), "/next_activity_time", json!("14:05:00")),
        (DEAL, json!({ "next_activity_duration": "01:30" }), "/next_activity_duration", json!("01:30:00")),
        (DEAL, json!({ "next_activity_duration": "0" }), "/next_activity_duration", json!("00:00:00")),
        // Booleans as numbers and as text, the other way about too.
        (DEAL, json!({ "active": 1 }), "/active", json!(true)),
        (DEAL, json!({ "active": "0" }), "/active", json!(false)),
        ("/v1/mailbox/mailMessages/{id}", json!({ "read_flag": 1 }), "/read_flag", json!(1)),
        ("/v1/mailbox/mailMessages/{id}", json!({ "read_flag": true }), "/read_flag", json!(1)),
        // Ids as numbers, as text, as objects.
        (DEAL, json!({ "org_id": 5 }), "/org_id", json!(5)),
        (DEAL, json!({ "org_id": "5" }), "/org_id", json!(5)),
        (DEAL, json!({ "org_id": { "value": 5, "name": "Lamps" } }), "/org_id/name", json!("Lamps")),
        (DEAL, json!({ "user_id": { "id": 7, "name": "Ada" } }), "/user_id/name", json!("Ada")),
        (DEAL, json!({ "person_id": null }), "/person_id", Value::Null),
        ("/v1/notes/{id}", json!({ "deal_id": { "value": 5 } }), "/deal_id", json!(5)),
        // Numbers as text and texts as numbers.
        (DEAL, json!({ "visible_to": 3 }), "/visible_to", json!("3")),
        ("/api/v2/deals/{id}", json!({ "visible_to": "3" }), "/visible_to", json!(3)),
        (DEAL, json!({ "label": "2,3" }), "/label", json!("2,3")),
        (DEAL, json!({ "label": 2 }), "/label", json!(2)),
        (DEAL, json!({ "value": "12.50" }), "/value", json!(12.5)),
        ("/api/v2/products/{id}", json!({ "category": 4 }), "/category", json!(4)),
        ("/api/v2/products/{id}", json!({ "category": "Lamps" }), "/category", json!("Lamps")),
        ("/v1/callLogs/{id}", json!({ "duration": 384 }), "/duration", json!("384")),
        // An integer that becomes a number, and null where there was none.
        ("/api/v2/deals/{id}", json!({ "products_count": 2.0 }), "/products_count", json!(2)),
        ("/api/v2/stages/{id}", json!({ "order_nr": null }), "/order_nr", Value::Null),
        // PHP's empty map.
        ("/v1/deals/summary", json!({ "values_total": [] }), "/values_total", Value::Null),
        ("/v1/deals/summary", json!({ "values_total": { "EUR": { "value": null } } }), "/values_total/EUR", json!({})),
        ("/api/v2/deals/{id}", json!({ "custom_fields": [] }), "/custom_fields", Value::Null),
        // Addresses of persons, none of them and one that is empty.
        ("/v1/persons/{id}", json!({ "email": [] }), "/email", Value::Null),
        (
            "/v1/persons/{id}",
            json!({ "email": [{ "value": "", "primary": true }] }),
            "/email/0",
            json!({ "value": "", "primary": true }),
        ),
        // Documented nowhere.
        (DEAL, json!({ "is_selected": 3 }), "/is_selected", Value::Null),
    ];
    for (path, mut data, pointer, expected) in cases {
        data["id"] = if path.contains("callLogs") { json!("a1") } else { json!(1) };
        let body = json!({ "success": true, "data": data, "related_objects": [] });
        let (returned, mismatches) = round_trip(path, &body.to_string()).unwrap();
        assert!(mismatches.is_empty(), "{data}: {mismatches:?}");
        assert!(Difference::of(&body, &returned).is_faithful(), "{data}: {returned}");
        let typed = test_util::typed_round_trip("GET", path, 200, body.to_string().as_bytes()).unwrap().unwrap();
        assert_eq!(typed["data"].pointer(pointer).unwrap_or(&Value::Null), &expected, "{data}: {typed}");
    }
}

/// Maps of things by kind and id, any of which may be new or odd.
#[test]
fn related_objects_are_there_by_kind_and_id() {
    let body = json!({ "success": true, "data": [], "related_objects": {
        "organization": [], "person": { "1598": { "name": "Ada" }, "x": 7 }, "stage": null, "telepathy": {}, "user": "?",
    } });
    let (returned, mismatches) = round_trip("/v1/deals", &body.to_string()).unwrap();
    assert_eq!(returned, body);
    assert_eq!(mismatches, ["`related_objects.user`: expected an object, found a string"]);
}

/// Neither the parser nor the types may be brought to exhaust the stack. What is too deep is kept as text.
#[test]
fn deep_nesting_is_cut() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let lists = deep("[", "]");
    for (path, value, reported) in [
        ("/api/v2/deals/{id}", format!("{{\"id\":1,\"title\":{lists}}}"), "`data.title`: "),
        ("/api/v2/deals/{id}", format!("{{\"id\":1,\"unknown\":{lists}}}"), "`data.unknown[0][0]"),
        ("/api/v2/deals/{id}", format!("{{\"id\":1,\"custom_fields\":{}}}", deep("{\"a\":", "}")), "`data.custom_fields.a.a"),
        ("/v1/deals/{id}", format!("{{\"id\":1,\"org_id\":{}}}", deep("{\"value\":", "}")), "`data.org_id.value`: "),
        ("/v1/deals/{id}/flow", format!("[{}]", deep("{\"object\":\"deal\",\"data\":", "}")), "`data[0].data.data"),
        ("/v1/deals/{id}/flow", format!("[{{\"object\":\"deal\",\"data\":{lists}}}]"), "`data[0].data`: "),
    ] {
        let (again, mismatches) = round_trip(path, &format!("{{\"success\":true,\"data\":{value}}}")).unwrap();
        assert!(mismatches.iter().any(|mismatch| mismatch.starts_with(reported)), "{path}: {mismatches:?}");
        // Whatever is opened is still there, if only as text.
        let opened = |text: &str| text.matches(['[', '{']).count();
        assert_eq!(opened(&again.to_string()), opened(&value) + 1, "{path}");
    }
    let error = round_trip("/api/v2/deals/{id}", &format!("{{\"success\":true,\"data\":{lists}}}")).unwrap_err();
    assert_eq!(error.json_path(), Some("data"));
    let said = test_util::round_trip("GET", "/api/v2/deals", 400, lists.as_bytes()).unwrap().unwrap_err();
    assert_eq!((said.kind(), said.api()), (ErrorKind::BadRequest, None));
}
