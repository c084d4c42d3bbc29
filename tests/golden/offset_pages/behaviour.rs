use serde_json::{Value, json};

use super::v1::V1;
use crate::runtime::ErrorKind;
use crate::server::{Outcome, Server};

fn page(numbers: &[i64], pagination: &Value) -> Value {
    let data: Vec<Value> = numbers.iter().map(|number| json!({ "number": number })).collect();
    json!({ "success": true, "data": data, "additional_data": { "pagination": pagination } })
}

#[tokio::test]
async fn pages_follow_the_offset() -> Outcome {
    let more = json!({ "start": 0, "limit": 2, "more_items_in_collection": true, "next_start": 2 });
    let server = Server::new([page(&[1, 2], &more), page(&[3], &json!({ "more_items_in_collection": false }))]);
    let lamps = V1::new(server.client()).lamps().list().limit(2).items().try_collect().await?;
    assert_eq!(lamps.iter().filter_map(|lamp| lamp.number).collect::<Vec<_>>(), [1, 2, 3]);
    let sent = |query| format!("GET https://acme.example/v1/lamps?limit=2{query}\nx-api-token: token\n");
    assert_eq!(server.sent(), [sent(""), sent("&start=2")]);
    Ok(())
}

#[tokio::test]
async fn an_offset_that_does_not_grow_ends_the_list() -> Outcome {
    let stuck = json!({ "start": 0, "limit": 1, "more_items_in_collection": true, "next_start": 1 });
    let server = Server::new([page(&[1], &stuck), page(&[2], &stuck)]);
    let mut pages = V1::new(server.client()).lamps().list().pages();
    assert_eq!(pages.try_next().await?.map(|page| page.len()), Some(1));
    assert_eq!(pages.try_next().await?.map(|page| page.len()), Some(1));
    assert!(pages.try_next().await.is_err_and(|error| error.kind() == ErrorKind::Pagination));
    assert_eq!(server.sent().len(), 2);
    Ok(())
}
