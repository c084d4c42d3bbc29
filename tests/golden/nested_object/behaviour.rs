use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::{Mismatch, Request};
use crate::server::{Outcome, Server, decoded};

#[test]
fn objects_stand_in_objects_lists_and_maps() -> Outcome {
    let lamp: Lamp = decoded(&json!({
        "bulb": { "fitting": "E27", "maker": { "name": "Glow", "since": 1901 } },
        "spares": [{ "fitting": "E14" }],
        "by_room": { "hall": { "fitting": "E27" } },
    }))?;
    let maker = lamp.bulb.and_then(|bulb| bulb.maker).ok_or("there is no maker")?;
    assert_eq!((maker.name.as_deref(), maker.extra.get("since")), (Some("Glow"), Some(&json!(1901))));
    assert_eq!((lamp.spares[0].fitting.as_str(), lamp.by_room["hall"].fitting.as_str()), ("E14", "E27"));
    Ok(())
}

#[tokio::test]
async fn an_object_without_its_proven_field_is_kept_as_it_came() -> Outcome {
    let data = json!({ "bulb": { "watts": 5 }, "spares": [{ "fitting": "E14" }, { "watts": 5 }], "by_room": { "hall": {} } });
    let server = Server::new([json!({ "data": data })]);
    let response = V2::new(server.client()).lamps().get(7).with_response().await?;
    let paths: Vec<String> = response.mismatches().iter().map(Mismatch::path).collect();
    assert_eq!(paths, ["data.bulb.fitting", "data.spares[1].fitting", "data.by_room.hall.fitting"]);
    assert_eq!((&response.data.bulb, response.data.spares.len()), (&None, 1));
    assert_eq!(serde_json::to_value(&response.data)?, data);
    Ok(())
}
