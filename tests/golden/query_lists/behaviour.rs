use serde_json::json;

use super::ids::LampId;
use super::v2::V2;
use super::v2::lamps::LampState;
use crate::runtime::{ErrorKind, Timestamp};
use crate::server::{Outcome, Server};

#[tokio::test]
async fn lists_are_separated_by_commas() -> Outcome {
    let server = Server::new([json!({ "data": 12 })]);
    let count = V2::new(server.client()).lamps().count([LampId(7), LampId(8)]);
    let count = count.states([LampState::On, "broken".into()]).rooms(vec!["hall"]).days([Timestamp::UNIX_EPOCH]);
    assert_eq!(count.await?, Some(12));
    let query = "ids=7,8&states=on,broken&rooms=hall&days=1970-01-01%2000:00:00";
    assert_eq!(server.sent(), [format!("GET https://acme.example/api/v2/lamps/count?{query}\nx-api-token: token\n")]);
    Ok(())
}

#[tokio::test]
async fn a_value_with_a_comma_would_be_two() {
    let server = Server::default();
    let result = V2::new(server.client()).lamps().count([7]).rooms(["hall, left"]).await;
    assert!(result.is_err_and(|error| error.kind() == ErrorKind::InvalidRequest));
    assert!(server.sent().is_empty());
}
