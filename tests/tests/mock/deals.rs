//! Deals.

use pipedrive::common::DealStatus;
use pipedrive::prelude::*;

use crate::account;

#[tokio::test]
async fn a_created_deal_is_read_updated_and_deleted() {
    let (account, client) = account();
    let deals = client.v2().deals();
    let created = deals.create("Lamps").value(120.5).await.expect("the deal is created");
    assert_eq!(created.title.as_deref(), Some("Lamps"));
    let updated = deals.update(created.id).title("Lanterns").await.expect("the deal is updated");
    assert_eq!(updated.title.as_deref(), Some("Lanterns"));
    assert_eq!(updated.value, Some(120.5));
    deals.delete(created.id).await.expect("the deal is deleted");
    let error = deals.get(created.id).await.expect_err("the deal is deleted");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(account.requests().len(), 4);
}

#[tokio::test]
async fn a_deletion_is_an_update() {
    let (account, client) = account();
    account.set_now("2026-01-31T09:00:00Z".parse().expect("a time"));
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created");
    let since: pipedrive::Timestamp = "2026-01-31T10:00:00Z".parse().expect("a time");
    account.set_now(since);
    let deleted = || client.v2().deals().list().status([DealStatus::Deleted]).updated_since(since);
    assert!(deleted().await.expect("the list is read").is_empty());
    client.v2().deals().delete(deal.id).await.expect("the deal is deleted");
    let found = deleted().await.expect("the list is read");
    assert_eq!(found.iter().map(|deal| deal.id).collect::<Vec<_>>(), [deal.id]);
    assert!(found[0].update_time > deal.update_time);
}

#[tokio::test]
async fn a_list_is_paged() {
    let (_, client) = account();
    for number in 0..5 {
        client.v2().deals().create(format!("Deal {number}")).await.expect("the deal is created");
    }
    let mut items = client.v2().deals().list().limit(2).items();
    let mut titles = Vec::new();
    while let Some(deal) = items.next().await {
        titles.extend(deal.expect("the list is read").title);
    }
    assert_eq!(titles, ["Deal 0", "Deal 1", "Deal 2", "Deal 3", "Deal 4"]);
}

#[tokio::test]
async fn an_unknown_input_is_an_error_that_names_it() {
    let (_, client) = account();
    let error = client.v2().deals().list().query_extra("colour", "red").await.expect_err("the parameter is unknown");
    assert!(error.to_string().contains("`colour`: unknown query parameter"), "{error}");
}
