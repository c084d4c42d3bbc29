//! Events of both versions, and the notification that an app was uninstalled.

use pipedrive::ids::{DealId, LeadId};
use pipedrive::v2::deals::Deal;
use pipedrive::webhooks::{Action, ChangeSource, Entity, Event, Origin, PermittedUsers, Uninstall};
use pipedrive::{ErrorKind, IntOrString, Money};
use pipedrive_tests::compare::Difference;
use serde_json::{Value, json};

use super::{COLOUR, DEPOSIT, deal_v1, deal_v2, event, time};

/// Returns the ids of the users who may see an item.
fn permitted(users: Option<&PermittedUsers>) -> Option<&[i64]> {
    users?.ids()
}

#[test]
fn a_change_in_version_2() {
    let event = event(&deal_v2());
    assert_eq!((event.action(), event.entity()), (Some(&Action::Change), Some(&Entity::Deal)));
    assert_eq!((event.entity_id(), event.entity_id_as()), (Some(&IntOrString::Int(96)), Some(DealId(96))));
    assert_eq!((event.company_id(), event.user_id(), event.webhook_id()), (Some(771), Some(12), Some(5521)));
    assert_eq!((event.attempt(), event.is_retry(), event.is_bulk()), (Some(1), false, false));
    assert_eq!(event.timestamp(), Some(time("2026-03-04T05:06:07.891Z")));
    assert_eq!(event.delivery_id(), Some("2f0b6f0e-5c1c-4f0d-9b5e-6a1f2c3d4e5f"));

    let now: Deal = event.data_as().unwrap().unwrap();
    let before: Deal = event.previous_as().unwrap().unwrap();
    assert_eq!((now.id, now.title.as_deref()), (before.id, before.title.as_deref()));
    assert_eq!(now.stage_id.zip(before.stage_id).map(|(now, before)| (now.0, before.0)), Some((3, 2)));
    assert_eq!((now.person_id, before.person_id.map(|id| id.0)), (None, Some(31)));
    // Events have a form of custom fields of their own. Unchanged fields have the same value before and after the change.
    assert_eq!((now.custom_fields.option_id(COLOUR), before.custom_fields.option_id(COLOUR)), (Some(17), Some(16)));
    assert_eq!(before.custom_fields.money(DEPOSIT), now.custom_fields.money(DEPOSIT));
    assert_eq!(now.custom_fields.money(DEPOSIT), Some(Money::new(500.5, "EUR")));

    let event = event.v2().unwrap();
    let meta = &event.meta;
    assert_eq!((meta.change_source.as_ref(), meta.origin.as_ref()), (Some(&ChangeSource::App), Some(&Origin::General)));
    assert_eq!((permitted(meta.permitted_user_ids.as_ref()), meta.webhook_owner_id), (Some(&[12, 13][..]), Some(13)));
    assert_eq!((meta.host.as_deref(), meta.version.as_deref()), (Some("lamps.pipedrive.com"), Some("2.0")));
    assert!(meta.correlation_id.is_some() && event.extra.is_empty());
    // Numbers that are sent as strings are kept as such.
    let kept: Vec<&str> = meta.extra.iter().map(|(name, _)| name).collect();
    assert_eq!(kept, ["entity_id", "company_id", "user_id", "webhook_id", "webhook_owner_id", "permitted_user_ids"]);
    assert_eq!(event.previous.as_ref().unwrap()["stage_id"], 2);
}

