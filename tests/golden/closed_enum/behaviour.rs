use serde_json::json;

use super::v2::V2;
use super::v2::lamps::{Lamp, Pole, Side};
use crate::server::{Outcome, Server, decoded};

#[test]
fn a_value_beyond_the_set_does_not_fit() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "side": "left", "pole": -1 }))?;
    assert_eq!((lamp.side, lamp.pole), (Some(Side::Left), Some(Pole::Minus)));
    let lamp: Lamp = decoded(&json!({ "side": "top", "pole": 0 }))?;
    assert_eq!((lamp.side, lamp.pole, lamp.extra.len()), (None, None, 2));
    assert!(Side::try_from("top").is_err() && Pole::try_from(0).is_err());
    Ok(())
}

#[test]
fn a_match_needs_no_other_arm() {
    let name = |side: &Side| match side {
        Side::Left => "left",
        Side::Right => "right",
    };
    assert_eq!(name(&Side::Right), Side::Right.to_string());
}

#[tokio::test]
async fn it_is_sent_as_it_is_written() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    V2::new(server.client()).lamps().get(7).side(Side::Right).pole(Pole::Plus).await?;
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7?side=right&pole=1\nx-api-token: token\n"]);
    Ok(())
}
