use serde_json::json;

use super::v2::V2;
use super::webhooks::{Event, Item};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn responses_have_the_same_type() -> Outcome {
    let server = Server::new([json!({ "data": { "id": 7, "watts": 4.5 } })]);
    let lamp = V2::new(server.client()).lamps().get(7).await?;
    let body = json!({ "meta": { "version": "2.0", "entity": "lamp" }, "data": { "id": 7, "watts": 4.5 } });
    assert_eq!(Event::parse(body.to_string().as_bytes())?.data_as()?, Some(lamp));
    Ok(())
}

#[test]
fn an_event_has_a_typed_item() -> Outcome {
    let body = json!({
        "meta": { "version": "2.0", "entity": "lamp", "entity_id": "7" }, "data": { "id": 7, "watts": 4.5 }, "previous": { "watts": [] }
    });
    let event = Event::parse(body.to_string().as_bytes())?;
    let Item::Lamp(change) = event.item()? else { return Err("not a lamp".into()) };
    assert_eq!((change.id, change.now.and_then(|lamp| lamp.watts)), (Some(7), Some(4.5)));
    assert_eq!(event.mismatches().iter().map(pipedrive::Mismatch::pointer).collect::<Vec<_>>(), ["/previous/watts"]);
    let body = json!({ "v": 1, "meta": { "object": "lamp" }, "current": { "id": 7 } });
    assert!(matches!(Event::parse(body.to_string().as_bytes())?.item()?, Item::LampV1(_)));
    Ok(())
}

#[test]
fn an_item_need_not_be_in_a_response() -> Outcome {
    let body = json!({ "meta": { "version": "2.0", "entity": "dead_bulb", "entity_id": "a-1" }, "data": { "id": "a-1", "custom_fields": { "x": "y" } } });
    let event = Event::parse(body.to_string().as_bytes())?;
    let Item::DeadBulb(change) = event.item()? else { return Err("not a bulb".into()) };
    assert_eq!(change.id.as_deref(), Some("a-1"));
    assert_eq!(change.now.map(|bulb| bulb.custom_fields.len()), Some(1));
    let lamp = event.data_as::<super::v2::lamps::Lamp>();
    assert!(lamp.is_err_and(|error| error.to_string().contains("`dead_bulb`")));
    Ok(())
}
