use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::Request;
use crate::server::{Outcome, Server, decoded};

#[test]
fn an_object_may_hold_its_own_kind() -> Outcome {
    let lamp: Lamp = decoded(&json!({
        "next": { "next": { "socket": { "volts": 12 } } },
        "socket": { "lamp": { "copies": [{ "socket": { "volts": 24 } }] }, "volts": 230 },
    }))?;
    let third = lamp.next.and_then(|lamp| lamp.next).and_then(|lamp| lamp.socket).ok_or("there is no third lamp")?;
    assert_eq!(third.volts, Some(12));
    let copy = lamp.socket.and_then(|socket| socket.lamp).and_then(|lamp| lamp.copies.into_iter().next());
    assert_eq!(copy.and_then(|lamp| lamp.socket).and_then(|socket| socket.volts), Some(24));
    Ok(())
}

#[tokio::test]
async fn a_hostile_depth_is_cut_and_no_overflow() -> Outcome {
    let deep = format!("{}{}", r#"{"next":"#.repeat(100_000), "}".repeat(100_000));
    let server = Server::new([format!(r#"{{"data":{deep}}}"#)]);
    let response = V2::new(server.client()).lamps().get(7).with_response().await?;
    let place = format!("data{}", ".next".repeat(126));
    assert!(response.mismatches().iter().all(|mismatch| mismatch.path() == place), "{:?}", response.mismatches());
    assert!(!response.mismatches().is_empty());
    Ok(())
}
