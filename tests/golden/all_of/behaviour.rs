use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::server::{Outcome, Server, decoded};

#[test]
fn the_parts_are_one_object_and_the_last_word_counts() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "number": 7, "name": "Desk", "power": 4.5 }))?;
    let power: f64 = lamp.power;
    assert_eq!((lamp.number, lamp.name.as_deref(), power), (7, Some("Desk"), 4.5));
    Ok(())
}

#[tokio::test]
async fn what_a_part_requires_is_an_argument() -> Outcome {
    let server = Server::new([json!({ "data": { "number": 7, "power": 4.5 } })]);
    V2::new(server.client()).lamps().create("Desk").power(4.5).await?;
    let sent = "POST https://acme.example/api/v2/lamps\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"name":"Desk","power":4.5}}"#)]);
    Ok(())
}