#[test]
fn a_change_in_version_1() {
    let event = event(&deal_v1());
    assert_eq!((event.action(), event.entity()), (Some(&Action::Change), Some(&Entity::Deal)));
    assert_eq!((event.entity_id(), event.entity_id_as()), (Some(&IntOrString::Int(96)), Some(DealId(96))));
    assert_eq!((event.company_id(), event.user_id(), event.webhook_id()), (Some(771), Some(12), Some(5521)));
    assert_eq!((event.attempt(), event.is_retry(), event.is_bulk()), (Some(3), true, true));
    assert_eq!((event.timestamp(), event.delivery_id()), (Some(time("2026-03-04T05:06:07.890123Z")), None));
    let (now, before) = (event.data_json::<Value>().unwrap().unwrap(), event.previous_json::<Value>().unwrap().unwrap());
    assert_eq!((&now["stage_id"], &before["stage_id"]), (&json!(3), &json!(2)));
    let now: pipedrive::v1::deals::Deal = event.data_as().unwrap().unwrap();
    assert_eq!(now.custom_fields.option_id(COLOUR), Some(17));

    let event = event.v1().unwrap();
    let meta = &event.meta;
    assert_eq!((meta.timestamp, meta.trans_pending), (Some(time("2026-03-04T05:06:07Z")), Some(false)));
    assert_eq!((meta.v, event.v, event.event.as_deref()), (Some(1), Some(1), Some("updated.deal")));
    assert_eq!(permitted(meta.permitted_user_ids.as_ref()), Some(&[12, 13][..]));
    assert_eq!(meta.change_source, Some(ChangeSource::Api));
    assert_eq!((meta.pipedrive_service_name.as_deref(), meta.extra.get("pipedrive_service_name")), (None, Some(&json!(false))));
    assert_eq!(meta.extra.get("prepublish_timestamp"), Some(&json!(1_772_600_767_950_i64)));
    assert_eq!(event.matches_filters, Some(json!({ "current": [8], "previous": [] })));
}

#[test]
fn actions_have_the_same_variants_in_both_versions() {
    let mut body = deal_v1();
    let words = [("added", Action::Create), ("updated", Action::Change), ("deleted", Action::Delete), ("merged", Action::Merge)];
    for (word, action) in words {
        body["meta"]["action"] = json!(word);
        assert_eq!(event(&body).action(), Some(&action));
    }
    let mut body = deal_v2();
    for (word, action) in [("create", Action::Create), ("change", Action::Change), ("delete", Action::Delete)] {
        body["meta"]["action"] = json!(word);
        assert_eq!(event(&body).action(), Some(&action));
    }
}

#[test]
fn unknown_values_are_kept() {
    for (mut body, kind) in [(deal_v1(), "object"), (deal_v2(), "entity")] {
        body["meta"]["action"] = json!("archived");
        body["meta"][kind] = json!("lamp");
        body["meta"]["wattage"] = json!({ "now": 60 });
        body["more"] = json!([1]);
        let event = event(&body);
        assert_eq!(event.action(), Some(&Action::from("archived")));
        assert_eq!(event.entity(), Some(&Entity::from("lamp")));
        assert!(matches!(event.entity(), Some(Entity::Unknown(_))));
    }
    // An action of version 2 is unknown in version 1.
    let mut body = deal_v1();
    body["meta"]["action"] = json!("create");
    assert!(matches!(event(&body).action(), Some(Action::Unknown(word)) if word.as_str() == "create"));
}

#[test]
fn numbers_may_be_strings() {
    let mut body = deal_v2();
    let meta = &mut body["meta"];
    (meta["entity_id"], meta["company_id"], meta["user_id"]) = (json!(96), json!(771), json!(12));
    (meta["webhook_id"], meta["attempt"], meta["version"]) = (json!(5521), json!("4"), json!(2.0));
    (meta["permitted_user_ids"], meta["is_bulk_edit"]) = (json!([12, "13"]), json!(1));
    meta["timestamp"] = json!(1_772_600_767);
    let event = event(&body);
    assert_eq!(event.entity_id(), Some(&IntOrString::Int(96)));
    assert_eq!((event.attempt(), event.is_retry(), event.is_bulk()), (Some(4), true, true));
    assert_eq!((event.company_id(), event.webhook_id()), (Some(771), Some(5521)));
    assert_eq!(event.timestamp(), Some(time("2026-03-04T05:06:07Z")));

    let mut body = deal_v1();
    (body["v"], body["retry"], body["meta"]["id"]) = (json!("1"), json!("0"), json!("96"));
    let meta = &mut body["meta"];
    (meta["v"], meta["timestamp"], meta["timestamp_micro"]) = (Value::Null, json!("1772600767"), Value::Null);
    meta["pipedrive_service_name"] = json!("Import");
    let event = self::event(&body);
    assert_eq!((event.entity_id(), event.attempt()), (Some(&IntOrString::Int(96)), Some(1)));
    assert_eq!(event.timestamp(), Some(time("2026-03-04T05:06:07Z")));
    let event = event.v1().unwrap();
    assert_eq!(event.meta.pipedrive_service_name.as_deref(), Some("Import"));
}

