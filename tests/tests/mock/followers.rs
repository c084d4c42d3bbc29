//! Followers of all kinds of items, and participants of deals.

use crate::strict;

#[tokio::test]
async fn a_user_follows_an_item_in_both_versions() {
    let (_, client) = strict();
    let user = client.v1().users().create("nils@mock.example").await.expect("the user is created");
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created");
    let follower = client.v2().deals().add_follower(deal.id, user.id).await.expect("the user follows");
    assert_eq!(follower.user_id, Some(user.id));
    client.v2().deals().add_follower(deal.id, user.id).await.expect("following twice is following once");

    let followers = client.v1().deals().list_followers(deal.id).await.expect("the followers are listed");
    assert_eq!((followers.len(), followers[0].user_id, followers[0].deal_id), (1, Some(user.id), Some(deal.id)));
    assert_eq!(client.v1().deals().get(deal.id).await.expect("the deal is read").followers_count, Some(1));
    client.v1().deals().delete_follower(deal.id, followers[0].id.expect("an id")).await.expect("by the id of the follower");
    let error = client.v2().deals().delete_follower(deal.id, user.id).await.expect_err("the user follows no more");
    assert!(error.to_string().contains("Follower not found"), "{error}");
    client.v2().deals().add_follower(deal.id, user.id).await.expect("the user follows again");
    let deleted = client.v2().deals().delete_follower(deal.id, user.id).await.expect("by the id of the user");
    assert_eq!(deleted.user_id, Some(user.id));

    let changes = client.v2().deals().list_followers_changelog(deal.id).await.expect("the changes are listed");
    let actions: Vec<_> = changes.iter().filter_map(|change| change.action.as_deref()).collect();
    assert_eq!(actions, ["added", "removed", "added", "removed"]);
    let error = client.v2().deals().add_follower(deal.id, 99).await.expect_err("there is no such user");
    assert!(error.to_string().contains("`user_id`: User 99 not found"), "{error}");
}

#[tokio::test]
async fn persons_organizations_and_products_have_followers_of_their_own() {
    let (_, client) = strict();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let organization = client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created").id;
    let product = client.v2().products().create("Lamp").await.expect("the product is created").id;
    client.v2().persons().add_follower(person, 1).await.expect("the user follows");
    client.v1().organizations().add_follower(organization, 1).await.expect("the user follows");
    client.v1().products().add_follower(product, 1).await.expect("the user follows");
    assert_eq!(client.v1().persons().list_followers(person).await.expect("the followers").len(), 1);
    assert_eq!(client.v2().organizations().list_followers(organization).await.expect("the followers").len(), 1);
    assert_eq!(client.v2().products().list_followers(product).await.expect("the followers").len(), 1);
    client.v2().products().delete_follower(product, 1).await.expect("the user follows no more");
    assert_eq!(client.v1().products().list_followers(product).await.expect("the followers").len(), 0);
    assert_eq!(client.v2().persons().list_followers(person).await.expect("the followers").len(), 1);
    client.v2().products().list_followers(99).await.expect_err("there is no such product");
}

#[tokio::test]
async fn persons_participate_in_deals() {
    let (_, client) = strict();
    let petra = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let nils = client.v2().persons().create("Nils Berg").await.expect("the person is created").id;
    let deal = client.v2().deals().create("Lamps").person_id(petra).await.expect("the deal is created").id;
    let participant = client.v1().deals().add_participant(deal, nils).await.expect("the person participates");
    assert_eq!(participant.person.as_ref().and_then(|person| person.name.as_deref()), Some("Nils Berg"));
    assert_eq!(participant.person_id.as_ref().map(|person| *person.id()), Some(nils));
    assert_eq!(participant.related_item_type.as_deref(), Some("deal"));
    assert_eq!(client.v1().deals().list_participants(deal).await.expect("the participants").len(), 1);
    assert_eq!(client.v1().deals().list_persons(deal).await.expect("the persons").len(), 2);
    assert_eq!(client.v1().persons().list_deals(nils).await.expect("the deals").len(), 1);
    client.v1().deals().delete_participant(deal, participant.id).await.expect("the person participates no more");
    assert_eq!(client.v1().deals().list_persons(deal).await.expect("the persons").len(), 1);
    let changes = client.v1().deals().list_participants_changelog(deal).await.expect("the changes");
    let changes: Vec<_> = changes.iter().map(|change| (change.action.as_deref(), change.person_id)).collect();
    assert_eq!(changes, [(Some("added"), Some(nils)), (Some("removed"), Some(nils))]);
}
