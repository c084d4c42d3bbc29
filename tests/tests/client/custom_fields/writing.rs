//! Setting and clearing by name, and what is refused before anything is sent.

use pipedrive::custom_fields::{CustomFieldChange, CustomFieldError, CustomFieldResolver, FieldEntity};
use pipedrive::prelude::*;
use pipedrive::{Address, CustomFieldValue, Date, DateRange, ErrorKind, Money, Time, TimeRange};
use serde_json::{Value, json};

use super::{account, key, key_of, sent};

fn date() -> Date {
    "2026-01-31".parse().unwrap()
}

#[tokio::test]
async fn fields_are_set_by_name_in_both_versions() {
    let (server, client, deals) = account().await;
    let leads = CustomFieldResolver::load(&client, FieldEntity::Lead).await.unwrap();
    let changes = |fields: &CustomFieldResolver| -> Result<Vec<CustomFieldChange>, CustomFieldError> {
        Ok(vec![
            fields.set("Contract no", "C-7")?,
            fields.set("Tier", "gold")?,
            fields.set("Colours", "Red")?,
            fields.set("Keeper", 5)?,
            fields.set("Site", "Lamp Lane 7")?,
            fields.clear("Budget")?,
            fields.clear("Fair")?,
        ])
    };
    client.v2().deals().update(1).custom_fields_from(changes(&deals).unwrap()).await.unwrap();
    let k = |name: &str| key_of(name);
    let expected = json!({ "custom_fields": {
        k("Contract no"): "C-7", k("Tier"): 21, k("Colours"): [31], k("Keeper"): 5, k("Site"): { "value": "Lamp Lane 7" },
        k("Budget"): null, k("Fair"): null,
    } });
    assert_eq!(sent(&server), expected);
    client.v1().leads().update("a").custom_fields_from(changes(&leads).unwrap()).await.unwrap();
    // The end of a range is a field of its own there, and would stay.
    let expected = json!({
        k("Contract no"): "C-7", k("Tier"): 21, k("Colours"): "31", k("Keeper"): 5, k("Site"): "Lamp Lane 7",
        k("Budget"): null, k("Fair"): null, format!("{}_until", k("Fair")): null,
    });
    assert_eq!(sent(&server), expected);
}

#[tokio::test]
async fn names_go_with_every_setter() {
    let (server, client, deals) = account().await;
    let create = || client.v2().deals().create("x");
    let request = create().custom_field(deals.key("Budget").unwrap(), Money::new(5.0, "EUR"));
    request.custom_field(deals.key("Tier").unwrap(), deals.option("Tier", "Silver").unwrap()).await.unwrap();
    let budget = json!({ "value": 5, "currency": "EUR" });
    assert_eq!(sent(&server)["custom_fields"], json!({ key_of("Budget"): budget, key_of("Tier"): 22 }));
    // One change, pairs of key and value, and both ways together.
    let colours = deals.options("Colours", ["Brass", "blue"]).unwrap();
    let request = create().custom_fields_from(deals.set("Height", 7).unwrap()).custom_fields_from([(key_of("Colours"), colours)]);
    request.custom_field(key(99), "x").await.unwrap();
    assert_eq!(sent(&server)["custom_fields"], json!({ key_of("Height"): 7, key_of("Colours"): [33, 32], key(99): "x" }));
}

#[tokio::test]
async fn an_empty_set_of_fields_is_never_sent() {
    let (server, client, _) = account().await;
    let update = || client.v2().deals().update(1).title("x");
    let nothing: [CustomFieldChange; 0] = [];
    for request in [
        update().custom_fields_from(nothing.clone()),
        update().body_extra("custom_fields", json!({})),
        update().body_extra("custom_fields", json!([])),
    ] {
        request.await.unwrap();
        assert_eq!(sent(&server), json!({ "title": "x" }));
    }
    update().custom_field("k", 1).body_extra("custom_fields", json!({})).await.unwrap();
    assert_eq!(sent(&server), json!({ "title": "x", "custom_fields": { "k": 1 } }));
    client.v1().leads().update("a").custom_fields_from(nothing).await.unwrap();
    assert_eq!(sent(&server), json!({}));
}

#[tokio::test]
async fn what_does_not_fit_is_refused_before_anything_is_sent() {
    let (server, client, deals) = account().await;
    let before = server.requests().len();
    let range = DateRange::new(date(), date());
    let wrong: Vec<(&str, CustomFieldValue)> = vec![
        ("Contract no", 7.into()),
        ("Lamp", date().into()),
        ("Remarks", json!(1.5).as_f64().unwrap().into()),
        ("Hotline", 372.into()),
        ("Height", "tall".into()),
        ("Budget", 500.into()),
        ("Budget", 500.0.into()),
        ("Tier", 99.into()),
        ("Tier", "Platinum".into()),
        ("Tier", [21].into()),
        ("Colours", [31, 99].into()),
        ("Colours", "Green".into()),
        ("Colours", date().into()),
        ("Keeper", "Mari".into()),
        ("Electrician", 1.5.into()),
        ("Architect", [7].into()),
        ("Due", "tomorrow".into()),
        ("Due", range.clone().into()),
        ("Fair", date().into()),
        ("Alarm", "06:30".into()),
        ("Opening", Time::midnight().into()),
        ("Site", 7.into()),
        ("Title", "x".into()),
        ("Nothing", "x".into()),
    ];
    for (name, value) in wrong {
        assert!(deals.set(name, value.clone()).is_err(), "{name}: {value:?}");
    }
    let hours = TimeRange { from: Time::midnight(), until: None, timezone_id: None };
    let right: Vec<(&str, CustomFieldValue)> = vec![
        ("Height", 7.into()),
        ("Tier", 22.into()),
        ("Tier", CustomFieldValue::Option(22)),
        ("Colours", [31, 32].into()),
        ("Due", date().into()),
        ("Fair", range.into()),
        ("Alarm", Time::midnight().into()),
        ("Opening", hours.into()),
        ("Site", Address::new("here").into()),
        ("Due", Value::Null.into()),
    ];
    for (name, value) in right {
        assert!(deals.set(name, value.clone()).is_ok(), "{name}: {value:?}");
    }
    assert_eq!(deals.set("Colours", 32).unwrap().value(), Some(&[32].into()));
    let error = deals.set("Due", "tomorrow").unwrap_err();
    assert_eq!(error.to_string(), "the field `Due` has the type `date`, which is incompatible with a string");
    assert!(deals.options("Tier", ["Gold"]).is_err() && deals.options("Colours", ["Red", "Green"]).is_err());
    assert!(deals.clear("Title").is_err());

    // What the builder itself refuses.
    let not_a_number = client.v2().deals().update(1).custom_fields_from([("k", f64::NAN)]).await.unwrap_err();
    let comma = client.v2().deals().get(1).custom_fields([format!("{},{}", key(1), key(2))]).await.unwrap_err();
    for error in [not_a_number, comma] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    assert_eq!(server.requests().len(), before);
}
