use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Bulb;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn what_was_read_can_be_sent_again() -> Outcome {
    let bulbs = json!({ "bulbs": [{ "fitting": "E27", "power": 4.5, "later": 1 }] });
    let server = Server::new([json!({ "data": bulbs }), json!({ "data": {} })]);
    let lamps = V2::new(server.client()).lamps();
    let read = lamps.replace_bulbs(7).await?.bulbs;
    lamps.replace_bulbs(7).bulbs(read).await?;
    let sent = "PUT https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!("{sent}{{}}"), format!("{sent}{bulbs}")]);
    Ok(())
}

#[test]
fn it_is_built_like_other_inputs_and_has_fields_like_other_responses() -> Outcome {
    let bulb = Bulb::new("E27").power(4.5).colours(["warm"]);
    assert_eq!((bulb.fitting.as_deref(), bulb.power), (Some("E27"), Some(4.5)));
    assert_eq!(serde_json::to_value(&bulb)?, json!({ "fitting": "E27", "power": 4.5, "colours": ["warm"] }));
    // The fitting is all that is required.
    assert_eq!(Bulb::from("E27"), Bulb::new("E27"));
    Ok(())
}
