//! What webhooks send, read and judged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pipedrive::ids::{DealId, LeadId};
use pipedrive::v2::deals::Deal;
use pipedrive::webhooks::{Action, BasicAuth, ChangeSource, Entity, Event, Origin, Uninstall};
use pipedrive::{ErrorKind, IntOrString, Money, Timestamp};
use pipedrive_tests::compare::Difference;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const COLOUR: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
const DEPOSIT: &str = "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b";

/// Reads an event, and checks that nothing of it is lost and nothing was odd.
fn event(body: &Value) -> Event {
    let event = Event::parse(body.to_string().as_bytes()).unwrap();
    assert!(event.mismatches().is_empty(), "{:?}", event.mismatches());
    let difference = Difference::of(body, &serde_json::to_value(&event).unwrap());
    assert!(difference.is_faithful(), "{difference:?}");
    event
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A change of a deal as the second version tells it, numbers as text.
fn deal_v2() -> Value {
    json!({
        "meta": {
            "action": "change",
            "entity": "deal",
            "entity_id": "96",
            "id": "2f0b6f0e-5c1c-4f0d-9b5e-6a1f2c3d4e5f",
            "company_id": "771",
            "user_id": "12",
            "correlation_id": "0b9d9c1e-1111-4a4b-8c8d-2b2c2d2e2f20",
            "webhook_id": "5521",
            "webhook_owner_id": "13",
            "is_bulk_edit": false,
            "timestamp": "2026-03-04T05:06:07.891Z",
            "type": "general",
            "version": "2.0",
            "change_source": "app",
            "permitted_user_ids": ["12", "13"],
            "attempt": 1,
            "host": "lamps.pipedrive.com"
        },
        "data": {
            "id": 96,
            "title": "Forty brass lamps",
            "stage_id": 3,
            "value": 4800,
            "currency": "EUR",
            "person_id": null,
            "label_ids": [4],
            "custom_fields": {
                COLOUR: { "type": "enum", "id": 17 },
                DEPOSIT: { "type": "monetary", "value": 500.5, "currency": "EUR" }
            }
        },
        "previous": { "stage_id": 2, "person_id": 31, "custom_fields": { COLOUR: { "type": "enum", "id": 16 } } }
    })
}

/// The same as the first version tells it.
fn deal_v1() -> Value {
    json!({
        "v": 1,
        "matches_filters": { "current": [8], "previous": [] },
        "meta": {
            "v": 1,
            "action": "updated",
            "object": "deal",
            "id": 96,
            "company_id": 771,
            "user_id": 12,
            "host": "lamps.pipedrive.com",
            "timestamp": 1_772_600_767,
            "timestamp_micro": 1_772_600_767_890_123_i64,
            "prepublish_timestamp": 1_772_600_767_950_i64,
            "permitted_user_ids": [12, 13],
            "trans_pending": false,
            "is_bulk_update": true,
            "pipedrive_service_name": false,
            "change_source": "api",
            "matches_filters": { "current": [8], "previous": [] },
            "webhook_id": "5521"
        },
        "retry": 2,
        "current": { "id": 96, "title": "Forty brass lamps", "stage_id": 3, "value": 4800, COLOUR: "17" },
        "previous": { "id": 96, "title": "Forty brass lamps", "stage_id": 2, "value": 4800, COLOUR: "16" },
        "event": "updated.deal"
    })
}

#[test]
fn a_change_in_the_form_of_the_second_version() {
    let event = event(&deal_v2());
    assert_eq!((event.action(), event.entity()), (Some(&Action::Change), Some(&Entity::Deal)));
    assert_eq!((event.entity_id(), event.entity_id_as()), (Some(&IntOrString::Int(96)), Some(DealId(96))));
    assert_eq!((event.company_id(), event.user_id(), event.webhook_id()), (Some(771), Some(12), Some(5521)));
    assert_eq!((event.attempt(), event.is_retry(), event.is_bulk()), (Some(1), false, false));
    assert_eq!(event.timestamp(), Some(moment("2026-03-04T05:06:07.891Z")));
    assert_eq!(event.delivery_id(), Some("2f0b6f0e-5c1c-4f0d-9b5e-6a1f2c3d4e5f"));

    let now: Deal = event.data_as().unwrap().unwrap();
    let before: Deal = event.previous_as().unwrap().unwrap();
    assert_eq!((now.id, now.title.as_deref()), (before.id, before.title.as_deref()));
    assert_eq!(now.stage_id.zip(before.stage_id).map(|(now, before)| (now.0, before.0)), Some((3, 2)));
    assert_eq!((now.person_id, before.person_id.map(|id| id.0)), (None, Some(31)));
    // Custom fields come in a form of their own; those that did not change are as they are now.
    assert_eq!((now.custom_fields.option_id(COLOUR), before.custom_fields.option_id(COLOUR)), (Some(17), Some(16)));
    assert_eq!(before.custom_fields.money(DEPOSIT), now.custom_fields.money(DEPOSIT));
    assert_eq!(now.custom_fields.money(DEPOSIT), Some(Money::new(500.5, "EUR")));

    let Event::V2(event) = event else { panic!("it is of the second version") };
    let meta = &event.meta;
    assert_eq!((meta.change_source.as_ref(), meta.origin.as_ref()), (Some(&ChangeSource::App), Some(&Origin::General)));
    assert_eq!((&meta.permitted_user_ids[..], meta.webhook_owner_id), (&[12, 13][..], Some(13)));
    assert_eq!((meta.host.as_deref(), meta.version.as_deref()), (Some("lamps.pipedrive.com"), Some("2.0")));
    assert!(meta.correlation_id.is_some() && event.extra.is_empty());
    // Ids that are strings of digits, and nothing else.
    assert!(meta.extra.iter().all(|(_, id)| id.as_str().is_some_and(|id| id.parse::<i64>().is_ok())), "{:?}", meta.extra);
    assert_eq!(event.previous.unwrap()["stage_id"], 2);
}

#[test]
fn a_change_in_the_form_of_the_first_version() {
    let event = event(&deal_v1());
    assert_eq!((event.action(), event.entity()), (Some(&Action::Change), Some(&Entity::Deal)));
    assert_eq!((event.entity_id(), event.entity_id_as()), (Some(&IntOrString::Int(96)), Some(DealId(96))));
    assert_eq!((event.company_id(), event.user_id(), event.webhook_id()), (Some(771), Some(12), Some(5521)));
    assert_eq!((event.attempt(), event.is_retry(), event.is_bulk()), (Some(3), true, true));
    assert_eq!((event.timestamp(), event.delivery_id()), (Some(moment("2026-03-04T05:06:07.890123Z")), None));
    let (now, before) = (event.data_as::<Value>().unwrap().unwrap(), event.previous_as::<Value>().unwrap().unwrap());
    assert_eq!((&now["stage_id"], &before["stage_id"]), (&json!(3), &json!(2)));
    let now: pipedrive::v1::deals::Deal = event.data_as().unwrap().unwrap();
    assert_eq!(now.custom_fields.option_id(COLOUR), Some(17));

    let Event::V1(event) = event else { panic!("it is of the first version") };
    let meta = &event.meta;
    assert_eq!((meta.timestamp, meta.trans_pending), (Some(moment("2026-03-04T05:06:07Z")), Some(false)));
    assert_eq!((meta.v, event.v, event.event.as_deref()), (Some(1), Some(1), Some("updated.deal")));
    assert_eq!((&meta.permitted_user_ids[..], meta.change_source.as_ref()), (&[12, 13][..], Some(&ChangeSource::Api)));
    assert_eq!((meta.pipedrive_service_name.as_deref(), meta.extra.get("pipedrive_service_name")), (None, Some(&json!(false))));
    assert_eq!(meta.extra.get("prepublish_timestamp"), Some(&json!(1_772_600_767_950_i64)));
    assert_eq!(event.matches_filters, Some(json!({ "current": [8], "previous": [] })));
}

#[test]
fn the_words_of_both_versions_are_the_same_here() {
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
fn what_is_not_known_is_kept() {
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
    // A word of the second version is no word of the first, and stays what it is.
    let mut body = deal_v1();
    body["meta"]["action"] = json!("create");
    assert!(matches!(event(&body).action(), Some(Action::Unknown(word)) if word.as_str() == "create"));
}

#[test]
fn numbers_and_texts_may_stand_for_each_other() {
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
    assert_eq!(event.timestamp(), Some(moment("2026-03-04T05:06:07Z")));
    // The seconds are written back as such.
    assert_eq!(serde_json::to_value(&event).unwrap()["meta"]["timestamp"], 1_772_600_767);

    let mut body = deal_v1();
    (body["v"], body["retry"], body["meta"]["id"]) = (json!("1"), json!("0"), json!("96"));
    let meta = &mut body["meta"];
    (meta["v"], meta["timestamp"], meta["timestamp_micro"]) = (Value::Null, json!("1772600767"), Value::Null);
    meta["pipedrive_service_name"] = json!("Import");
    let event = self::event(&body);
    assert_eq!((event.entity_id(), event.attempt()), (Some(&IntOrString::Int(96)), Some(1)));
    assert_eq!(event.timestamp(), Some(moment("2026-03-04T05:06:07Z")));
    let Event::V1(event) = event else { panic!("it is of the first version") };
    assert_eq!(event.meta.pipedrive_service_name.as_deref(), Some("Import"));
}

#[test]
fn what_does_not_fit_is_counted_and_kept() {
    let mut body = deal_v2();
    body["meta"]["company_id"] = json!(["771"]);
    body["meta"]["timestamp"] = json!("soon");
    body["meta"]["permitted_user_ids"] = json!([12, "all"]);
    let event = Event::parse(body.to_string().as_bytes()).unwrap();
    let mut paths: Vec<String> = event.mismatches().iter().map(pipedrive::Mismatch::path).collect();
    paths.sort();
    assert_eq!(paths, ["meta.company_id", "meta.permitted_user_ids[1]", "meta.timestamp"]);
    assert_eq!((event.company_id(), event.timestamp(), event.user_id()), (None, None, Some(12)));
    assert!(Difference::of(&body, &serde_json::to_value(&event).unwrap()).is_faithful());
}

#[test]
fn leads_are_known_by_texts() {
    const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";
    let body = json!({
        "meta": { "action": "create", "entity": "lead", "entity_id": LEAD, "version": "2.0", "type": "application", "timestamp": "2026-03-04T05:06:07Z" },
        "data": { "id": LEAD, "title": "A lamp shop", "owner_id": 12, "value": { "amount": 120, "currency": "EUR" }, "label_ids": [] },
        "previous": null
    });
    let event = event(&body);
    assert_eq!(event.entity_id_as(), Some(LeadId(LEAD.to_owned())));
    assert_eq!(event.entity_id_as::<DealId>(), None);
    let lead: pipedrive::v1::leads::Lead = event.data_as().unwrap().unwrap();
    assert_eq!((lead.title.as_deref(), lead.id.0.as_str()), (Some("A lamp shop"), LEAD));
    assert_eq!(event.previous_as::<Value>().unwrap(), None);
    assert_eq!((event.attempt(), event.is_retry()), (None, false));
}

#[test]
fn what_is_deleted_is_only_there_as_it_was() {
    let body = json!({
        "meta": { "action": "delete", "entity": "person", "entity_id": 31, "version": "2.0", "merged_to_id": "32" },
        "data": null,
        "previous": { "id": 31, "name": "Ada Brass", "emails": [{ "value": "ada@lamps.example", "primary": true }] }
    });
    let event = event(&body);
    assert_eq!((event.action(), event.data_as::<Value>().unwrap()), (Some(&Action::Delete), None));
    let person: pipedrive::v2::persons::Person = event.previous_as().unwrap().unwrap();
    assert_eq!((person.id.0, person.name.as_deref()), (31, Some("Ada Brass")));
    let Event::V2(event) = event else { panic!("it is of the second version") };
    assert_eq!((event.meta.merged_to_id, event.meta.merged_from_id), (Some(IntOrString::Int(32)), None));

    let body = json!({
        "v": 1, "event": "merged.organization", "retry": 0, "previous": null, "current": { "id": 5, "name": "Lamps & Sons" },
        "meta": { "action": "merged", "object": "organization", "id": 5 }
    });
    let event = self::event(&body);
    assert_eq!((event.action(), event.entity()), (Some(&Action::Merge), Some(&Entity::Organization)));
    assert_eq!(event.data_as::<Value>().unwrap().unwrap()["name"], "Lamps & Sons");
}

#[test]
fn a_user_of_the_first_version_stands_in_a_list() {
    let body = json!({
        "v": 1, "event": "updated.user", "retry": 0,
        "current": [{ "id": 12, "name": "Ada" }], "previous": [{ "id": 12, "name": "Adah" }],
        "meta": { "action": "updated", "object": "user", "id": 12 }
    });
    let event = event(&body);
    let user: pipedrive::v1::users::User = event.data_as().unwrap().unwrap();
    assert_eq!(user.name.as_deref(), Some("Ada"));
    assert_eq!(event.previous_as::<Value>().unwrap().unwrap()["name"], "Adah");
    let mut body = body;
    body["current"] = json!([]);
    assert_eq!(self::event(&body).data_as::<Value>().unwrap(), None);
}

#[test]
fn every_kind_of_item_has_its_word() {
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
fn what_is_no_event_is_an_error_that_keeps_its_secrets() {
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
    // An item of another kind than the type that is asked for.
    let event = event(&json!({ "meta": { "version": "2.0" }, "data": { "id": "none", "title": "hunter2" } }));
    let error = event.data_as::<Deal>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Event);
    // What is wrong is shown, and nothing around it.
    assert!(error.to_string().contains("\"none\"") && !error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn no_cut_makes_it_panic() {
    for body in [deal_v1(), deal_v2()] {
        let text = body.to_string();
        for end in 0..text.len() {
            assert!(Event::parse(&text.as_bytes()[..end]).is_err());
        }
    }
}

fn basic(pair: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

#[test]
fn only_the_right_user_and_password_are_let_in() {
    let auth = BasicAuth::new("hooks", "sesame: öffne dich");
    let right = basic("hooks:sesame: öffne dich".as_bytes());
    let given = right.strip_prefix("Basic ").unwrap();
    for header in
        [right.clone(), format!("basic {given}"), format!("BASIC   {given}  "), format!("Basic {}", given.trim_end_matches('='))]
    {
        assert!(auth.verify(Some(&header)), "{header}");
    }
    assert!(auth.verify(Some(right.as_bytes())));
    assert!(auth.verify(Some(&http::HeaderValue::from_str(&right).unwrap())));

    let wrong = [
        String::new(),
        "Basic".to_owned(),
        "Basic ".to_owned(),
        given.to_owned(),
        format!("Bearer {given}"),
        format!("Basic{given}"),
        format!("Basic: {given}"),
        format!("Basic {given}{given}"),
        format!("Basic {}", &given[1..]),
        "Basic hooks:sesame: öffne dich".to_owned(),
        "Basic !!!!".to_owned(),
        basic(b""),
        basic(b":"),
        basic(b"hooks"),
        basic(b"hooks:"),
        basic("hooks:sesame: öffne dic".as_bytes()),
        basic("hooks:sesame: öffne dich ".as_bytes()),
        basic("hooks:sesame: öffne dicH".as_bytes()),
        basic("Hooks:sesame: öffne dich".as_bytes()),
        basic("looks:sesame: öffne dich".as_bytes()),
        basic("sesame: öffne dich".as_bytes()),
        basic(b"hooks:sesame: \xf6ffne dich"),
        basic("hooks:sesame: öffne dich\0".as_bytes()),
    ];
    for header in wrong {
        assert!(!auth.verify(Some(&header)), "{header}");
    }
    assert!(!auth.verify(None::<&str>));
    assert!(!auth.verify(Some(&b"\xff \xff"[..])));
    let shown = format!("{auth:?}");
    assert!(!shown.contains("sesame") && !shown.contains("hooks"), "{shown}");
}

#[test]
fn a_password_that_is_missing_does_not_open_the_door() {
    for auth in [BasicAuth::new("hooks", ""), BasicAuth::new("", "")] {
        for header in [basic(b"hooks:"), basic(b":"), basic(b"hooks")] {
            assert!(!auth.verify(Some(&header)), "{header}");
        }
    }
    assert!(BasicAuth::new("", "sesame").verify(Some(&basic(b":sesame"))));
}

#[test]
fn an_app_that_was_uninstalled() {
    let body =
        json!({ "client_id": "1a2b", "company_id": 771, "user_id": "12", "timestamp": "2026-03-04T05:06:07Z", "reason": "dark" });
    let note = Uninstall::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!((note.client_id.as_deref(), note.company_id, note.user_id), (Some("1a2b"), Some(771), Some(12)));
    assert_eq!((note.timestamp, note.extra.get("reason")), (Some(moment("2026-03-04T05:06:07Z")), Some(&json!("dark"))));
    assert!(Difference::of(&body, &serde_json::to_value(&note).unwrap()).is_faithful());
    for timestamp in [json!("2026-03-04 05:06:07"), json!(1_772_600_767)] {
        let note = Uninstall::parse(json!({ "timestamp": timestamp }).to_string().as_bytes()).unwrap();
        assert_eq!(note.timestamp, Some(moment("2026-03-04T05:06:07Z")));
        assert_eq!(serde_json::to_value(&note).unwrap(), json!({ "timestamp": timestamp }));
    }
    for body in [&b""[..], b"null", b"[1]", b"no"] {
        assert_eq!(Uninstall::parse(body).unwrap_err().kind(), ErrorKind::Event);
    }
}

/// A receiver as small as can be: reads one request, and gives the status that it has answered with and the event.
async fn receive(listener: &TcpListener, auth: &BasicAuth) -> (u16, Option<Event>) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let (head, body) = request(&mut stream).await;
    let authorization = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("authorization").then_some(value)
    });
    let (status, event) = match (auth.verify(authorization), Event::parse(&body)) {
        (false, _) => (401, None),
        (true, Err(_)) => (400, None),
        (true, Ok(event)) => (204, Some(event)),
    };
    let response = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(response.as_bytes()).await.unwrap();
    (status, event)
}

async fn request(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        assert!(stream.read_buf(&mut bytes).await.unwrap() > 0, "the request is cut off");
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return (head, bytes.split_off(end + 4));
        }
    }
}

#[tokio::test]
async fn over_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let auth = BasicAuth::new("hooks", "sesame");
    let http = reqwest::Client::new();
    let sent = [
        (http.post(&url).body(deal_v2().to_string()), 401),
        (http.post(&url).basic_auth("hooks", Some("simsim")).body(deal_v2().to_string()), 401),
        (http.post(&url).bearer_auth("aG9va3M6c2VzYW1l").body(deal_v2().to_string()), 401),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body("lamps"), 400),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body(deal_v1().to_string()), 204),
        (http.post(&url).basic_auth("hooks", Some("sesame")).body(deal_v2().to_string()), 204),
    ];
    for (request, expected) in sent {
        let (response, (status, event)) = tokio::join!(request.send(), receive(&listener, &auth));
        assert_eq!((response.unwrap().status().as_u16(), status), (expected, expected));
        assert_eq!(event.and_then(|event| event.entity_id_as()), (expected == 204).then_some(DealId(96)));
    }
}
