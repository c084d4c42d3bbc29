//! The resolver: what it reads, what it knows, and when it reads again.

use pipedrive::custom_fields::{CustomFieldError, CustomFieldResolver, FieldEntity, FieldKind};
use pipedrive::ids::UserId;
use pipedrive::{CustomFieldValue, ErrorKind};
use pipedrive_mock::Fault;
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};

use super::{account, client, flat, key, key_of, nested};

fn field(number: usize) -> Value {
    json!({ "field_code": key(number), "field_name": format!("Field {number}"), "field_type": "varchar", "is_custom_field": true })
}

/// A resolver of deals with these definitions.
async fn knowing(fields: Value) -> CustomFieldResolver {
    let server = ServedAccount::start().await;
    server.respond("/api/v2/dealFields", Fault::response(200, json!({ "success": true, "data": fields })));
    CustomFieldResolver::load(&client(&server), FieldEntity::Deal).await.unwrap()
}

fn calls(server: &ServedAccount) -> usize {
    server.requests().len()
}

#[tokio::test]
async fn all_pages_are_read_by_cursor() {
    let server = ServedAccount::start().await;
    // The last one is for the request without a cursor.
    for (cursor, fields, next) in [(Some("b"), 100..200, Some("c")), (Some("c"), 200..250, None), (None, 0..100, Some("b"))] {
        let fields: Vec<_> = fields.map(field).collect();
        let page = json!({ "success": true, "data": fields, "additional_data": { "next_cursor": next } });
        let fault = Fault::response(200, page).query("limit", "500").times(1);
        server.respond("/api/v2/personFields", cursor.into_iter().fold(fault, |fault, cursor| fault.query("cursor", cursor)));
    }
    let persons = CustomFieldResolver::load(&client(&server), FieldEntity::Person).await.unwrap();
    assert_eq!((persons.entity(), persons.fields().len()), (FieldEntity::Person, 250));
    for number in [0, 100, 249] {
        assert_eq!(persons.key(&format!("Field {number}")), Ok(key(number)));
    }
}

#[tokio::test]
async fn all_pages_are_read_by_offset() {
    let server = ServedAccount::start().await;
    for (start, more) in [(100, true), (200, false), (0, true)] {
        let fields: Vec<_> = (start..start + 100).map(|n| json!({ "key": key(n), "name": format!("Field {n}") })).collect();
        let paging = json!({ "start": start, "limit": 100, "more_items_in_collection": more, "next_start": start + 100 });
        let page = json!({ "success": true, "data": fields, "additional_data": { "pagination": paging } });
        let fault = Fault::response(200, page).times(1);
        server.respond("/v1/leadFields", if start == 0 { fault } else { fault.query("start", start.to_string()) });
    }
    let leads = CustomFieldResolver::load(&client(&server), FieldEntity::Lead).await.unwrap();
    assert_eq!((leads.fields().len(), leads.key("Field 299")), (300, Ok(key(299))));
}

/// The runtime has its own account of these operations; it must be the one that is emitted.
#[tokio::test]
async fn every_kind_of_item_has_its_documented_list() {
    use FieldEntity::{Activity, Deal, Lead, Organization, Person, Product, Project};
    let server = ServedAccount::start().await;
    server.inject(Fault::status(404));
    let client = client(&server);
    let mut paths = Vec::new();
    for entity in [Deal, Person, Organization, Product, Activity, Project, Lead] {
        let error = CustomFieldResolver::load(&client, entity).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let ours = error.operation().unwrap();
        let emitted = pipedrive::test_util::find("GET", ours.path).unwrap();
        assert_eq!((ours.id, ours.resource, ours.version), (emitted.id, emitted.resource, emitted.version));
        assert_eq!((ours.token_cost, ours.scopes), (emitted.token_cost, emitted.scopes));
        assert_eq!((ours.pagination, ours.response, ours.auth), (emitted.pagination, emitted.response, emitted.auth));
        paths.push(ours.path.rsplit('/').next().unwrap());
    }
    let expected =
        ["deal", "person", "organization", "product", "activity", "project", "lead"].map(|kind| format!("{kind}Fields"));
    assert_eq!(paths, expected);
}

