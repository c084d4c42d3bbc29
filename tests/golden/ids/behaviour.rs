use serde_json::json;

use super::ids::{LampId, SwitchId};
use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::server::{Outcome, Server, decoded};

#[test]
fn every_kind_of_id_has_its_type() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "id": 7, "switch_id": "a-b", "twin_ids": [8, 9] }))?;
    assert_eq!((lamp.id, lamp.switch_id), (LampId(7), Some(SwitchId::from("a-b"))));
    assert_eq!(lamp.twin_ids, [LampId(8), LampId(9)]);
    assert_eq!(("7".parse(), LampId(7).to_string()), (Ok(LampId(7)), "7".to_owned()));
    Ok(())
}

#[test]
fn ids_are_read_from_digits_and_from_objects() -> Outcome {
    let lamp: Lamp = serde_json::from_str(r#"{ "id": "7", "twin_ids": [{ "value": 8, "name": "Twin" }] }"#)?;
    assert_eq!((lamp.id, lamp.twin_ids), (LampId(7), vec![LampId(8)]));
    Ok(())
}

#[tokio::test]
async fn ids_go_into_paths_and_bodies() -> Outcome {
    let server = Server::new([json!({ "data": { "id": 7 } })]);
    V2::new(server.client()).lamps().update(LampId(7)).switch_id("a-b").twin_ids([8, 9]).await?;
    let sent = "PATCH https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"switch_id":"a-b","twin_ids":[8,9]}}"#)]);
    Ok(())
}
