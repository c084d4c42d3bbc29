use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Lamp;
use crate::runtime::{CustomFieldChange, Money};
use crate::server::{Outcome, Server, decoded};

const PRICE: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
const CURRENCY: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12_currency";
const ROOM: &str = "9dc80c50d78a15643bfc4ca79d76156a73a1ca0e";

#[test]
fn the_accounts_own_fields_stand_beside_the_others() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "name": "Desk", PRICE: 12.5, CURRENCY: "EUR", ROOM: null, "later": 1 }))?;
    assert_eq!(lamp.custom_fields.money(PRICE), Some(Money::new(12.5, "EUR")));
    assert_eq!((lamp.custom_fields.len(), lamp.extra.len()), (3, 1));
    Ok(())
}

#[tokio::test]
async fn they_are_set_and_cleared_by_key() -> Outcome {
    let server = Server::new([json!({ "data": {} }), json!({ "data": {} })]);
    let update = V1::new(server.client()).lamps().update(7).name("Desk");
    update.clone().custom_field(PRICE, Money::new(12.5, "EUR")).clear_custom_field(ROOM).await?;
    let price = CustomFieldChange::set(PRICE, Money::new(12.5, "EUR"));
    update.custom_fields_from([price, CustomFieldChange::clear(ROOM)]).await?;
    let sent = "PUT https://acme.example/v1/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    let body = json!({ "name": "Desk", PRICE: 12.5, CURRENCY: "EUR", ROOM: null });
    assert_eq!(server.sent(), [format!("{sent}{body}"), format!("{sent}{body}")]);
    Ok(())
}
