use serde_json::json;

use super::v2::V2;
use super::v2::lamps::Times;
use crate::runtime::{Date, SignedDuration, Time, Timestamp};
use crate::server::{Outcome, Server, decoded};

const MOMENT: Timestamp = Timestamp::constant(1_769_868_300, 0);

#[test]
fn every_form_has_its_type() -> Outcome {
    let times: Times = decoded(&json!({
        "bought_on": "2026-01-31", "add_time": "2026-01-31T14:05:00Z", "on_at": "18:30:00", "on_for": "01:30:00",
        "checked_on": ["2026-02-01"],
    }))?;
    assert_eq!((times.bought_on, times.add_time), (Some(Date::constant(2026, 1, 31)), Some(MOMENT)));
    assert_eq!((times.on_at, times.on_for), (Some(Time::constant(18, 30, 0, 0)), Some(SignedDuration::from_mins(90))));
    assert_eq!(times.checked_on, [Date::constant(2026, 2, 1)]);
    Ok(())
}

#[test]
fn zero_dates_and_empty_texts_are_nothing() -> Outcome {
    let json = json!({ "bought_on": "0000-00-00", "add_time": "" });
    let times: Times = decoded(&json)?;
    assert_eq!((times.bought_on, times.add_time), (None, None));
    Ok(())
}

#[tokio::test]
async fn they_are_sent_in_the_same_forms() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    let lamps = V2::new(server.client()).lamps();
    let create = lamps.create().as_of(MOMENT).bought_on(Date::constant(2026, 1, 31)).add_time(MOMENT);
    create
        .on_at(Time::constant(18, 30, 0, 0))
        .on_for(SignedDuration::from_mins(90))
        .checked_on([Date::constant(2026, 2, 1)])
        .await?;
    let sent =
        "POST https://acme.example/api/v2/lamps?as_of=2026-01-31T14:05:00Z\ncontent-type: application/json\nx-api-token: token\n";
    let body = r#"{"bought_on":"2026-01-31","add_time":"2026-01-31T14:05:00Z","on_at":"18:30:00","on_for":"01:30:00","checked_on":["2026-02-01"]}"#;
    assert_eq!(server.sent(), [format!("{sent}{body}")]);
    Ok(())
}
