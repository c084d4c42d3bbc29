use serde_json::json;

use super::v2::V2;
use super::v2::lamps::{NewBulb, NewMark, NewShade};
use crate::runtime::Timestamp;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn only_what_was_set_is_sent() -> Outcome {
    let server = Server::new([json!({ "success": true }), json!({ "success": true })]);
    let lamps = V2::new(server.client()).lamps();
    let full = NewBulb::new("E27", 2)
        .power(4.5)
        .lasts_until(Timestamp::UNIX_EPOCH)
        .marks([NewMark::new().text("CE"), NewMark::default()]);
    lamps.create([full, NewBulb::new("E14", 2)]).shade(NewShade::new().colour("red")).await?;
    lamps.create(Vec::<NewBulb>::new()).await?;
    let sent = "POST https://acme.example/api/v2/lamps\ncontent-type: application/json\nx-api-token: token\n";
    let first = json!({
        "bulbs": [
            { "kind": "bulb", "fitting": "E27", "fields": 2, "power": 4.5, "lasts_until": "1970-01-01 00:00:00", "marks": [{ "text": "CE" }, {}] },
            { "kind": "bulb", "fitting": "E14", "fields": 2 },
        ],
        "shade": { "colour": "red" },
    });
    assert_eq!(server.sent(), [format!("{sent}{first}"), format!(r#"{sent}{{"bulbs":[]}}"#)]);
    Ok(())
}

#[tokio::test]
async fn a_fault_deep_inside_is_told_before_anything_is_sent() {
    let server = Server::default();
    let error =
        V2::new(server.client()).lamps().create([NewBulb::new("E27", 2).power(f64::NAN)]).await.expect_err("NaN is no JSON");
    assert!(error.to_string().contains("power"), "{error}");
    assert!(server.sent().is_empty());
}

#[test]
fn null_can_be_sent_where_it_means_something() -> Outcome {
    let shade = NewShade::new().colour("red").clear_colour();
    assert_eq!(serde_json::to_value(&shade)?, json!({ "colour": null }));
    Ok(())
}

#[test]
fn values_do_not_show_in_debug() {
    assert!(!format!("{:?}", NewBulb::new("E27", 2)).contains("E27"));
}

#[tokio::test]
async fn a_number_that_does_not_fit_is_reported_with_its_path() {
    let server = Server::default();
    let lamps = V2::new(server.client()).lamps();
    for bulb in [NewBulb::new("E27", u64::MAX), NewBulb::new("E27", i128::MIN)] {
        let error = lamps.create([bulb]).await.expect_err("too large");
        assert_eq!(
            error.to_string(),
            "POST /api/v2/lamps: invalid request: `bulbs`: `fields`: the value does not fit into a signed integer of 64 bits"
        );
    }
    assert!(server.sent().is_empty());
}

#[test]
fn numbers_of_every_type_are_accepted() -> Outcome {
    let fitting = "E27".to_owned();
    for bulb in [NewBulb::new("E27", 2_usize).power(0.1_f32), NewBulb::new(&fitting, 2_u8).power(0.1)] {
        assert_eq!(serde_json::to_string(&bulb)?, r#"{"kind":"bulb","fitting":"E27","fields":2,"power":0.1}"#);
    }
    let bulb = NewBulb::new("E27", 2).power(u64::MAX);
    assert_eq!(serde_json::to_value(&bulb)?["power"], json!(u64::MAX));
    assert_eq!(serde_json::to_value(bulb.power(7_i64))?["power"], json!(7));
    Ok(())
}

#[test]
fn setters_are_applied_to_optional_values() -> Outcome {
    let bulb = NewBulb::new("E27", 2).with_some(Some(4), NewBulb::power).with_some(None::<f32>, NewBulb::power);
    assert_eq!(serde_json::to_value(&bulb)?["power"], json!(4));
    let shade = |colour| NewShade::new().set_or_clear(colour, NewShade::colour, NewShade::clear_colour);
    assert_eq!(serde_json::to_value([shade(Some("red")), shade(None)])?, json!([{ "colour": "red" }, { "colour": null }]));
    Ok(())
}
