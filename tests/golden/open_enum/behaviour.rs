use serde_json::json;

use super::v2::V2;
use super::v2::lamps::{Lamp, LampState};
use crate::server::{Outcome, Server, decoded};

#[test]
fn known_texts_are_variants_and_others_are_kept() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "state": "out-of-order", "before": ["on", "100%", "ON", "flickering"] }))?;
    assert_eq!(lamp.state, Some(LampState::OutOfOrder));
    assert_eq!(lamp.before[..2], [LampState::Shining, LampState::Full]);
    let unknown: Vec<String> = lamp.before[2..].iter().map(ToString::to_string).collect();
    assert_eq!(unknown, ["ON", "flickering"]);
    assert!(matches!(&lamp.before[3], LampState::Unknown(text) if text.as_str() == "flickering"));
    Ok(())
}

#[test]
fn a_known_text_is_never_unknown() {
    assert_eq!(LampState::from("unknown"), LampState::UnknownValue);
    assert_eq!("off".parse(), Ok(LampState::Off));
}

#[tokio::test]
async fn texts_can_be_sent_in_place_of_variants() -> Outcome {
    let server = Server::new([json!({ "data": {} }), json!({ "data": {} })]);
    let lamps = V2::new(server.client()).lamps();
    lamps.update(7).state(LampState::Full).await?;
    lamps.update(7).state("flickering").await?;
    let sent = "PATCH https://acme.example/api/v2/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"state":"100%"}}"#), format!(r#"{sent}{{"state":"flickering"}}"#)]);
    Ok(())
}
