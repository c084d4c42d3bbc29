use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Lamp;
use crate::runtime::Request;
use crate::server::{Outcome, Server, decoded};

#[tokio::test]
async fn an_empty_map_may_be_a_list() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "rooms": { "hall": 2 } }))?;
    assert_eq!(lamp.rooms["hall"], 2);
    let server = Server::new([json!({ "data": { "rooms": [] } })]);
    let response = V1::new(server.client()).lamps().get(7).with_response().await?;
    assert!(response.data.rooms.is_empty() && response.mismatches().is_empty());
    Ok(())
}

#[test]
fn a_list_with_something_in_it_is_no_map() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "rooms": [2] }))?;
    assert_eq!((lamp.rooms.len(), lamp.extra.get("rooms")), (0, Some(&json!([2]))));
    Ok(())
}
