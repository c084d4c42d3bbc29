//! What responses of version 1 contain beside their data.

use http::Method;
use pipedrive::Client;
use serde_json::{Value, json};

use crate::{call, strict};

async fn get(client: &Client, path: &str) -> Value {
    call(client, Method::GET, path, None).await.expect("the items are read")
}

/// A deal of an organization and its person, with an activity.
async fn fill(client: &Client) {
    let organization = client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created").id;
    let person = client.v2().persons().create("Petra Holm").org_id(organization).await.expect("the person is created").id;
    let deal = client.v2().deals().create("Lamps").person_id(person).org_id(organization).stage_id(2).value(5.0);
    let deal = deal.await.expect("the deal is created").id;
    client.v2().activities().create().subject("Call").deal_id(deal).await.expect("the activity is created");
}

#[tokio::test]
async fn related_objects_are_the_items_that_the_data_refers_to() {
    let (_, client) = strict();
    fill(&client).await;
    for path in ["/v1/deals", "/v1/deals/1", "/v1/persons/1/deals", "/v1/organizations/1/deals", "/v1/deals/archived?start=0"] {
        let body = get(&client, path).await;
        let related = &body["related_objects"];
        if path.contains("archived") {
            assert_eq!(related, &json!([]), "an empty map is an empty list");
            continue;
        }
        assert_eq!(related["user"]["1"]["name"], "Mock User", "{path}");
        assert_eq!(related["person"]["1"]["name"], "Petra Holm", "{path}");
        assert_eq!(related["organization"]["1"]["people_count"], 1, "{path}");
        assert_eq!(related["stage"]["2"]["name"], "Contact Made", "{path}");
        assert_eq!(related["pipeline"]["1"]["name"], "Pipeline", "{path}");
    }
    let activities = get(&client, "/v1/activities/1").await;
    assert_eq!(activities["related_objects"]["deal"]["1"]["title"], "Lamps");
    assert_eq!(activities["related_objects"]["stage"]["2"]["pipeline_id"], 1);
    let persons = get(&client, "/v1/persons").await;
    assert_eq!(persons["related_objects"]["organization"]["1"]["name"], "Lamps Ltd");
    let created = call(&client, Method::POST, "/v1/products", Some(json!({ "name": "Lamp" }))).await.expect("a product");
    assert_eq!(created["related_objects"]["user"]["1"]["email"], "user@mock.example");
    assert!(get(&client, "/api/v2/deals").await.get("related_objects").is_none(), "version 2 has none");
    // The typed client reads all of it.
    client.v1().deals().get(1).await.expect("the deal is read");
    client.v1().persons().list().await.expect("the persons are read");
}

#[tokio::test]
async fn facts_are_additional_data() {
    let (_, client) = strict();
    fill(&client).await;
    assert_eq!(get(&client, "/v1/users").await["additional_data"]["company_id"], 1);
    let created = call(&client, Method::POST, "/v1/persons", Some(json!({ "name": "Nils" }))).await.expect("a person");
    assert_eq!(created["additional_data"]["didMerge"], false);
    let deal = get(&client, "/v1/deals/1").await;
    assert_eq!(deal["additional_data"]["dropbox_email"], deal["data"]["cc_email"]);
    assert_eq!(deal["data"]["cc_email"], "mock+deal1@pipedrivemail.example");
    let body = json!({ "subject": "Visit", "deal_id": 1, "type": "meeting" });
    let second = call(&client, Method::POST, "/v1/activities", Some(body)).await.expect("an activity");
    assert_eq!(second["additional_data"]["more_activities_scheduled_in_context"], true);
}

#[tokio::test]
async fn the_deals_of_a_pipeline_and_of_a_stage_are_summed_up() {
    let (_, client) = strict();
    assert_eq!(get(&client, "/v1/stages/2").await["data"]["deals_summary"], json!([]));
    fill(&client).await;
    let deals = client.v2().deals();
    deals.create("Chairs").stage_id(2).value(7.0).currency("SEK").probability(50.0).await.expect("the deal is created");
    deals.create("Tables").stage_id(3).value(1.5).await.expect("the deal is created");
    let body = get(&client, "/v1/pipelines/1/deals?get_summary=1&limit=1").await;
    assert_eq!(body["additional_data"]["pagination"]["more_items_in_collection"], true);
    let summary = &body["additional_data"]["deals_summary"];
    assert_eq!((&summary["total_count"], &summary["per_currency"]), (&json!(3), &json!({ "EUR": 2, "SEK": 1 })));
    assert_eq!(summary["per_stages"]["2"]["SEK"]["weighted_value"], 3.5);
    assert_eq!(summary["per_currency_full"]["EUR"], json!({ "count": 2, "value": 6.5 }));
    assert_eq!(summary["per_stages_converted"], json!({ "3": { "count": 1, "value": 1.5 } }));
    assert!(get(&client, "/v1/pipelines/1/deals").await["additional_data"].get("deals_summary").is_none());
    let stage = client.v1().stages().get(3).await.expect("the stage is read");
    assert_eq!(stage.deals_summary.and_then(|summary| summary.total_count), Some(1));
    client.v1().pipelines().list_deals(1).get_summary(true).await.expect("the deals are read");
}
