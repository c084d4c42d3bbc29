//! The items of events, in their types.

use pipedrive::ids::{DealId, LeadId, NoteId};
use pipedrive::webhooks::{Action, Event, Item, WebhookItem};
use pipedrive::{ApiVersion, ErrorKind, Mismatch};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{COLOUR, deal_v1, deal_v2, event};

const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";

fn pointers(mismatches: &[Mismatch]) -> Vec<String> {
    mismatches.iter().map(Mismatch::pointer).collect()
}

fn parse(body: &Value) -> Event {
    Event::parse(body.to_string().as_bytes()).unwrap()
}

#[test]
fn a_deal_of_each_version() {
    let Item::Deal(change) = event(&deal_v2()).item().unwrap() else { panic!("not a deal") };
    assert_eq!((change.action, change.id), (Some(Action::Change), Some(DealId(96))));
    let (before, now) = (change.before.unwrap(), change.now.unwrap());
    assert_eq!((before.stage_id.unwrap().0, now.stage_id.unwrap().0), (2, 3));
    assert_eq!(before.title, now.title);

    let Item::DealV1(change) = event(&deal_v1()).item().unwrap() else { panic!("not a deal") };
    assert_eq!((change.action, change.id), (Some(Action::Change), Some(DealId(96))));
    let (before, now) = (change.before.unwrap(), change.now.unwrap());
    assert_eq!((before.custom_fields.option_id(COLOUR), now.custom_fields.option_id(COLOUR)), (Some(16), Some(17)));
}

#[test]
fn custom_fields_of_a_lead() {
    const TEXT: &str = "a1f443f570fc497f809f07309cd3a6903ffe8963";
    let body = json!({
        "meta": { "action": "change", "entity": "lead", "entity_id": LEAD, "version": "2.0" },
        "data": {
            "id": LEAD, "title": "A lamp shop",
            "custom_fields": { COLOUR: { "type": "enum", "id": 3 }, TEXT: { "type": "varchar", "value": "brass" } }
        },
        "previous": { "custom_fields": { COLOUR: { "type": "enum", "id": 2 } } }
    });
    let event = event(&body);
    let Item::Lead(change) = event.item().unwrap() else { panic!("not a lead") };
    assert_eq!(change.id, Some(LeadId(LEAD.to_owned())));
    let (before, now) = (change.before.unwrap(), change.now.unwrap());
    assert_eq!((before.custom_fields.option_id(COLOUR), now.custom_fields.option_id(COLOUR)), (Some(2), Some(3)));
    assert_eq!((before.custom_fields.text(TEXT), now.custom_fields.text(TEXT)), (Some("brass"), Some("brass")));
    assert_eq!(event.data_as::<pipedrive::v2::leads::Lead>().unwrap().as_ref(), Some(&*now));
}

#[test]
fn created_and_deleted_items_have_one_state() {
    let body = |action: &str, data: Value, previous: Value| json!({ "meta": { "version": "2.0", "entity": "note", "entity_id": "7", "action": action }, "data": data, "previous": previous });
    let note = json!({ "id": 7, "content": "<p>brass</p>" });
    let Item::Note(change) = event(&body("create", note.clone(), Value::Null)).item().unwrap() else { panic!("not a note") };
    assert_eq!((change.id, change.now.is_some(), change.before.is_some()), (Some(NoteId(7)), true, false));
    let Item::Note(change) = event(&body("delete", Value::Null, note)).item().unwrap() else { panic!("not a note") };
    assert_eq!((change.now.is_some(), change.before.unwrap().content.as_deref()), (false, Some("<p>brass</p>")));
}

#[test]
fn an_unknown_item_is_json() {
    let body = json!({ "meta": { "version": "2.0", "entity": "lamp", "entity_id": 5 }, "data": { "a": 2 }, "previous": { "a": 1, "b": [] } });
    let Item::Other(change) = event(&body).item().unwrap() else { panic!("not unknown") };
    assert_eq!((change.id.as_deref(), *change.now.unwrap()), (Some("5"), json!({ "a": 2 })));
    assert_eq!(*change.before.unwrap(), json!({ "a": 1, "b": [] }));
    // The names of one version mean nothing in the other.
    let body = json!({ "meta": { "v": 1, "object": "deal_product" }, "v": 1, "current": {}, "previous": null });
    assert!(matches!(event(&body).item().unwrap(), Item::Other(_)));
}

