//! Every operation of an account with items.

use pipedrive::Client;
use pipedrive::common::LeadValue;
use pipedrive_mock::Account;
use pipedrive_tests::contract;

/// Creates an account with an item of every kind, whose id is 1. The operations are called with this id.
async fn filled() -> Client {
    let builder = Client::builder().burst_limit(None).api_token("token").oauth_client("client", "secret");
    let client = builder.transport(Account::new()).strict(true).build().expect("the client is built");
    let (v1, v2) = (client.v1(), client.v2());
    v2.organizations().create("Lamps Ltd").await.expect("the organization is created");
    v2.persons().create("Petra Holm").org_id(1).await.expect("the person is created");
    v2.products().create("Lamp").await.expect("the product is created");
    v2.products().add_variation(1, "Opal").await.expect("the variation is created");
    v2.deals().create("Lamps").person_id(1).org_id(1).await.expect("the deal is created");
    v2.deal_products().create(1, 1, 10.0, 2.0).await.expect("the product is attached");
    v2.deals().add_follower(1, 1).await.expect("the user follows");
    v2.deal_installments().create(1, "On delivery", 5.0, jiff::civil::date(2026, 12, 1)).await.expect("the installment");
    v1.deals().add_participant(1, 1).await.expect("the person participates");
    v2.activities().create().subject("Call").deal_id(1).await.expect("the activity is created");
    v1.leads().create("Terrace").person_id(1).value(LeadValue::new(5.0, "SEK")).await.expect("the lead is created");
    v2.projects().create("Light the hall").await.expect("the project is created");
    v2.tasks().create("Buy lamps", 1).await.expect("the task is created");
    client
}

#[tokio::test]
async fn no_response_has_a_value_of_another_type() {
    let mut failures = Vec::new();
    for info in contract::operations("") {
        let outcome = contract::call(&filled().await, info, false).await;
        failures.extend(outcome.error.filter(|error| error.contains("decode")).map(|error| format!("{}: {error}", info.id)));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}
