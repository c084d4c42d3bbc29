use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Lamp;
use crate::server::{Outcome, Server, decoded};

#[test]
fn a_secret_is_read_and_written_and_never_shown() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "name": "Desk", "password": "hunter2" }))?;
    let shown = format!("{lamp:?} {lamp:#?}");
    assert!(shown.contains("Desk") && !shown.contains("hunter2"), "{shown}");
    assert_eq!(lamp.password.as_ref().map(crate::runtime::Secret::expose), Some("hunter2"));
    Ok(())
}

#[tokio::test]
async fn a_request_does_not_show_it_either() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    let update = V1::new(server.client()).lamps().update(7).password("hunter2");
    assert!(!format!("{update:?}").contains("hunter2"));
    update.await?;
    assert!(server.sent()[0].ends_with(r#"{"password":"hunter2"}"#), "{:?}", server.sent());
    Ok(())
}
