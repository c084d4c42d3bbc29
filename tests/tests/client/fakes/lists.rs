//! The lists of a fake are paged through like those of the API.

use pipedrive::prelude::*;
use pipedrive::testing::{FakeClient, FakeResponse};
use pipedrive::v2::deals::requests::{ListRequest, SearchRequest};
use pipedrive::{Cursor, ErrorKind, v1};
use serde_json::json;

use super::deal;

async fn ids(mut items: pipedrive::Items<ListRequest>) -> Vec<i64> {
    let mut ids = Vec::new();
    while let Some(deal) = items.try_next().await.unwrap() {
        ids.push(deal.id.0);
    }
    ids
}

#[tokio::test]
async fn a_list_by_cursor_is_returned_in_pages() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    fake.on_list::<ListRequest>((1..=1101).map(deal));
    assert_eq!(ids(deals.list().items()).await, (1..=1101).collect::<Vec<_>>());
    assert_eq!(fake.calls().len(), 12);
    assert_eq!(ids(deals.list().limit(9000).items()).await.len(), 1101);
    assert_eq!(fake.calls().iter().filter(|call| call.query("limit") == Some("500")).count(), 3);

    let page = deals.list().limit(2).await.unwrap();
    assert_eq!(page.iter().map(|deal| deal.id.0).collect::<Vec<_>>(), [1, 2]);
    let page = deals.list().limit(2).starting_at(page.next().unwrap()).await.unwrap();
    assert_eq!(page[0].id.0, 3);
    // The default page size of the API.
    assert_eq!(deals.list().await.unwrap().len(), 100);

    let mut items = deals.list().limit(10).items();
    for _ in 0..14 {
        items.try_next().await.unwrap();
    }
    let cursor: Cursor = items.cursor().unwrap().to_string().parse().unwrap();
    assert_eq!(ids(deals.list().starting_at(&cursor).items()).await, (15..=1101).collect::<Vec<_>>());
    assert_eq!(ids(deals.list().items().max_items(3)).await, [1, 2, 3]);

    let error = deals.list().starting_at(&Cursor::new("from somewhere else")).await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::BadRequest, Some(400)));
}

#[tokio::test]
async fn a_list_by_offset_is_returned_in_pages() {
    let fake = FakeClient::new();
    let notes = fake.client().v1().notes();
    let note = |id: i64| serde_json::from_value(json!({ "id": id, "content": "x" })).unwrap();
    fake.on_list::<v1::notes::requests::ListRequest>((1..=7).map(note));
    let mut pages = notes.list().limit(3).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.len());
    }
    assert_eq!(sizes, [3, 3, 1]);
    let starts: Vec<_> = fake.calls().iter().map(|call| call.query("start").map(str::to_owned)).collect();
    assert_eq!(starts, [None, Some("3".to_owned()), Some("6".to_owned())]);
    assert!(notes.list().starting_at(&Cursor::start(100)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_within_an_object_is_returned_in_pages() {
    let fake = FakeClient::new();
    let hit = |id: i64| serde_json::from_value(json!({ "result_score": 1.0, "item": { "id": id } })).unwrap();
    fake.on_list::<SearchRequest>((1..=5).map(hit));
    let mut items = fake.client().v2().deals().search("chairs").limit(2).items();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, fake.calls().len()), (5, 3));
}

#[tokio::test]
async fn ids_select_items_also_in_portions() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    fake.on_list::<ListRequest>((1..=300).map(deal));
    assert_eq!(ids(deals.list().ids([3, 999, 5]).items()).await, [3, 5]);
    assert_eq!(ids(deals.list().ids(1..=250).items()).await, (1..=250).collect::<Vec<_>>());
    let calls = fake.calls().len();
    assert!(ids(deals.list().ids([] as [i64; 0]).items()).await.is_empty());
    assert_eq!(fake.calls().len(), calls, "an empty list of ids sends no request");
}

#[tokio::test]
async fn a_list_can_depend_on_the_request_and_fail_in_the_middle() {
    let fake = FakeClient::new();
    fake.on_list_with::<ListRequest>(|call| match (call.query("person_id"), call.query("cursor")) {
        (Some("7"), Some(_)) => Err(FakeResponse::error(403, json!({ "error": "no" }))),
        (Some("7"), None) => Ok((1..=4).map(deal).collect()),
        _ => Ok(Vec::new()),
    });
    let deals = fake.client().v2().deals();
    assert!(ids(deals.list().person_id(8).items()).await.is_empty());
    let mut items = deals.list().person_id(7).limit(3).items();
    for id in 1..=3 {
        assert_eq!(items.try_next().await.unwrap().map(|deal| deal.id.0), Some(id));
    }
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Forbidden);
}
