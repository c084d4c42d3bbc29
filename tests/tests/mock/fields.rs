//! Definitions of custom fields, and their values in both versions.

use http::Method;
use pipedrive::v2::fields::{CustomFieldType, FieldDefinition, FieldOptionToDelete, NamedFieldOption, NewFieldOption};
use pipedrive::{Client, CustomFieldResolver, FieldEntity, OptionId, Money};
use serde_json::{Map, Value, json};

use crate::{account, call};

/// Defines a field for deals.
async fn define(client: &Client, name: &str, field_type: CustomFieldType) -> FieldDefinition {
    let request = client.v2().deal_fields().create(name, field_type.clone());
    let request = match field_type {
        CustomFieldType::Enum | CustomFieldType::Set => {
            request.options([NewFieldOption::new("Brass"), NewFieldOption::new("Chrome")])
        }
        _ => request,
    };
    let field = request.await.expect("the field is defined");
    assert_eq!(field.is_custom_field, Some(true));
    let code = field.field_code.to_string();
    assert!(code.len() == 40 && code.bytes().all(|byte| byte.is_ascii_hexdigit()), "{code}");
    field
}

/// Defines a field for deals, and returns its code.
async fn code_of(client: &Client, name: &str, field_type: CustomFieldType) -> String {
    define(client, name, field_type).await.field_code.to_string()
}

/// The number of an id.
fn number(id: Option<OptionId>) -> Option<i64> {
    match id? {
        OptionId::Int(id) => Some(id),
        _ => None,
    }
}

