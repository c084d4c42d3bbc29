//! Merging items.

use pipedrive::common::ContactValue;
use pipedrive::v2::activities::ActivityParticipant;

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
async fn an_item_is_not_merged_with_itself() {
    let (_, client) = strict();
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created").id;
    let error = client.v1().deals().merge(deal, deal).await.expect_err("the ids are equal");
    assert!(error.to_string().contains("`merge_with_id`"), "{error}");
    client.v1().deals().merge(deal, 99).await.expect_err("there is no such deal");
}
