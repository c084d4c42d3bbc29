//! Users, and who may see an item.

use pipedrive::common::Visibility;

use crate::strict;

#[tokio::test]
async fn users_are_invited_found_and_deactivated() {
    let (_, client) = strict();
    let users = client.v1().users();
    let me = users.get_current().await.expect("the current user");
    assert_eq!((me.is_you, me.company_domain.as_deref()), (Some(true), Some("mock")));
    let nils = users.create("nils@mock.example").await.expect("the user is created");
    assert_eq!((nils.is_you, nils.active_flag), (Some(false), Some(true)));
    assert_eq!(users.list().await.expect("the users").len(), 2);
    assert_eq!(users.find("NIL").await.expect("the users")[0].id, nils.id);
    assert_eq!(users.find("nils@mock.example").search_by_email(true).await.expect("the users").len(), 1);
    assert_eq!(users.find("nils@mock").search_by_email(true).await.expect("the users").len(), 0);
    assert_eq!(users.update(nils.id, false).await.expect("the user is deactivated").active_flag, Some(false));
    assert_eq!(users.list_followers(nils.id).await.expect("the followers").len(), 0);
}

#[tokio::test]
async fn a_private_item_is_seen_by_its_owner() {
    let (_, client) = strict();
    let nils = client.v1().users().create("nils@mock.example").await.expect("the user is created").id;
    let deals = client.v2().deals();
    let shared = deals.create("Lamps").await.expect("the deal is created").id;
    let private = deals.create("Chairs").owner_id(nils).visible_to(Visibility::Owner).await.expect("the deal is created").id;
    assert_eq!(client.v1().deals().list_permitted_users(shared).await.expect("the users").len(), 2);
    assert_eq!(client.v1().deals().list_permitted_users(private).await.expect("the users"), [nils]);
}
