#![allow(deprecated, reason = "that is what this case is about")]

use serde_json::json;

use super::v1::V1;
use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::Request;
use crate::server::{Outcome, Server, decoded};

#[test]
fn deprecated_properties_still_work() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "power": 4.5, "watts": 5, "volts": 230 }))?;
    assert_eq!((lamp.power, lamp.watts, lamp.volts), (Some(4.5), Some(5), Some(230)));
    Ok(())
}

#[tokio::test]
async fn deprecated_operations_still_work() -> Outcome {
    let server = Server::new([json!({ "data": {} }), json!({ "data": {} })]);
    V1::new(server.client()).lamps().get(7).await?;
    V2::new(server.client()).lamps().get(7).bright(true).await?;
    let sent = [
        "GET https://acme.example/v1/lamps/7\nx-api-token: token\n",
        "GET https://acme.example/api/v2/lamps/7?bright=true\nx-api-token: token\n",
    ];
    assert_eq!(server.sent(), sent);
    Ok(())
}

#[test]
fn the_description_names_what_to_use_instead() {
    let info = super::v1::lamps::requests::GetRequest::INFO;
    assert_eq!((info.deprecated, info.replaced_by), (true, Some("v2.lamps.get")));
    assert!(!super::v2::lamps::requests::GetRequest::INFO.deprecated);
}

/// What rustc tells users cannot be caught while running, so the text that it comes from is looked at.
#[test]
fn rustc_names_what_to_use_instead() {
    assert!(
        include_str!("src/v1/lamps/operations.rs").contains(r#"#[deprecated(note = "use `client.v2().lamps().get()` instead")]"#)
    );
    assert!(include_str!("src/v2/lamps/models.rs").contains(r#"#[deprecated(note = "use `power` instead")]"#));
}
