//! The account's own fields: what is sent and read, in both versions, by key, by name and as a struct.

mod display;
mod encodings;
mod mapping;
mod resolver;
mod writing;

use pipedrive::custom_fields::{CustomFieldResolver, FieldEntity};
use pipedrive::{Client, CustomFields};
use pipedrive_mock::Fault;
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};

/// The fields of an imaginary account, one per type.
const FIELDS: [(&str, &str); 16] = [
    ("Contract no", "varchar"),
    ("Lamp", "varchar_auto"),
    ("Remarks", "text"),
    ("Hotline", "phone"),
    ("Height", "double"),
    ("Budget", "monetary"),
    ("Tier", "enum"),
    ("Colours", "set"),
    ("Keeper", "user"),
    ("Electrician", "org"),
    ("Architect", "people"),
    ("Due", "date"),
    ("Fair", "daterange"),
    ("Alarm", "time"),
    ("Opening", "timerange"),
    ("Site", "address"),
];

fn client(server: &ServedAccount) -> Client {
    Client::builder().api_token("token").base_url(server.url()).build().unwrap()
}

/// A key that looks like a real one.
fn key(number: usize) -> String {
    format!("{number:040x}")
}

/// The key of the field with this name in the imaginary account.
fn key_of(name: &str) -> String {
    key(FIELDS.iter().position(|(known, _)| *known == name).unwrap())
}

fn definitions() -> Vec<Value> {
    let options = |kind: &str| match kind {
        "enum" => json!([{ "id": 21, "label": "Gold" }, { "id": 22, "label": "Silver" }]),
        "set" => json!([{ "id": 31, "label": "Red" }, { "id": 32, "label": "Blue" }, { "id": 33, "label": "Brass" }]),
        _ => Value::Null,
    };
    let custom = FIELDS.iter().enumerate().map(|(place, (name, kind))| {
        json!({ "field_code": key(place), "field_name": name, "field_type": kind, "options": options(kind), "is_custom_field": true })
    });
    let title = json!({ "field_code": "title", "field_name": "Title", "field_type": "varchar", "is_custom_field": false });
    custom.chain([title]).collect()
}

/// Definitions as the first version tells them.
fn flat_definitions() -> Vec<Value> {
    let flat = |field: &Value| json!({ "key": field["field_code"], "name": field["field_name"], "field_type": field["field_type"], "options": field["options"] });
    definitions().iter().map(flat).collect()
}

/// A server with the definitions; it responds to every writing call with an example.
async fn account() -> (ServedAccount, Client, CustomFieldResolver) {
    let server = ServedAccount::start().await;
    for (path, fields) in [("/api/v2/dealFields", definitions()), ("/v1/leadFields", flat_definitions())] {
        server.respond(path, Fault::response(200, json!({ "success": true, "data": fields })));
    }
    let client = client(&server);
    let deals = CustomFieldResolver::load(&client, FieldEntity::Deal).await.unwrap();
    (server, client, deals)
}

/// The body that was sent last.
fn sent(server: &ServedAccount) -> Value {
    server.last().body
}

/// The custom fields of a deal of the second version.
fn nested(fields: &Value) -> CustomFields {
    let deal: pipedrive::v2::deals::Deal = serde_json::from_value(json!({ "id": 1, "custom_fields": fields })).unwrap();
    deal.custom_fields
}

/// The custom fields of a lead of the first version.
fn flat(mut fields: Value) -> CustomFields {
    fields["id"] = "adf21080-0e10-11eb-879b-05d71fb426ec".into();
    let lead: pipedrive::v1::leads::Lead = serde_json::from_value(fields).unwrap();
    lead.custom_fields
}
