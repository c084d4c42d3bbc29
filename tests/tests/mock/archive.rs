//! Archived and deleted deals.

use pipedrive::common::DealStatus;
use pipedrive::v2::fields::CustomFieldType;

use crate::strict;

#[tokio::test]
async fn archived_deals_have_a_list_of_their_own_and_stay_as_they_are() {
    let (_, client) = strict();
    let deals = client.v2().deals();
    let deal = deals.create("Lamps").value(5.0).await.expect("the deal is created").id;
    deals.create("Chairs").await.expect("the deal is created");
    let archived = deals.update(deal).is_archived(true).await.expect("the deal is archived");
    assert!(archived.is_archived == Some(true) && archived.archive_time.is_some());
    assert_eq!(deals.list().await.expect("the deals").len(), 1);
    assert_eq!(client.v1().deals().list().await.expect("the deals").len(), 1);
    assert_eq!(deals.list_archived().await.expect("the archived deals").items()[0].id, deal);
    assert_eq!(client.v1().deals().list_archived().await.expect("the archived deals").len(), 1);
    assert_eq!(client.v1().deals().get_archived_summary().await.expect("the summary").total_count, Some(1));
    let error = deals.update(deal).title("Lanterns").await.expect_err("the deal is archived");
    assert!(error.to_string().contains("Deal is archived"), "{error}");
    let deal = deals.update(deal).is_archived(false).title("Lanterns").await.expect("the deal is archived no more");
    assert_eq!((deal.is_archived, deal.archive_time), (Some(false), None));
}

#[tokio::test]
async fn version_1_returns_deleted_deals_as_such() {
    let (_, client) = strict();
    let person = client.v1().persons().create("Petra Holm").await.expect("the person is created").id;
    client.v1().deals().create("Lamps").await.expect_err("a deal of version 1 has a person or an organization");
    let deal = client.v1().deals().create("Lamps").person_id(person).await.expect("the deal is created").id;
    assert_eq!(client.v1().deals().delete(deal).await.expect("the deal is deleted").id, Some(deal));
    let deleted = client.v1().deals().get(deal).await.expect("the deal is read");
    assert_eq!((deleted.active, deleted.deleted, deleted.status), (Some(false), Some(true), Some(DealStatus::Deleted)));
    client.v2().deals().get(deal).await.expect_err("the deal is deleted");
    assert_eq!(client.v1().deals().list().await.expect("the deals").len(), 0);
    assert_eq!(client.v2().deals().list().status([DealStatus::Deleted]).await.expect("the deals").len(), 1);
}

#[tokio::test]
async fn custom_fields_are_selected_and_labels_included_on_request() {
    let (_, client) = strict();
    let mut fields = Vec::new();
    for name in ["Material", "Glass"] {
        let field = client.v2().deal_fields().create(name, CustomFieldType::Varchar).await.expect("the field is defined");
        fields.push(field.field_code.to_string());
    }
    let deal =
        client.v2().deals().create("Lamps").custom_field(&fields[0], "Brass").custom_field(&fields[1], "Opal").label_ids([7]);
    let deal = deal.await.expect("the deal is created").id;
    let selected =
        client.v2().deals().get(deal).custom_fields([&fields[0]]).include_labels(true).await.expect("the deal is read");
    assert_eq!(selected.custom_fields.len(), 1);
    assert_eq!(selected.labels.len(), 1);
    let whole = client.v2().deals().get(deal).await.expect("the deal is read");
    assert_eq!(whole.custom_fields.len(), 2);
    assert_eq!(whole.labels.len(), 0);
}