#[test]
fn mismatches_are_reported_and_kept() {
    let mut body = deal_v2();
    body["meta"]["company_id"] = json!(["771"]);
    body["meta"]["timestamp"] = json!("soon");
    body["meta"]["permitted_user_ids"] = json!([12, "all"]);
    let event = Event::parse(body.to_string().as_bytes()).unwrap();
    let mut paths: Vec<String> = event.mismatches().iter().map(pipedrive::Mismatch::path).collect();
    paths.sort();
    assert_eq!(paths, ["meta.company_id", "meta.permitted_user_ids[1]", "meta.timestamp"]);
    assert_eq!((event.company_id(), event.timestamp(), event.user_id()), (None, None, Some(12)));
    assert_eq!(serde_json::to_value(&event).unwrap(), body);
}

#[test]
fn ids_of_leads_are_strings() {
    const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";
    let body = json!({
        "meta": { "action": "create", "entity": "lead", "entity_id": LEAD, "version": "2.0", "type": "application", "timestamp": "2026-03-04T05:06:07Z" },
        "data": { "id": LEAD, "title": "A lamp shop", "owner_id": 12, "value": { "amount": 120, "currency": "EUR" }, "label_ids": [] },
        "previous": null
    });
    let event = event(&body);
    assert_eq!(event.entity_id_as(), Some(LeadId(LEAD.to_owned())));
    assert_eq!(event.entity_id_as::<DealId>(), None);
    let lead: pipedrive::v2::leads::Lead = event.data_as().unwrap().unwrap();
    assert_eq!((lead.title.as_deref(), lead.id.0.as_str()), (Some("A lamp shop"), LEAD));
    assert_eq!(event.previous_json::<Value>().unwrap(), None);
    assert_eq!((event.attempt(), event.is_retry()), (None, false));
}

#[test]
fn a_deleted_item_has_only_its_previous_state() {
    let body = json!({
        "meta": { "action": "delete", "entity": "person", "entity_id": 31, "version": "2.0", "merged_to_id": "32" },
        "data": null,
        "previous": { "id": 31, "name": "Ada Brass", "emails": [{ "value": "ada@lamps.example", "primary": true }] }
    });
    let event = event(&body);
    assert_eq!((event.action(), event.data_json::<Value>().unwrap()), (Some(&Action::Delete), None));
    let person: pipedrive::v2::persons::Person = event.previous_as().unwrap().unwrap();
    assert_eq!((person.id.0, person.name.as_deref()), (31, Some("Ada Brass")));
    let event = event.v2().unwrap();
    assert_eq!((&event.meta.merged_to_id, &event.meta.merged_from_id), (&Some(IntOrString::Int(32)), &None));

    let body = json!({
        "v": 1, "event": "merged.organization", "retry": 0, "previous": null, "current": { "id": 5, "name": "Lamps & Sons" },
        "meta": { "action": "merged", "object": "organization", "id": 5 }
    });
    let event = self::event(&body);
    assert_eq!((event.action(), event.entity()), (Some(&Action::Merge), Some(&Entity::Organization)));
    assert_eq!(event.data_json::<Value>().unwrap().unwrap()["name"], "Lamps & Sons");
}

#[test]
fn a_user_of_version_1_is_in_a_list() {
    let body = json!({
        "v": 1, "event": "updated.user", "retry": 0,
        "current": [{ "id": 12, "name": "Ada" }], "previous": [{ "id": 12, "name": "Adah" }],
        "meta": { "action": "updated", "object": "user", "id": 12 }
    });
    let event = event(&body);
    let user: pipedrive::v1::users::User = event.data_as().unwrap().unwrap();
    assert_eq!(user.name.as_deref(), Some("Ada"));
    assert_eq!(event.previous_json::<Value>().unwrap().unwrap()["name"], "Adah");
    let mut body = body;
    body["current"] = json!([]);
    assert_eq!(self::event(&body).data_json::<Value>().unwrap(), None);
}

