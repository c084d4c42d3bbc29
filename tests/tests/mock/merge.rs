//! Merging items.

use pipedrive::common::ContactValue;
use pipedrive::ids::DealId;
use pipedrive::v1::webhooks::{WebhookEventAction, WebhookEventObject, WebhookVersion};
use pipedrive::v2::activities::ActivityParticipant;
use pipedrive::webhooks::{Action, Event};
use serde_json::json;

use crate::strict;

#[tokio::test]
async fn the_kept_person_has_the_values_and_the_deals_of_both() {
    let (_, client) = strict();
    let kept = client.v1().persons().create("Petra Holm").await.expect("the person is created").id;
    let merged = client
        .v1()
        .persons()
        .create("P. Holm")
        .phone([ContactValue::new("+46 31 555 02 33")])
        .await
        .expect("the person is created")
        .id;
    let deal = client.v2().deals().create("Lamps").person_id(merged).await.expect("the deal is created").id;
    let mut participant = ActivityParticipant::default();
    participant.person_id = Some(merged);
    let activity = client.v2().activities().create().subject("Call").participants([participant]).await.expect("the activity").id;
    let person = client.v1().persons().merge(merged, kept).await.expect("the persons are merged");
    assert_eq!((person.id, person.merge_what_id), (kept, Some(merged)));
    assert_eq!(person.name.as_deref(), Some("Petra Holm"));
    assert_eq!(person.phone.len(), 1);
    assert_eq!(client.v2().deals().get(deal).await.expect("the deal is read").person_id, Some(kept));
    let activity = client.v2().activities().get(activity).await.expect("the activity is read");
    assert_eq!((activity.person_id, activity.participants[0].person_id), (Some(kept), Some(kept)));
    client.v2().persons().get(merged).await.expect_err("the person is merged");
    let merged = client.v1().persons().get(merged).await.expect("version 1 returns deleted items");
    assert_eq!(merged.active_flag, Some(false));
}

#[tokio::test]
async fn webhooks_learn_of_a_merge() {
    let (account, client) = strict();
    let (kept, merged) = (
        client.v2().deals().create("Lamps").await.expect("the deal is created").id,
        client.v2().deals().create("Lanterns").await.expect("the deal is created").id,
    );
    let webhooks = client.v1().webhooks();
    let url = "https://stock.example/hooks";
    for version in [WebhookVersion::V1, WebhookVersion::V2] {
        let webhook = webhooks.create(url, WebhookEventAction::All, WebhookEventObject::Deal, "All").version(version);
        webhook.await.expect("the webhook is registered");
    }
    client.v1().deals().merge(merged, kept).await.expect("the deals are merged");
    let deliveries = account.deliveries();
    let of = |is_v1: bool| -> Vec<_> {
        let bodies = deliveries.iter().map(|delivery| &delivery.body).filter(|body| body["meta"]["version"].is_null() == is_v1);
        let events = bodies.map(|body| Event::parse(body.to_string().as_bytes()).expect("an event"));
        events.map(|event| (event.action().cloned(), event.entity_id_as::<DealId>())).collect()
    };
    assert_eq!(deliveries.len(), 4);
    assert_eq!(of(true), [(Some(Action::Delete), Some(merged)), (Some(Action::Merge), Some(kept))]);
    // Version 2.0 reports the deletion of one item and a change of the other.
    assert_eq!(of(false), [(Some(Action::Delete), Some(merged)), (Some(Action::Change), Some(kept))]);
    let metas: Vec<_> =
        deliveries.iter().map(|delivery| &delivery.body["meta"]).filter(|meta| meta["version"] == "2.0").collect();
    assert_eq!((&metas[0]["merged_to_id"], metas[0].get("merged_from_id")), (&json!(kept.to_string()), None));
    assert_eq!((&metas[1]["merged_from_id"], metas[1].get("merged_to_id")), (&json!(merged.to_string()), None));
}

#[tokio::test]
async fn an_item_is_not_merged_with_itself() {
    let (_, client) = strict();
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created").id;
    let error = client.v1().deals().merge(deal, deal).await.expect_err("the ids are equal");
    assert!(error.to_string().contains("`merge_with_id`"), "{error}");
    client.v1().deals().merge(deal, 99).await.expect_err("there is no such deal");
}
