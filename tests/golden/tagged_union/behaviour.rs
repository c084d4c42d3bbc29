use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Light;
use crate::server::{Outcome, Server, decoded};

#[tokio::test]
async fn the_tag_decides() -> Outcome {
    let server = Server::new([
        json!({ "data": [{ "power": 4.5, "object": "lamp" }, { "object": "candle", "length": 120 }, { "object": "star" }] }),
    ]);
    let lights = V2::new(server.client()).lamps().list_lights(7).await?;
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7/lights\nx-api-token: token\n"]);
    match lights.as_slice() {
        [Light::Lamp(lamp), Light::Candle(candle), Light::Other(other)] => {
            assert_eq!((lamp.power, candle.length, other.tag()), (Some(4.5), 120, Some("star")));
        }
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[test]
fn what_is_not_known_is_kept() -> Outcome {
    for json in [json!({ "object": "star", "far": true }), json!({ "far": true }), json!({ "object": "lamp", "far": true })] {
        decoded::<Light>(&json)?;
    }
    Ok(())
}

#[test]
fn a_known_kind_with_a_fault_is_an_error() {
    let error = serde_json::from_str::<Light>(r#"{ "object": "candle" }"#).expect_err("the length is proven");
    assert!(error.to_string().contains("length"), "{error}");
}