#[test]
fn every_entity_has_a_variant() {
    let words = [
        "activity",
        "activityType",
        "board",
        "deal",
        "deal_installment",
        "deal_product",
        "lead",
        "note",
        "organization",
        "person",
        "phase",
        "pipeline",
        "product",
        "project",
        "stage",
        "task",
        "user",
    ];
    for word in words {
        let body = json!({ "meta": { "entity": word, "version": "2.0" } });
        let event = event(&body);
        let entity = event.entity().unwrap();
        assert!(!matches!(entity, Entity::Unknown(_)), "{word}");
        assert_eq!(entity.to_string(), word);
    }
}

#[test]
fn errors_do_not_contain_the_body() {
    let deep = "[".repeat(100_000);
    let secret = "{\"token\": \"hunter2\", \"a\": hunter2}";
    let bodies: [&[u8]; 14] = [
        b"",
        b"null",
        b"[]",
        b"\"2.0\"",
        b"{}",
        b"{\"meta\": null}",
        b"{\"meta\": {\"version\": \"3.0\"}}",
        b"{\"meta\": {\"version\": [\"2.0\"]}}",
        b"{\"v\": 1}",
        b"{\"v\": 1, \"meta\": \"odd\", \"secret\": \"hunter2\"}",
        b"{\"meta\": {\"version\": \"2.0\"}",
        b"\xff\xfe{}",
        deep.as_bytes(),
        secret.as_bytes(),
    ];
    for body in bodies {
        let error = Event::parse(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Event);
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error}");
    }
    let text = Event::parse(b"{\"v\": 1}").unwrap_err().to_string();
    assert_eq!(text, "cannot decode webhook event: `meta`: missing required field, in {\"v\":1}");
    // An item that cannot be read.
    let body = json!({ "meta": { "version": "2.0", "entity": "deal" }, "data": { "id": "none", "title": "hunter2" } });
    let event = Event::parse(body.to_string().as_bytes()).unwrap();
    let error = event.data_as::<Deal>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Event);
    // The error contains the invalid value only.
    assert!(error.to_string().contains("\"none\"") && !error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn truncated_events_are_errors() {
    for body in [deal_v1(), deal_v2()] {
        let text = body.to_string();
        for end in 0..text.len() {
            assert!(Event::parse(&text.as_bytes()[..end]).is_err());
        }
    }
}

#[test]
fn uninstallation_of_an_app() {
    let body =
        json!({ "client_id": "1a2b", "company_id": 771, "user_id": "12", "timestamp": "2026-03-04T05:06:07Z", "reason": "dark" });
    let note = Uninstall::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!((note.client_id.as_deref(), note.company_id, note.user_id), (Some("1a2b"), Some(771), Some(12)));
    assert_eq!((note.timestamp, note.extra.get("reason")), (Some(time("2026-03-04T05:06:07Z")), Some(&json!("dark"))));
    assert!(Difference::of(&body, &serde_json::to_value(&note).unwrap()).is_faithful());
    for timestamp in [json!("2026-03-04 05:06:07"), json!(1_772_600_767)] {
        let note = Uninstall::parse(json!({ "timestamp": timestamp }).to_string().as_bytes()).unwrap();
        assert_eq!(note.timestamp, Some(time("2026-03-04T05:06:07Z")));
        assert_eq!(serde_json::to_value(&note).unwrap(), json!({ "timestamp": timestamp }));
    }
    for body in [&b""[..], b"null", b"[1]", b"no"] {
        assert_eq!(Uninstall::parse(body).unwrap_err().kind(), ErrorKind::Event);
    }
}

#[test]
fn everyone_may_see_the_item() {
    for mut body in [deal_v1(), deal_v2()] {
        body["meta"]["permitted_user_ids"] = json!(["*"]);
        let everyone = event(&body);
        assert_eq!(everyone.permitted_users(), Some(&PermittedUsers::Everyone));
        assert!(everyone.permitted_users().unwrap().contains(99));
        body["meta"]["permitted_user_ids"] = json!(["12"]);
        let one = event(&body);
        assert_eq!(one.permitted_users(), Some(&PermittedUsers::Users(vec![12])));
        assert!(one.permitted_users().unwrap().contains(12) && !one.permitted_users().unwrap().contains(99));
        body["meta"]["permitted_user_ids"] = json!([]);
        assert_eq!(permitted(event(&body).permitted_users()), Some(&[][..]));
        body["meta"].as_object_mut().unwrap().remove("permitted_user_ids");
        assert_eq!(event(&body).permitted_users(), None);
    }
}