#[tokio::test]
async fn odd_definitions_are_read_too() {
    let fields = knowing(json!([
        { "field_code": key(1), "field_name": "Photo", "field_type": "picture", "options": null, "is_custom_field": true },
        { "field_code": key(2), "field_type": "enum", "options": [
            { "id": "7", "label": "Text" }, { "id": 7, "label": "Number" }, { "id": 8 }, { "label": "none" }, { "id": 1.5 }, 3
        ] },
        { "field_code": "channel", "field_name": "Source channel", "field_type": "enum", "options": [{ "id": "ads", "label": "Ads" }] },
        { "field_code": "done", "field_name": "Done", "field_type": "enum", "options": [{ "id": true, "label": "Done" }] },
        { "field_code": key(3), "field_name": 5, "field_type": null, "options": "none" },
        { "field_name": "without a key" }, null, "what", [],
    ]))
    .await;
    assert_eq!(fields.fields().len(), 5);
    let photo = fields.field("photo").unwrap();
    assert_eq!(
        (photo.kind.clone(), photo.kind.to_string(), photo.options.len()),
        (FieldKind::from("picture"), "picture".into(), 0)
    );
    // Nothing is known of its values, so nothing is wrong with them.
    assert_eq!(fields.set("Photo", 5).unwrap().value(), Some(&CustomFieldValue::Integer(5)));
    let item = nested(&json!({ key(1): { "id": 5 } }));
    assert_eq!(fields.read(&item).raw("Photo").unwrap(), Some(&json!({ "id": 5 })));
    // Without a name it goes by its key, and it looks like a custom field.
    let unnamed = fields.field(&key(2)).unwrap();
    assert_eq!((unnamed.name.clone(), unnamed.is_custom), (key(2), true));
    assert_eq!(unnamed.options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>(), ["Text", "Number", "8"]);
    assert_eq!(fields.option(&key(2), "Text"), Ok(CustomFieldValue::from("7")));
    assert_eq!(fields.option(&key(2), "Number"), Ok(CustomFieldValue::Option(7)));
    assert_eq!(fields.option("Source channel", "ads"), Ok(CustomFieldValue::from("ads")));
    assert_eq!(fields.option_of_id(&key(2), 7).unwrap().label, "Number");
    assert_eq!(fields.option_of_id("Source channel", "ads").unwrap().label, "Ads");
}

#[tokio::test]
async fn names_are_exact_before_they_are_not() {
    let named = |number: usize, name: &str| json!({ "field_code": key(number), "field_name": name, "is_custom_field": true });
    let fields = knowing(json!([
        named(1, "Budget"), named(2, "budget"), named(3, "Tier"), named(4, "Tier"), named(5, "Größe"), named(6, "title"),
        { "field_code": "title", "field_name": "Title", "is_custom_field": false },
        { "field_code": "value", "field_name": "Value", "field_type": "monetary", "is_custom_field": false },
    ]))
    .await;
    assert_eq!((fields.key("Budget"), fields.key("budget")), (Ok(key(1)), Ok(key(2))));
    assert_eq!(fields.key(" GRÖßE "), Ok(key(5)));
    for (name, numbers) in [("BUDGET", [1, 2]), ("Tier", [3, 4])] {
        let error = fields.key(name).unwrap_err();
        assert_eq!(error, CustomFieldError::AmbiguousField { name: name.into(), keys: numbers.map(key).to_vec() });
        assert!(error.to_string().contains(&key(numbers[1])) && !error.is_unknown(), "{error}");
    }
    // Keys are never ambiguous, and the key of a part is that of its field.
    assert_eq!(fields.key(&key(4)), Ok(key(4)));
    assert_eq!(fields.key(&format!("{}_currency", key(4))), Ok(key(4)));
    assert_eq!(fields.field_of_key(&format!("{}_until", key(3))).unwrap().key, key(3));
    assert_eq!(fields.field_of_key(&key(77)), None);
    // A field that everybody has does not hide a custom one, and is none itself.
    assert_eq!((fields.key("title"), fields.key("Title")), (Ok(key(6)), Ok(key(6))));
    assert_eq!(fields.key("Value"), Err(CustomFieldError::NotCustom { name: "Value".into(), key: "value".into() }));
    assert_eq!(fields.field("Value").unwrap().kind, FieldKind::Monetary);
}

fn unknown(name: &str, closest: &[&str]) -> CustomFieldError {
    CustomFieldError::UnknownField { name: name.into(), closest: closest.iter().map(ToString::to_string).collect() }
}

#[tokio::test]
async fn what_is_not_known_is_an_error_that_helps() {
    let (_server, _client, deals) = account().await;
    let error = deals.key("Contract number").unwrap_err();
    assert_eq!(error, unknown("Contract number", &["Contract no"]));
    assert_eq!(error.to_string(), "unknown field `Contract number`: did you mean `Contract no`?");
    assert_eq!(deals.key("zebra"), Err(unknown("zebra", &[])));
    let error = deals.option("Tier", "Golden").unwrap_err();
    assert_eq!(error.to_string(), "unknown option `Golden` of the field `Tier`: did you mean `Gold`?");
    assert!(error.is_unknown());
    assert!(deals.option("Budget", "Gold").is_err() && deals.option_of_id("Tier", 99).is_err());
    let error = pipedrive::Error::from(error);
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.get_ref().unwrap().is::<CustomFieldError>());

    let twice = knowing(json!([{
        "field_code": key(1), "field_name": "Tier", "field_type": "enum", "is_custom_field": true,
        "options": [{ "id": 1, "label": "Gold" }, { "id": 2, "label": "gold" }, { "id": 3, "label": "Gold" }]
    }]))
    .await;
    assert_eq!(twice.option("Tier", "gold"), Ok(CustomFieldValue::Option(2)));
    let error = twice.set("Tier", "Gold").unwrap_err();
    assert_eq!(
        error,
        CustomFieldError::AmbiguousOption { field: "Tier".into(), option: "Gold".into(), ids: vec![1.into(), 3.into()] }
    );
    assert!(error.to_string().ends_with("use one of the ids `1`, `3`"), "{error}");
}

