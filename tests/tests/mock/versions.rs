//! One store, two versions.

use crate::account;

#[tokio::test]
async fn a_deal_of_version_2_is_read_in_the_shape_of_version_1() {
    let (_, client) = account();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created");
    let organization = client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created");
    let deals = client.v2().deals();
    let deal =
        deals.create("Lamps").person_id(person.id).org_id(organization.id).value(100.0).await.expect("the deal is created");

    let response = client.request(http::Method::GET, format!("/v1/deals/{}", deal.id)).send().await.expect("the deal is read");
    let body: serde_json::Value = serde_json::from_slice(&response.into_data()).expect("JSON");
    let data = &body["data"];
    assert_eq!(data["title"], "Lamps");
    assert_eq!(data["person_id"]["value"], serde_json::json!(person.id));
    assert_eq!(data["person_id"]["name"], "Petra Holm");
    assert_eq!(data["org_name"], "Lamps Ltd");
    assert_eq!(data["user_id"]["email"], "user@mock.example");
    let time = data["add_time"].as_str().expect("a time");
    assert!(time.len() == 19 && time.as_bytes()[10] == b' ', "{time}");

    let deals = client.v1().persons().list_deals(person.id).await.expect("the deals are listed");
    assert_eq!(deals.len(), 1);
    let person =
        client.v2().persons().get(person.id).include_fields([pipedrive::v2::persons::PersonIncludeField::OpenDealsCount]).await;
    assert_eq!(person.expect("the person is read").open_deals_count, Some(1));
}

#[tokio::test]
async fn lists_are_filtered_and_sorted() {
    let (_, client) = account();
    let deals = client.v2().deals();
    let lamps = deals.create("Lamps").value(3.0).await.expect("the deal is created");
    deals.create("Chairs").value(1.0).await.expect("the deal is created");
    deals.create("Tables").value(2.0).await.expect("the deal is created");
    deals.update(lamps.id).status(pipedrive::common::DealStatus::Won).await.expect("the deal is won");
    let open = deals.list().status([pipedrive::common::DealStatus::Open]).await.expect("the deals are listed");
    let titles: Vec<_> = open.iter().filter_map(|deal| deal.title.as_deref()).collect();
    assert_eq!(titles, ["Chairs", "Tables"]);
    let sorted = client.v1().deals().list().sort(["value DESC", "title ASC"]).await.expect("the deals are listed");
    let titles: Vec<_> = sorted.iter().filter_map(|deal| deal.title.as_deref()).collect();
    assert_eq!(titles, ["Lamps", "Tables", "Chairs"]);
    let none = client.v1().deals().list().status(pipedrive::common::DealStatus::Lost).await.expect("the deals are listed");
    assert!(none.is_empty());
    let won = deals.get(lamps.id).await.expect("the deal is read");
    assert!(won.won_time.is_some() && won.close_time == won.won_time);
    let error = deals.create("Sofas").person_id(99).await.expect_err("there is no such person");
    assert!(error.to_string().contains("`person_id`: Person 99 not found"), "{error}");
}