/// The suffix of a part of a field in version 1, and its value.
type FlatPart = (&'static str, Value);

/// Each type, with a value in the encoding of version 2, and the parts in the one of version 1.
fn every_type(options: &[i64]) -> Vec<(CustomFieldType, Value, Vec<FlatPart>)> {
    let plain = |field_type, value: Value| (field_type, value.clone(), vec![("", value)]);
    let ids: Vec<String> = options.iter().map(i64::to_string).collect();
    vec![
        plain(CustomFieldType::Varchar, json!("C-7")),
        plain(CustomFieldType::VarcharAuto, json!("Riga")),
        plain(CustomFieldType::Text, json!("Two lines\nof text")),
        plain(CustomFieldType::Phone, json!("+372 5550 100")),
        plain(CustomFieldType::Double, json!(2.5)),
        plain(CustomFieldType::Date, json!("2026-02-28")),
        plain(CustomFieldType::User, json!(1)),
        plain(CustomFieldType::Org, json!(1)),
        plain(CustomFieldType::People, json!(1)),
        (CustomFieldType::Enum, json!(options[0]), vec![("", json!(ids[0]))]),
        (CustomFieldType::Set, json!(options), vec![("", json!(ids.join(",")))]),
        (
            CustomFieldType::Monetary,
            json!({ "value": 99.5, "currency": "SEK" }),
            vec![("_currency", json!("SEK")), ("", json!(99.5))],
        ),
        (
            CustomFieldType::Daterange,
            json!({ "value": "2026-01-01", "until": "2026-03-31" }),
            vec![("_until", json!("2026-03-31")), ("", json!("2026-01-01"))],
        ),
        (
            CustomFieldType::Time,
            json!({ "value": "13:30:00", "timezone_id": 14, "timezone_name": null }),
            vec![("", json!("13:30:00")), ("_timezone_id", json!(14))],
        ),
        (
            CustomFieldType::Timerange,
            json!({ "value": "08:00:00", "until": "16:00:00", "timezone_id": 14, "timezone_name": null }),
            vec![("_until", json!("16:00:00")), ("", json!("08:00:00")), ("_timezone_id", json!(14))],
        ),
        (
            CustomFieldType::Address,
            json!({
                "value": "Harbor 4, Tallinn", "subpremise": null, "street_number": "4", "route": "Harbor", "sublocality": null,
                "locality": "Tallinn", "admin_area_level_1": null, "admin_area_level_2": null, "country": "Estonia",
                "postal_code": null, "formatted_address": null,
            }),
            vec![
                ("_street_number", json!("4")),
                ("_locality", json!("Tallinn")),
                ("", json!("Harbor 4, Tallinn")),
                ("_route", json!("Harbor")),
                ("_country", json!("Estonia")),
            ],
        ),
    ]
}

#[tokio::test]
async fn values_of_every_type_have_the_encoding_of_the_version() {
    let (_, client) = account();
    client.v2().persons().create("Petra Holm").await.expect("the person is created");
    client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created");
    let mut nested = Map::new();
    let mut flat = Vec::new();
    for (field_type, _, _) in every_type(&[0, 0]) {
        let field = define(&client, &format!("{field_type:?}"), field_type.clone()).await;
        let code = field.field_code.to_string();
        let options: Vec<i64> = field.options.into_iter().filter_map(|option| number(option.id)).chain([0, 0]).take(2).collect();
        let (_, value, parts) =
            every_type(&options).into_iter().find(|(other, _, _)| *other == field_type).expect("the type is listed");
        nested.insert(code.clone(), value);
        flat.extend(parts.into_iter().map(|(suffix, value)| (format!("{code}{suffix}"), value)));
    }

    // Written by version 2, read by version 1.
    let body = json!({ "title": "Lamps", "custom_fields": nested });
    let deal = call(&client, Method::POST, "/api/v2/deals", Some(body)).await.expect("the deal is created");
    assert_eq!(deal["data"]["custom_fields"], Value::from(nested.clone()));
    let path = format!("/v1/deals/{}", deal["data"]["id"]);
    let read = call(&client, Method::GET, &path, None).await.expect("the deal is read");
    for (name, value) in &flat {
        assert_eq!(read["data"][name], *value, "{name}");
    }

    // Written by version 1, in both orders, read by version 2.
    for _ in 0..2 {
        flat.reverse();
        let mut body: Map<String, Value> = flat.iter().cloned().collect();
        body.insert("title".to_owned(), "Lanterns".into());
        body.insert("org_id".to_owned(), 1.into());
        let deal = call(&client, Method::POST, "/v1/deals", Some(body.into())).await.expect("the deal is created");
        let path = format!("/api/v2/deals/{}", deal["data"]["id"]);
        let read = call(&client, Method::GET, &path, None).await.expect("the deal is read");
        assert_eq!(read["data"]["custom_fields"], Value::from(nested.clone()));
    }
}

#[tokio::test]
async fn a_part_of_a_value_is_changed_by_version_1_alone() {
    let (_, client) = account();
    let code = code_of(&client, "Budget", CustomFieldType::Monetary).await;
    let deals = client.v2().deals();
    let deal = deals.create("Lamps").custom_field(code.as_str(), Money::new(5.0, "EUR")).await.expect("the deal is created");
    let body = json!({ format!("{code}_currency"): "SEK" });
    call(&client, Method::PUT, &format!("/v1/deals/{}", deal.id), Some(body)).await.expect("the deal is updated");
    let deal = deals.get(deal.id).await.expect("the deal is read");
    assert_eq!(deal.custom_fields.money(&code), Some(Money::new(5.0, "SEK")));
    let deal = deals.update(deal.id).clear_custom_field(code.as_str()).await.expect("the field is cleared");
    assert_eq!(deal.custom_fields.money(&code), None);
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_an_error_that_names_the_field() {
    let (_, client) = account();
    let finish = code_of(&client, "Finish", CustomFieldType::Enum).await;
    let due = code_of(&client, "Due", CustomFieldType::Date).await;
    let unknown = "0123456789abcdef0123456789abcdef01234567".to_owned();
    let cases = [
        (&finish, json!(999), "option 999 does not exist"),
        (&finish, json!("Brass"), "expected an integer"),
        (&due, json!("31.01.2026"), "expected a date"),
        (&unknown, json!(1), "not a custom field"),
    ];
    for (code, value, problem) in cases {
        let body = json!({ "title": "Lamps", "custom_fields": { code.as_str(): value } });
        let error = call(&client, Method::POST, "/api/v2/deals", Some(body)).await.expect_err(problem);
        assert!(error.to_string().contains(problem) && error.to_string().contains(code.as_str()), "{error}");
    }
}

#[tokio::test]
async fn options_are_added_renamed_deleted_and_shown_with_labels() {
    let (_, client) = account();
    let code = code_of(&client, "Finish", CustomFieldType::Set).await;
    let fields = client.v2().deal_fields();
    let added = fields.add_options(code.as_str(), [NewFieldOption::new("Copper")]).await.expect("the option is added");
    let copper = added[0].id.expect("an option has an id");
    fields.update_options(code.as_str(), [NamedFieldOption::new(copper, "Bronze")]).await.expect("the option is renamed");

    let title = call(&client, Method::GET, "/v1/dealFields?limit=1", None).await.expect("the fields are read");
    assert_eq!((&title["data"][0]["key"], &title["data"][0]["options"]), (&json!("title"), &Value::Null));

    let resolver = CustomFieldResolver::load(&client, FieldEntity::Deal).await.expect("the fields are loaded");
    let value = resolver.options("Finish", ["Brass", "Bronze"]).expect("the options exist");
    let deal = client.v2().deals().create("Lamps").custom_field(code.as_str(), value).await.expect("the deal is created");
    let named = client.v2().deals().get(deal.id).await.expect("the deal is read");
    let labels = resolver.read(&named.custom_fields).option_labels("Finish").expect("the options exist");
    assert_eq!(labels, ["Brass", "Bronze"]);
    let path = format!("/api/v2/deals/{}?include_option_labels=true", deal.id);
    let read = call(&client, Method::GET, &path, None).await.expect("the deal is read");
    assert_eq!(read["data"]["custom_fields"][&code][1], json!({ "id": copper.0, "label": "Bronze" }));

    fields.delete_options(code.as_str(), [FieldOptionToDelete::new(copper)]).await.expect("the option is deleted");
    let read = call(&client, Method::GET, "/v1/dealFields", None).await.expect("the fields are read");
    let all = read["data"].as_array().expect("a list");
    let field = all.iter().find(|field| field["key"] == code.as_str()).expect("the field is listed");
    assert_eq!(field["options_deleted"], json!([{ "id": copper.0, "label": "Bronze" }]));
    assert_eq!(field["options"].as_array().map(Vec::len), Some(2));

    // Version 1 identifies fields by id, and replaces all options.
    let body = json!({ "options": [{ "id": field["options"][0]["id"], "label": "Old brass" }, { "label": "Steel" }] });
    let updated =
        call(&client, Method::PUT, &format!("/v1/dealFields/{}", field["id"]), Some(body)).await.expect("the field is updated");
    let labels: Vec<_> = updated["data"]["options"].as_array().into_iter().flatten().map(|option| &option["label"]).collect();
    assert_eq!(labels, ["Old brass", "Steel"]);

    fields.delete(code.as_str()).await.expect("the field is deleted");
    let deal = client.v2().deals().get(deal.id).await.expect("the deal is read");
    assert!(deal.custom_fields.get(&code).is_none());
    let error = fields.update("title").field_name("Name").await.expect_err("the title is no custom field");
    assert!(error.to_string().contains("`title` is not a custom field"), "{error}");
}

#[tokio::test]
async fn labels_are_options_of_a_field() {
    let (_, client) = account();
    let field = client.v2().person_fields().get("label_ids").await.expect("the field is read");
    let option = field.options.into_iter().next().expect("there are labels");
    let id = number(option.id).expect("labels have numbers");
    let person = client.v2().persons().create("Petra Holm").label_ids([id]).await.expect("the person is created");
    let read = call(&client, Method::GET, &format!("/api/v2/persons/{}?include_labels=true", person.id), None)
        .await
        .expect("the person is read");
    assert_eq!(read["data"]["labels"][0]["label"], json!(option.label));
    let read = call(&client, Method::GET, &format!("/api/v2/persons/{}", person.id), None).await.expect("the person is read");
    assert!(read["data"].get("labels").is_none());
}
