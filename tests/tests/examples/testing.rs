//! `testing`: planning calls for neglected deals. The tests of its functions are in the example itself.

use pipedrive::SignedDuration;
use pipedrive_mock::Account;

use crate::harness::Scene;

#[tokio::test]
async fn plans_a_call_for_each_neglected_deal() {
    let account = Account::new();
    let now = account.now();
    let scene = Scene::new(account).await;
    let client = scene.client();

    scene.account.set_now(now - SignedDuration::from_hours(24 * 30));
    let old = client.v2().deals().create("Old").await.expect("a deal").id;
    let planned = client.v2().deals().create("Planned").await.expect("a deal").id;
    client.v2().activities().create().subject("Visit").deal_id(planned).await.expect("an activity");
    scene.account.set_now(now);
    client.v2().deals().create("New").await.expect("a deal");

    let shown = scene.succeed("testing", ["--dry-run"]).await;
    assert_eq!(shown, format!("deal {old} needs a call: Old\n"));
    assert_eq!(client.v2().activities().list().await.expect("activities").len(), 1);

    let done = scene.succeed("testing", ["--days", "7"]).await;
    assert!(done.starts_with("planned 1 calls on "), "{done}");
    let activities = client.v2().activities().list().deal_id(old).await.expect("activities");
    assert_eq!(activities.len(), 1);
    assert_eq!(activities[0].subject.as_deref(), Some("Call about Old"));

    let again = scene.succeed("testing", [] as [&str; 0]).await;
    assert!(again.starts_with("planned 0 calls on "), "{again}");
}
