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

#[test]
fn known_values_are_listed_and_ordered_by_their_strings() {
    let [off, shining, unknown] = [LampState::Off, LampState::Shining, LampState::from("ofz")];
    assert!(off.is_known() && !unknown.is_known());
    assert!(LampState::KNOWN.iter().all(LampState::is_known) && LampState::KNOWN.contains(&shining));
    assert_eq!((off.as_str(), unknown.as_str(), shining.as_ref()), ("off", "ofz", "on"));
    let mut states = vec![shining.clone(), unknown.clone(), off.clone()];
    states.sort();
    assert_eq!(states, [off, unknown, shining]);
}

#[test]
fn parsing_can_be_strict() {
    assert_eq!(LampState::from_known("off"), Ok(LampState::Off));
    let error = LampState::from_known("flickering").expect_err("unknown").to_string();
    assert!(error.starts_with("unknown value `flickering`: expected one of `") && error.contains("`out-of-order`"), "{error}");
}