#[test]
fn every_entity_of_the_description_has_a_variant() {
    let document = std::fs::read_to_string(pipedrive_tests::examples::root().join("spec/openapi.yaml")).unwrap();
    let items = document.lines().skip_while(|line| *line != "x-webhook-items:").skip(1).take_while(|line| line.starts_with(' '));
    let (mut version, mut count) = (String::new(), 0);
    for line in items {
        let Some((entity, _)) = line.trim().split_once(": {") else {
            line.trim().trim_end_matches(':').clone_into(&mut version);
            continue;
        };
        let body = match version.as_str() {
            "v1" => json!({ "v": 1, "meta": { "object": entity } }),
            _ => json!({ "meta": { "version": "2.0", "entity": entity } }),
        };
        assert!(!matches!(event(&body).item().unwrap(), Item::Other(_)), "{version} {entity}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_wrong_type_is_an_error() {
    let body =
        json!({ "meta": { "version": "2.0", "entity": "person", "entity_id": 8 }, "data": { "id": 8 }, "previous": { "id": 8 } });
    let event = event(&body);
    for error in [
        event.data_as::<pipedrive::v2::deals::Deal>().unwrap_err(),
        event.previous_as::<pipedrive::v2::deals::Deal>().unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Event);
        assert_eq!(
            error.to_string(),
            "cannot decode webhook event: the event of version 2 is about `person`, but `pipedrive::v2::deals::Deal` is the type of \
             `deal` in version 2: match on `item()`, or check `entity()` first"
        );
    }
    assert!(event.data_as::<pipedrive::v1::persons::Person>().is_err(), "that of the other version");
    assert!(event.data_as::<pipedrive::v2::persons::Person>().unwrap().is_some());
    assert_eq!(event.data_as::<Value>().unwrap(), Some(json!({ "id": 8 })));
    // Without an entity, nothing is known about the item.
    let event = super::event(&json!({ "meta": { "version": "2.0" }, "data": { "id": 8 } }));
    assert!(event.data_as::<pipedrive::v2::deals::Deal>().is_err());
    assert!(event.data_json::<pipedrive::v2::deals::Deal>().unwrap().is_some());
}

#[test]
fn types_of_users() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Titled {
        title: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct MyDeal {
        title: String,
    }

    impl WebhookItem for MyDeal {
        type Id = i64;
        const KINDS: &'static [(ApiVersion, &'static str)] = &[(ApiVersion::V2, "deal"), (ApiVersion::V1, "deal")];
    }

    let title = "Forty brass lamps".to_owned();
    for body in [deal_v1(), deal_v2()] {
        let event = event(&body);
        assert_eq!(event.data_json().unwrap(), Some(Titled { title: title.clone() }));
        assert_eq!(event.previous_json().unwrap(), Some(Titled { title: title.clone() }));
        assert_eq!(event.previous_as().unwrap(), Some(MyDeal { title: title.clone() }));
    }
    let person = event(&json!({ "meta": { "version": "2.0", "entity": "person" }, "data": { "id": 8, "title": "x" } }));
    assert!(person.data_as::<MyDeal>().is_err());
}

#[test]
fn mismatches_of_the_item() {
    let mut body = deal_v2();
    body["meta"]["attempt"] = json!("often");
    body["data"]["value"] = json!({ "amount": 1 });
    body["data"]["label_ids"] = json!([4, "red"]);
    body["previous"]["stage_id"] = json!("second");
    let event = parse(&body);
    let mut found = pointers(event.mismatches());
    found.sort();
    assert_eq!(found, ["/data/label_ids/1", "/data/value", "/meta/attempt", "/previous/stage_id"]);
    let Item::Deal(change) = event.item().unwrap() else { panic!("not a deal") };
    let mut found = pointers(change.mismatches());
    found.sort();
    assert_eq!(found, ["/data/label_ids/1", "/data/value", "/previous/stage_id"]);
    assert_eq!(change.now.unwrap().extra.get("value"), Some(&json!({ "amount": 1 })));
    assert_eq!(serde_json::to_value(&event).unwrap(), body);

    let mut body = deal_v1();
    body["current"]["stage_id"] = json!([]);
    body["previous"]["stage_id"] = json!([]);
    assert_eq!(pointers(parse(&body).mismatches()), ["/current/stage_id", "/previous/stage_id"]);
    let body = json!({ "v": 1, "meta": { "object": "user" }, "current": [{ "id": 1, "name": {} }], "previous": [{ "id": 1, "name": [] }] });
    assert_eq!(pointers(parse(&body).mismatches()).len(), 2, "{:?}", parse(&body).mismatches());
    assert!(pointers(parse(&body).mismatches()).iter().all(|pointer| pointer.ends_with("/0/name")));
}

#[test]
fn an_item_that_cannot_be_read() {
    let mut body = deal_v2();
    body["data"].as_object_mut().unwrap().remove("id");
    let event = parse(&body);
    assert_eq!(pointers(event.mismatches()), ["/data/id"]);
    let error = event.item().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Event);
    assert!(error.to_string().starts_with("cannot decode webhook event: `data.id`: missing required field"), "{error}");
    assert_eq!(event.data_json::<Value>().unwrap().unwrap()["title"], "Forty brass lamps");

    let body = json!({ "meta": { "version": "2.0", "entity": "deal" }, "data": 5 });
    assert_eq!(pointers(parse(&body).mismatches()), ["/data"]);
    assert!(parse(&body).item().is_err());
}

#[test]
fn serializing_returns_the_received_json() {
    let bodies = [
        json!({ "meta": { "action": "create", "entity": "deal", "entity_id": "8", "company_id": "1", "version": "2.0", "webhook_id": "3" }, "data": { "id": 8 }, "previous": null }),
        json!({ "meta": { "version": 2, "timestamp": 17, "is_bulk_edit": 1, "x": null, "permitted_user_ids": ["*", 7] }, "data": [], "more": {} }),
        json!({ "v": "1", "meta": { "v": null, "id": "007", "timestamp": "17" }, "retry": "0", "current": [], "previous": null }),
    ];
    for body in bodies {
        assert_eq!(serde_json::to_value(parse(&body)).unwrap(), body);
    }
}
