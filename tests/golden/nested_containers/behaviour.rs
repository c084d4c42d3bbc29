use std::collections::BTreeMap;

use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Shifts;
use crate::runtime::{Time, Timestamp};
use crate::server::{Outcome, Server, decoded};

const MOMENT: Timestamp = Timestamp::constant(1_769_868_300, 0);

#[test]
fn the_form_of_a_value_reaches_into_lists_and_maps() -> Outcome {
    let shifts: Shifts = decoded(&json!({
        "shifts": [["2026-01-31 14:05:00"], []], "by_day": { "monday": ["18:00"] }, "levels": [{ "red": 3 }], "dark": { "sunday": 1 },
    }))?;
    assert_eq!(shifts.shifts, [vec![MOMENT], vec![]]);
    assert_eq!((shifts.by_day["monday"].as_slice(), shifts.levels[0]["red"]), (&[Time::constant(18, 0, 0, 0)][..], 3));
    assert!(shifts.dark["sunday"]);
    Ok(())
}

#[tokio::test]
async fn they_are_sent_in_the_same_form() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    let update = V1::new(server.client()).lamps().update(7).shifts([vec![MOMENT], vec![]]);
    let update = update.by_day(BTreeMap::from([("monday".to_owned(), vec![Time::constant(18, 0, 0, 0)])]));
    update.levels([BTreeMap::from([("red".to_owned(), 3)])]).dark(BTreeMap::from([("sunday".to_owned(), true)])).await?;
    let sent = "PUT https://acme.example/v1/lamps/7\ncontent-type: application/json\nx-api-token: token\n";
    let body = json!({ "shifts": [["2026-01-31 14:05:00"], []], "by_day": { "monday": ["18:00"] }, "levels": [{ "red": 3 }], "dark": { "sunday": 1 } });
    assert_eq!(server.sent(), [format!("{sent}{body}")]);
    Ok(())
}
