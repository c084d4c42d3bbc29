use serde_json::json;

use super::v1::V1;
use crate::runtime::Timestamp;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn every_page_says_since_when() -> Outcome {
    let more = json!({ "pagination": { "start": 0, "limit": 1, "more_items_in_collection": true, "next_start": 1 } });
    let server = Server::new([json!({ "data": [{ "item": "lamp" }], "additional_data": more }), json!({ "data": null })]);
    let changes = V1::new(server.client()).recents().list(Timestamp::constant(1_769_868_300, 0)).items();
    assert_eq!(changes.try_collect().await?.len(), 1);
    let sent =
        |query| format!("GET https://acme.example/v1/recents?since_timestamp=2026-01-31%2014:05:00{query}\nx-api-token: token\n");
    assert_eq!(server.sent(), [sent(""), sent("&start=1")]);
    Ok(())
}
