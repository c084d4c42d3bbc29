use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::{CustomFieldChange, Money};
use crate::server::{Outcome, Server, decoded};

const PRICE: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
const ROOM: &str = "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e";

#[test]
fn the_accounts_own_fields_stand_in_an_object() -> Outcome {
    let lamp: Lamp =
        decoded(&json!({ "name": "Desk", "custom_fields": { PRICE: { "value": 12.5, "currency": "EUR" }, ROOM: null } }))?;
    assert_eq!(lamp.custom_fields.money(PRICE), Some(Money::new(12.5, "EUR")));
    assert_eq!((lamp.custom_fields.len(), lamp.custom_fields.text(ROOM)), (2, None));
    assert!(lamp.extra.is_empty());
    Ok(())
}

#[tokio::test]
async fn they_are_set_and_cleared_by_key() -> Outcome {
    let server = Server::new([json!({ "data": {} }), json!({ "data": {} }), json!({ "data": {} })]);
    let lamps = V2::new(server.client()).lamps();
    lamps.update(7).custom_field(PRICE, Money::new(12.5, "EUR")).clear_custom_field(ROOM).await?;
    let price = CustomFieldChange::set(PRICE, Money::new(12.5, "EUR"));
    lamps.update(7).custom_fields_from([price, CustomFieldChange::clear(ROOM)]).await?;
    lamps.update(7).name("Desk").await?;
    let sent = "PATCH https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    let fields = json!({ "custom_fields": { PRICE: { "value": 12.5, "currency": "EUR" }, ROOM: null } });
    assert_eq!(server.sent(), [format!("{sent}{fields}"), format!("{sent}{fields}"), format!(r#"{sent}{{"name":"Desk"}}"#)]);
    Ok(())
}
