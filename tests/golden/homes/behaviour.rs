use serde_json::json;

use super::common::Maker;
use super::v1::V1;
use super::v2::{V2, lamps, rooms};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn both_versions_share_what_is_common() -> Outcome {
    let (maker, place) = (json!({ "name": "Glow" }), json!({ "corner": "left" }));
    let second = json!({ "maker": maker, "place": place });
    let server = Server::new([json!({ "data": { "maker": maker, "successor": second } }), json!({ "data": second })]);
    let old = V1::new(server.client()).lamps().get(7).await?;
    let new: lamps::Lamp = V2::new(server.client()).lamps().get(7).await?;
    let makers: [Option<Maker>; 2] = [old.maker, new.maker.clone()];
    assert_eq!(makers[0], makers[1]);
    assert_eq!(old.successor.as_ref(), Some(&new));
    let place: rooms::Lamp = new.place.ok_or("there is no place")?;
    assert_eq!(place.corner.as_deref(), Some("left"));
    Ok(())
}
