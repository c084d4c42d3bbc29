use serde_json::json;

use super::v1::lamps::Lamp;
use crate::server::{Outcome, decoded};

#[test]
fn an_empty_map_may_be_a_list() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "rooms": { "hall": 2 } }))?;
    assert_eq!(lamp.rooms["hall"], 2);
    let lamp: Lamp = serde_json::from_str(r#"{ "rooms": [] }"#)?;
    assert!(lamp.rooms.is_empty());
    Ok(())
}

#[test]
fn a_list_with_something_in_it_is_no_map() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "rooms": [2] }))?;
    assert_eq!((lamp.rooms.len(), lamp.extra.get("rooms")), (0, Some(&json!([2]))));
    Ok(())
}
