use serde_json::json;

use super::v1::V1;
use super::v1::lamps::Times;
use crate::runtime::{SignedDuration, Time, Timestamp};
use crate::server::{Outcome, Server, decoded};

const MOMENT: Timestamp = Timestamp::constant(1_769_868_300, 0);

#[test]
fn every_form_has_its_type() -> Outcome {
    let times: Times = decoded(&json!({
        "add_time": "2026-01-31 14:05:00", "next_time": "2026-01-31 14:05", "on_at": "18:30", "on_for": "01:30",
        "seen": 1_769_868_300, "seen_exactly": 1_769_868_300_250_i64, "checked": ["2026-01-31 14:05:00"],
    }))?;
    assert_eq!((times.add_time, times.next_time, times.seen), (Some(MOMENT), Some(MOMENT), Some(MOMENT)));
    assert_eq!(times.seen_exactly, Some(Timestamp::constant(1_769_868_300, 250_000_000)));
    assert_eq!((times.on_at, times.on_for), (Some(Time::constant(18, 30, 0, 0)), Some(SignedDuration::from_mins(90))));
    assert_eq!(times.checked, [MOMENT]);
    Ok(())
}

#[test]
fn the_form_of_version_2_is_read_too_and_kept() -> Outcome {
    let times: Times = decoded(&json!({ "add_time": "2026-01-31T14:05:00.000Z" }))?;
    assert_eq!(times.add_time, Some(MOMENT));
    Ok(())
}

#[tokio::test]
async fn they_are_sent_in_the_same_forms() -> Outcome {
    let server = Server::new([json!({ "data": {} })]);
    let create = V1::new(server.client()).lamps().create().since(MOMENT).add_time(MOMENT).next_time(MOMENT).seen(MOMENT);
    let create = create.seen_exactly(MOMENT).checked([MOMENT]);
    create.on_at(Time::constant(18, 30, 0, 0)).on_for(SignedDuration::from_mins(90)).await?;
    let sent =
        "POST https://acme.example/v1/lamps?since=2026-01-31%2014:05:00\ncontent-type: application/json\nx-api-token: token\n";
    let times =
        r#""add_time":"2026-01-31 14:05:00","next_time":"2026-01-31 14:05","seen":1769868300,"seen_exactly":1769868300000"#;
    let body = format!(r#"{{{times},"checked":["2026-01-31 14:05:00"],"on_at":"18:30","on_for":"01:30"}}"#);
    assert_eq!(server.sent(), [format!("{sent}{body}")]);
    Ok(())
}
