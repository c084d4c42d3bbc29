use serde_json::json;

use super::ids::{LampId, SwitchId};
use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::CustomFieldValue;
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

#[tokio::test]
async fn integers_of_every_type_are_ids_if_they_fit() -> Outcome {
    let server = Server::new([json!({ "data": { "id": 7 } })]);
    let lamps = V2::new(server.client()).lamps();
    lamps.update(7_u64).twin_ids([8_usize]).await?;
    let sent = "PATCH https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"twin_ids":[8]}}"#)]);
    for (call, name) in [(lamps.update(u64::MAX), "id"), (lamps.update(7).twin_ids([u64::MAX]), "twin_ids")] {
        let error = call.await.expect_err("too large").to_string();
        assert!(error.ends_with(&format!(": `{name}`: the value does not fit into a signed integer of 64 bits")), "{error}");
    }
    assert_eq!(server.sent().len(), 1);
    Ok(())
}

#[test]
fn ids_compare_with_and_convert_to_what_they_hold() -> Outcome {
    assert_eq!(LampId(7), 7);
    assert_eq!(7, LampId(7));
    assert!(LampId(7) > 6 && 8 > LampId(7));
    assert_eq!((i64::from(LampId(7)), LampId::try_from(7_u64)?), (7, LampId(7)));
    assert!(LampId::try_from(u64::MAX).is_err());
    let switch = SwitchId::from("a-b");
    let owned = "a-b".to_owned();
    assert_eq!(switch, "a-b");
    assert_eq!("a-b", switch);
    assert_eq!(switch, *"a-b");
    assert_eq!(switch, owned);
    assert_eq!(owned, switch);
    assert_eq!((switch.as_ref(), String::from(switch.clone())), ("a-b", owned));
    assert_eq!(std::collections::HashMap::from([(switch, 1)]).get("a-b"), Some(&1));
    Ok(())
}

#[test]
fn ids_are_values_of_custom_fields() {
    assert_eq!(CustomFieldValue::from(LampId(7)), CustomFieldValue::Integer(7));
    assert_eq!(CustomFieldValue::from(SwitchId::from("a-b")), CustomFieldValue::Text("a-b".into()));
}
