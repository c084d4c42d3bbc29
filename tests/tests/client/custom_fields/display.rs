//! Custom fields as strings.

use pipedrive::custom_fields::{CustomFieldResolver, DateRange, FieldEntity};
use pipedrive::{Client, CustomFieldValue, CustomFields};
use pipedrive_mock::Account;
use serde_json::json;

/// The fields of the first deal of the mock account.
const FIELDS: [(&str, &str); 16] = [
    ("Contract no", "C-7"),
    ("Fair", "Riga"),
    ("Requirements", "Dimmable,\nno glare."),
    ("Site phone", "+372 5550 199"),
    ("Area", "420.5"),
    ("Install on", "2026-05-18"),
    ("Electrician", "1"),
    ("Architect's office", "2"),
    ("Architect", "2"),
    ("Finish", "Brass"),
    ("Light colors", "Warm white, Candle"),
    ("Fitting costs", "950 EUR"),
    ("Building phase", "2026-05-01 to 2026-06-30"),
    ("Delivery time", "09:30:00"),
    ("Access", "08:00:00 to 16:00:00"),
    ("Site", "Harbor 4, Tallinn, Estonia"),
];

fn client() -> Client {
    Client::builder().api_token("token").transport(Account::demo()).build().unwrap()
}

#[tokio::test]
async fn a_field_of_each_type_is_displayed_in_both_versions() {
    let client = client();
    let resolver = CustomFieldResolver::load(&client, FieldEntity::Deal).await.unwrap();
    let nested = client.v2().deals().get(1).await.unwrap().custom_fields;
    let labelled = client.v2().deals().get(1).include_option_labels(true).await.unwrap().custom_fields;
    let empty = client.v2().deals().get(2).await.unwrap().custom_fields;
    #[allow(deprecated)]
    let flat = client.v1().deals().get(1).await.unwrap().custom_fields;
    for (name, displayed) in FIELDS {
        for fields in [&nested, &labelled, &flat] {
            assert_eq!(resolver.read(fields).field(name).unwrap().to_string(), displayed, "{name}");
        }
        assert_eq!(resolver.read(&empty).field(name).unwrap().to_string(), "", "{name}");
    }
}

#[tokio::test]
async fn an_option_without_a_definition_is_displayed_as_its_id() {
    let resolver = CustomFieldResolver::load(&client(), FieldEntity::Deal).await.unwrap();
    let known = resolver.field("Light colors").unwrap().options[0].id.to_string().parse::<i64>().unwrap();
    let mut fields = CustomFields::new();
    fields.set(resolver.key("Finish").unwrap(), json!(987));
    fields.set(resolver.key("Light colors").unwrap(), json!([known, 987]));
    assert_eq!(resolver.read(&fields).field("Finish").unwrap().to_string(), "987");
    assert_eq!(resolver.read(&fields).field("Light colors").unwrap().to_string(), "Warm white, 987");
}

#[test]
fn a_value_is_displayed_without_its_field() {
    let open = DateRange { from: "2026-05-01".parse().unwrap(), until: None };
    assert_eq!(open.to_string(), "from 2026-05-01");
    assert_eq!(CustomFieldValue::from(open).to_string(), "from 2026-05-01");
    assert_eq!(CustomFieldValue::Options(vec![31, 33]).to_string(), "31,33");
    assert_eq!(CustomFieldValue::Number(0.5).to_string(), "0.5");
    assert_eq!(format!("[{:>5}]", CustomFieldValue::from("ab")), "[   ab]");
}
