use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Lamp;
use crate::runtime::IntOrString;
use crate::server::{Outcome, Server, decoded};

#[test]
fn they_are_read_for_what_they_mean_and_written_as_they_were() -> Outcome {
    let lamp: Lamp = decoded(&json!({ "is_on": 1, "code": "A7", "level": "3", "levels": ["1", "2"] }))?;
    assert_eq!((lamp.is_on, lamp.code, lamp.level), (Some(true), Some(IntOrString::from("A7")), Some(3)));
    assert_eq!(lamp.levels, [1, 2]);
    let lamp: Lamp = decoded(&json!({ "is_on": 0, "code": 7 }))?;
    assert_eq!((lamp.is_on, lamp.code), (Some(false), Some(IntOrString::from(7))));
    Ok(())
}

#[test]
fn other_forms_of_the_same_are_read_too() -> Outcome {
    let lamp: Lamp = serde_json::from_str(r#"{ "is_on": true, "level": 3, "levels": [1, "2"] }"#)?;
    assert_eq!((lamp.is_on, lamp.level, lamp.levels), (Some(true), Some(3), vec![1, 2]));
    Ok(())
}

#[tokio::test]
async fn they_are_sent_the_way_the_api_writes_them() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    let update = V1::new(server.client()).lamps().update(7).quietly(true);
    update.is_on(false).code("A7").level(3).levels([1, 2]).await?;
    let sent = "PUT https://acme.example/v1/lamps/7?quietly=1\ncontent-type: application/json\nx-api-token: token\n";
    assert_eq!(server.sent(), [format!(r#"{sent}{{"is_on":0,"code":"A7","level":"3","levels":["1","2"]}}"#)]);
    Ok(())
}
