use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Lamp;
use crate::runtime::{Mismatch, Request};
use crate::server::{Outcome, Server, decoded};

#[test]
fn every_type_is_read_and_written() -> Outcome {
    let json = json!({
        "number": 7, "name": "Desk", "power": 4.5, "is_on": false, "colours": ["warm"],
        "hours": { "friday": 4 }, "settings": { "dimmer": [1, 2] }, "later": { "added": true },
    });
    let lamp: Lamp = decoded(&json)?;
    assert_eq!((lamp.number, lamp.name.as_deref(), lamp.power, lamp.is_on), (7, Some("Desk"), Some(4.5), Some(false)));
    assert_eq!((lamp.colours, lamp.hours["friday"]), (vec!["warm".to_owned()], 4));
    assert_eq!(lamp.settings, Some(json!({ "dimmer": [1, 2] })));
    assert_eq!(lamp.extra.get("later"), Some(&json!({ "added": true })));
    Ok(())
}

#[test]
fn what_is_not_there_is_nothing() -> Outcome {
    let lamp: Lamp = serde_json::from_str(r#"{ "number": 7, "name": null, "colours": null }"#)?;
    assert_eq!(lamp, Lamp { number: 7, ..Lamp::default() });
    assert!(serde_json::from_str::<Lamp>("{}").is_err_and(|error| error.to_string().contains("number")));
    Ok(())
}

#[tokio::test]
async fn a_value_of_another_type_is_kept_and_counted() -> Outcome {
    let data = json!({ "number": 7, "power": "strong", "colours": ["warm", { "rgb": 3 }] });
    let server = Server::new([json!({ "success": true, "data": data })]);
    let response = V2::new(server.client()).lamps().get(7).with_response().await?;
    let paths: Vec<String> = response.mismatches().iter().map(Mismatch::path).collect();
    assert_eq!(paths, ["data.power", "data.colours[1]"]);
    assert_eq!((response.data.power, &response.data.colours), (None, &vec!["warm".to_owned()]));
    assert_eq!(serde_json::to_value(&response.data)?, data);
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7\nx-api-token: token\n"]);
    Ok(())
}

#[tokio::test]
async fn being_strict_makes_it_an_error() {
    let server = Server::new([json!({ "data": { "number": 7, "power": "strong" } })]);
    let result = V2::new(server.client()).lamps().get(7).strict(true).await;
    assert!(result.is_err_and(|error| error.json_path() == Some("data.power")));
}
