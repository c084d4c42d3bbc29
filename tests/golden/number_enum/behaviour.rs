use serde_json::json;

use super::v2::V2;
use super::v2::lamps::{Lamp, Visibility};
use crate::server::{Outcome, Server, decoded};

#[test]
fn known_numbers_are_variants_and_others_are_kept() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "visible_to": 3 }))?;
    assert_eq!(lamp.visible_to, Some(Visibility::Group));
    let lamp: Lamp = decoded(&json!({ "visible_to": 9 }))?;
    assert!(matches!(lamp.visible_to, Some(Visibility::Unknown(number)) if number.get() == 9));
    assert_eq!(Visibility::from(7), Visibility::Everyone);
    Ok(())
}

#[test]
fn a_number_may_come_as_text() -> Outcome {
    let lamp: Lamp = serde_json::from_str(r#"{ "visible_to": "7" }"#)?;
    assert_eq!(lamp.visible_to, Some(Visibility::Everyone));
    Ok(())
}

#[tokio::test]
async fn it_is_sent_as_a_number() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    V2::new(server.client()).lamps().update(7).visible_to(Visibility::Owner).await?;
    assert!(server.sent()[0].ends_with(r#"{"visible_to":1}"#), "{:?}", server.sent());
    Ok(())
}
