use serde_json::json;

use super::v2::V2;
use super::v2::desk_lamps::{DeskLamp, LampShade};
use crate::runtime::Request;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn the_path_of_the_server_stands_in_front() -> Outcome {
    let lamp = json!({ "id": 2, "shade": { "colour": "blue" }, "smart": 1, "twin": { "switched-on": false }, "weight": 3 });
    let server = Server::new([json!({ "success": true, "data": lamp })]);
    let lamp: DeskLamp = V2::new(server.client()).desk_lamps().get(7).await?;
    let shade: Option<LampShade> = lamp.shade;
    assert_eq!(shade.and_then(|shade| shade.colour).map(|colour| colour.to_string()).as_deref(), Some("blue"));
    assert_eq!(lamp.smart, Some(true));
    assert_eq!(lamp.twin.and_then(|twin| twin.switched_on), Some(false));
    assert_eq!(lamp.extra.get("weight"), Some(&json!(3)));
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7\nx-api-token: token\n"]);
    Ok(())
}

#[tokio::test]
async fn what_says_the_same_is_one_type() -> Outcome {
    let page = json!({ "data": [{ "name": "a", "shade": { "colour": null } }], "additional_data": { "next_cursor": "n" } });
    let last = json!({ "data": [{ "name": "b" }], "additional_data": null });
    let server = Server::new([page, last]);
    let mut lamps = V2::new(server.client()).desk_lamps().list_lamps().limit(1).items();
    let first = lamps.try_next().await?.expect("a lamp");
    let shade: Option<LampShade> = first.shade;
    assert_eq!(shade.and_then(|shade| shade.colour), None);
    assert_eq!(lamps.try_next().await?.and_then(|lamp| lamp.name).as_deref(), Some("b"));
    assert!(server.sent()[1].starts_with("GET https://acme.example/api/v2/lamps?limit=1&cursor=n"), "{:?}", server.sent());
    Ok(())
}

#[tokio::test]
async fn responses_without_an_envelope_are_taken_whole() -> Outcome {
    let server = Server::new([json!({ "hall": { "lamps": 3 } })]);
    let rooms = V2::new(server.client()).rooms().all().await?;
    assert_eq!(rooms["hall"].lamps, Some(3));
    let cost = super::v2::desk_lamps::requests::ListLampsRequest::INFO.token_cost;
    assert_eq!(cost, Some(2));
    Ok(())
}
