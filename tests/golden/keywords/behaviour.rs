use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::Request;
use crate::server::{Outcome, Server, decoded};

#[test]
fn fields_keep_their_names_on_the_wire() -> Outcome {
    let lamp: Lamp = decoded(
        &json!({ "type": "desk", "self": true, "extra": "a bulb", "out": 2, "channel-id": 4, "field": "wheat", "new": 1 }),
    )?;
    assert_eq!((lamp.r#type.as_deref(), lamp.self_, lamp.extra_.as_deref()), (Some("desk"), Some(true), Some("a bulb")));
    assert_eq!((lamp.out, lamp.channel_id, lamp.field.as_deref()), (Some(2), Some(4), Some("wheat")));
    assert_eq!(lamp.extra.get("new"), Some(&json!(1)));
    Ok(())
}

#[test]
fn a_documented_field_called_extra_may_be_of_another_type() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "extra": { "bulb": 1 } }))?;
    assert_eq!((lamp.extra_, lamp.extra.get("extra")), (None, Some(&json!({ "bulb": 1 }))));
    Ok(())
}

#[tokio::test]
async fn setters_make_way_for_the_methods_that_every_request_has() -> Outcome {
    let server = Server::new([json!({ "data": [{ "type": "desk" }] })]);
    let request = V2::new(server.client()).lamps().r#match("desk", "on").r#ref("a/b").self_(true).with_items(3).with_timeout(60);
    let lamps = request.timeout(std::time::Duration::from_secs(5)).items().try_collect().await?;
    assert_eq!(lamps.len(), 1);
    let query = "type=desk&call=on&ref=a%2Fb&self=true&items=3&timeout=60";
    assert_eq!(server.sent(), [format!("GET https://acme.example/api/v2/lamps?{query}\nx-api-token: token\n")]);
    Ok(())
}