/// A server that tells of one field at first and of two later.
async fn growing(later: Fault) -> (ServedAccount, CustomFieldResolver) {
    let server = ServedAccount::start().await;
    let once = Fault::response(200, json!({ "success": true, "data": [field(1)] }));
    server.respond("/api/v2/dealFields", once.times(1));
    server.respond("/api/v2/dealFields", later);
    let deals = CustomFieldResolver::load(&client(&server), FieldEntity::Deal).await.unwrap();
    (server, deals)
}

fn two_fields() -> Fault {
    Fault::response(200, json!({ "success": true, "data": [field(1), field(2)] }))
}

#[tokio::test]
async fn a_refresh_is_for_all_clones() {
    let (server, deals) = growing(two_fields()).await;
    let clone = deals.clone();
    assert!(clone.key("Field 2").is_err());
    // All of them want it at the same time, so it is done once.
    let (a, b, c) = tokio::join!(deals.refresh(), clone.refresh(), deals.refresh());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    assert_eq!(calls(&server), 2);
    assert_eq!(clone.key("Field 2"), Ok(key(2)));
    // It can be done in the background, too.
    tokio::spawn(async move { clone.refresh().await }).await.unwrap().unwrap();
    assert_eq!(calls(&server), 3);
}

#[tokio::test]
async fn a_refresh_on_demand_happens_once() {
    let (server, deals) = growing(two_fields()).await;
    assert_eq!(deals.or_refresh(|deals| deals.key("Field 1")).await.unwrap(), key(1));
    assert_eq!(calls(&server), 1);
    assert_eq!(deals.or_refresh(|deals| deals.key("Field 2")).await.unwrap(), key(2));
    assert_eq!(calls(&server), 2);
    let error = deals.or_refresh(|deals| deals.key("Field 3")).await.unwrap_err();
    assert_eq!((error.kind(), calls(&server)), (ErrorKind::InvalidRequest, 3));
    // Reading again would not help here.
    assert!(deals.or_refresh(|deals| deals.set("Field 1", 5)).await.is_err());
    assert_eq!(calls(&server), 3);
}

#[tokio::test]
async fn what_was_known_stays_when_a_refresh_fails() {
    let (_server, deals) = growing(Fault::response(500, "")).await;
    assert_eq!(deals.refresh().await.unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(deals.key("Field 1"), Ok(key(1)));
}

#[tokio::test]
async fn items_are_read_by_name_in_both_versions() {
    let (_server, client, deals) = account().await;
    let leads = CustomFieldResolver::load(&client, FieldEntity::Lead).await.unwrap();
    let k = |name: &str| key_of(name);
    let in_v2 = nested(&json!({
        k("Contract no"): "C-7", k("Height"): 2.5, k("Budget"): { "value": 500, "currency": "EUR" }, k("Tier"): 21,
        k("Colours"): [31, 32], k("Keeper"): 5, k("Due"): "2026-01-31", k("Remarks"): null,
    }));
    let in_v1 = flat(json!({
        k("Contract no"): "C-7", k("Height"): "2.5", k("Budget"): 500, format!("{}_currency", k("Budget")): "EUR", k("Tier"): "21",
        k("Colours"): "31,32", k("Keeper"): { "id": 5, "value": 5 }, k("Due"): "2026-01-31", k("Remarks"): null,
    }));
    for (resolver, fields) in [(&deals, &in_v2), (&leads, &in_v1)] {
        let named = resolver.read(fields);
        assert_eq!(named.text("contract no"), Ok(Some("C-7")));
        assert_eq!((named.number("Height"), named.text("Remarks")), (Ok(Some(2.5)), Ok(None)));
        assert_eq!(named.money("Budget"), Ok(Some(pipedrive::Money::new(500.0, "EUR"))));
        assert_eq!((named.option_label("Tier"), named.option_id("Tier")), (Ok(Some("Gold".into())), Ok(Some(21))));
        assert_eq!(named.option_labels("Colours"), Ok(vec!["Red".into(), "Blue".into()]));
        assert_eq!((named.user_id("Keeper"), named.date("Due")), (Ok(Some(UserId(5))), Ok(Some("2026-01-31".parse().unwrap()))));
        // The wrong view is an error, not nothing.
        let error = named.money("Contract no").unwrap_err();
        assert!(error.to_string().contains("`varchar`, which is incompatible with an amount of money"), "{error}");
        assert!(named.text("Nothing").unwrap_err().is_unknown());
        // Parts of a value are no fields of their own.
        let all: Vec<_> = named.iter().map(|field| (field.name().to_owned(), field.value().is_some())).collect();
        let expected = ["Contract no", "Height", "Budget", "Tier", "Colours", "Keeper", "Due", "Remarks"];
        assert_eq!(all, expected.map(|name| (name.to_owned(), name != "Remarks")));
    }
    let strange = nested(&json!({ key(99): 1 }));
    assert_eq!(deals.read(&strange).iter().map(|field| field.name().to_owned()).collect::<Vec<_>>(), [key(99)]);
}
