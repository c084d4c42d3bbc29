use serde_json::json;

use super::v1::V1;
use super::v1::things::{AnyThing, Colour, ThingInline};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn a_tag_tells_the_kinds_apart() -> Outcome {
    let things =
        json!({ "things": [{ "kind": "lamp", "watts": 4.5 }, { "kind": "hood", "colour": "green" }, { "kind": "bulb" }] });
    let server = Server::new([things]);
    let things = V1::new(server.client()).things().list().await?.things;
    assert!(matches!(&things[0], AnyThing::Lamp(lamp) if lamp.watts == Some(4.5)));
    assert!(matches!(&things[1], AnyThing::Hood(shade) if shade.colour == Some(Colour::Green)));
    assert!(matches!(&things[2], AnyThing::Other(_)));
    Ok(())
}

#[tokio::test]
async fn one_type_takes_what_any_alternative_takes() -> Outcome {
    let thing = json!({
        "level": "high", "width": 2.5, "colour": "blue", "only": { "id": 3, "watts": 1 }, "tags": ["a"], "none": [null], "size": 2,
        "inline": { "is": "tiny", "millimetres": 3 },
    });
    let server = Server::new([thing]);
    let thing = V1::new(server.client()).things().get(1).await?;
    assert_eq!(thing.level.map(|level| level.to_string()).as_deref(), Some("high"));
    assert_eq!(thing.width, Some(2.5));
    assert_eq!(thing.colour.map(|colour| colour.to_string()).as_deref(), Some("blue"));
    assert_eq!(thing.only.and_then(|lamp| lamp.id), Some(3));
    assert_eq!(thing.tags, ["a"]);
    assert!(matches!(thing.inline, Some(ThingInline::Tiny(small)) if small.millimetres == Some(3.0)));
    assert!(thing.extra.is_empty(), "{:?}", thing.extra);
    Ok(())
}
