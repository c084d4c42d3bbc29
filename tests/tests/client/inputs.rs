//! Inputs that the client checks or changes before it sends them.

use pipedrive::ids::DealId;
use pipedrive::prelude::*;
use pipedrive::{Client, Cursor, ErrorKind, Timestamp};
use pipedrive_mock::Account;

/// An account with 250 deals, which it lists in pages of at most 40.
async fn account() -> (Account, Client) {
    let account = Account::new();
    account.set_page_size(40);
    let client = Client::builder().api_token("x").transport(account.clone()).burst_limit(None).build().unwrap();
    for number in 1..=250 {
        client.v2().deals().create(format!("Deal {number}")).await.unwrap();
    }
    account.clear_requests();
    (account, client)
}

#[tokio::test]
#[expect(deprecated, reason = "only version 1 deletes several deals at once")]
async fn an_empty_filter_matches_nothing_and_sends_nothing() {
    let (account, client) = account().await;
    let (none, no_status) = (Vec::<DealId>::new(), Vec::<pipedrive::common::DealStatus>::new());
    let (v1, v2) = (client.v1(), client.v2());
    let page = v2.deals().list().ids(none.clone()).await.unwrap();
    assert!(page.is_empty() && page.next().is_none());
    assert_eq!(v2.deals().list().ids(none.clone()).items().try_collect().await.unwrap(), []);
    assert_eq!(v2.deals().list().ids(none.clone()).pages().try_collect().await.unwrap().len(), 1);
    assert!(v2.deals().list_archived().status(no_status).await.unwrap().is_empty());
    assert!(
        v2.item_search().search("lamp").item_types(Vec::<pipedrive::common::SearchItemType>::new()).await.unwrap().is_empty()
    );
    assert!(v2.deal_products().list_for_deals(none.clone()).await.unwrap().is_empty());
    let response = v2.deals().list().ids(none.clone()).strict(true).with_response().await.unwrap();
    assert!(response.status().is_success() && response.mismatches().is_empty());
    // Nothing is deleted either, above all not everything.
    assert!(v1.deals().delete_many(none.clone()).await.is_ok());
    assert!(v2.deal_products().delete_many(1).ids(Vec::<i64>::new()).await.is_ok());
    assert_eq!(account.requests().len(), 0);
    // Another invalid input is still an error.
    let error = v2.deals().list().ids(none.clone()).header("bad header", "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    // The API ignores the ids then.
    v2.deals().list().ids(none).filter_id(7).await.unwrap();
    assert_eq!(account.requests().len(), 1);
}

#[tokio::test]
async fn an_empty_selection_is_not_sent() {
    let (account, client) = account().await;
    let none = Vec::<String>::new();
    let deals = client.v2().deals();
    let request = deals.list().custom_fields(none.clone()).include_fields(Vec::<pipedrive::v2::deals::DealIncludeField>::new());
    assert!(request.url().unwrap().ends_with("/api/v2/deals"), "{}", request.url().unwrap());
    request.await.unwrap();
    client.v1().notes().list().sort(none).await.unwrap();
    assert_eq!(account.requests().iter().map(|request| request.query.len()).collect::<Vec<_>>(), [0, 0]);
}

#[tokio::test]
async fn more_ids_than_the_maximum_are_requested_in_portions() {
    let (account, client) = account().await;
    let ids = || (1..=250).chain(3..=7);
    let deals = client.v2().deals();
    let error = deals.list().ids(ids()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let message = error.to_string();
    assert!(message.contains("`ids` must have at most 100 items, not 255: use `items()`"), "{message}");
    assert_eq!(account.requests().len(), 0);
    assert_eq!(deals.list().ids(1..=100).await.unwrap().len(), 40);

    let found = |items: Vec<pipedrive::v2::deals::Deal>| items.into_iter().map(|deal| deal.id.0).collect::<Vec<_>>();
    let all: Vec<i64> = (1..=250).collect();
    assert_eq!(found(deals.list().ids(ids()).items().try_collect().await.unwrap()), all);
    assert_eq!(found(deals.list().ids(ids()).items().read_ahead().try_collect().await.unwrap()), all);
    let pages = deals.list().ids(ids()).pages().try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.len()).collect::<Vec<_>>(), [40, 40, 20, 40, 40, 20, 40, 10]);
    assert_eq!(pages.iter().filter(|page| page.next().is_none()).count(), 1);

    // A list can be continued from any position, also from a stored one.
    for stop in [0, 1, 39, 40, 99, 100, 101, 140, 200, 249] {
        let mut items = deals.list().ids(ids()).items();
        for _ in 0..stop {
            items.try_next().await.unwrap().unwrap();
        }
        let cursor: Cursor = items.cursor().unwrap().to_string().parse().unwrap();
        let rest = deals.list().ids(ids()).starting_at(&cursor).items().try_collect().await.unwrap();
        assert_eq!(found(rest), all[stop..], "from {cursor}");
    }
    // Only with the list that it belongs to.
    let cursor: Cursor = "portion=2&skip=3&first".parse().unwrap();
    for request in [deals.list().ids(1..=100), deals.list(), deals.list().ids(1..=150)] {
        let error = request.starting_at(&cursor).items().try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    // The API ignores the ids beside a filter, so every portion would be the same.
    let error = deals.list().ids(ids()).filter_id(1).items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
#[expect(deprecated, reason = "only version 1 deletes several deals at once")]
async fn documented_bounds_are_checked_before_sending() {
    let (account, client) = account().await;
    let (v1, v2) = (client.v1(), client.v2());
    let keys = |count: usize| (0..count).map(|key| format!("key{key}"));
    let errors = [
        (v2.deals().list().custom_fields(keys(16)).await.unwrap_err(), "`custom_fields` must have at most 15 items, not 16"),
        (v2.deals().get(1).custom_fields(keys(16)).await.unwrap_err(), "`custom_fields` must have at most 15 items, not 16"),
        (v1.deals().delete_many(1..=1001).await.unwrap_err(), "`ids` must have at most 1000 items, not 1001"),
        (v1.notes().update(1).content("x".repeat(100_001)).await.unwrap_err(), "`content` must have at most 100000 characters"),
        (v2.deal_fields().update("k").await.unwrap_err(), "the body must have at least 1 field, not 0"),
        (v2.deal_fields().update("k").field_name("").await.unwrap_err(), "`field_name` must have at least 1 character, not 0"),
        (
            v2.deal_fields().delete_options("k", Vec::<pipedrive::v2::fields::FieldOptionToDelete>::new()).await.unwrap_err(),
            "the body must have at least 1 item, not 0",
        ),
    ];
    for (error, expected) in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(expected), "{error}\nexpected: {expected}");
    }
    assert_eq!(account.requests().len(), 0);
    // Characters are counted, not bytes.
    v1.notes().update(1).content("ä".repeat(100_000)).await.ok();
    assert_eq!(account.requests().len(), 1);
}

#[test]
fn times_are_sent_in_whole_seconds() {
    let client = Client::builder().api_token("x").build().unwrap();
    let at = |time: &str| time.parse::<Timestamp>().unwrap();
    let url = |since: &str, until: &str| {
        let request = client.v2().deals().list().updated_since(at(since)).updated_until(at(until));
        request.url().unwrap().split_once('?').unwrap().1.replace("%3A", ":")
    };
    let exact = "updated_since=2026-01-31T10:00:00Z&updated_until=2026-01-31T10:00:01Z";
    assert_eq!(url("2026-01-31T10:00:00Z", "2026-01-31T10:00:01Z"), exact);
    assert_eq!(url("2026-01-31T10:00:00.999999999Z", "2026-01-31T10:00:00.000000001Z"), exact);
    let old = "updated_since=1969-12-31T23:59:58Z&updated_until=1969-12-31T23:59:59Z";
    assert_eq!(url("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58.5Z"), old);
}
