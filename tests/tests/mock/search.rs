//! Searches.

use pipedrive::Client;
use pipedrive::common::SearchItemType;
use pipedrive::prelude::*;
use pipedrive::v2::fields::CustomFieldType;
use pipedrive::v2::item_search::{FieldSearchEntityType, SearchItem};
use serde_json::{Value, json};

use crate::{call, strict};

/// Creates an organization with a person, two deals and a lead of theirs. Returns the key of a custom field of the deals.
async fn fill(client: &Client) -> String {
    let field = client.v2().deal_fields().create("Material", CustomFieldType::Varchar).await.expect("the field is defined");
    let field = field.field_code.to_string();
    let organization = client.v2().organizations().create("Harbor Lamps").await.expect("the organization is created").id;
    let person = client.v2().persons().create("Petra Holm").org_id(organization).await.expect("the person is created").id;
    client.v2().deals().create("Harbor").person_id(person).custom_field(&field, "Brass").await.expect("the deal is created");
    client.v2().deals().create("Lamps for the harbor hall").person_id(person).await.expect("the deal is created");
    client.v1().leads().create("Terrace").person_id(person).await.expect("the lead is created");
    field
}

#[tokio::test]
async fn the_best_matches_come_first() {
    let (_, client) = strict();
    fill(&client).await;
    let hits = client.v2().deals().search("HARBOR").await.expect("the deals are searched");
    let titles: Vec<_> = hits.iter().filter_map(|hit| hit.item.as_ref()?.title.as_deref()).collect();
    assert_eq!(titles, ["Harbor", "Lamps for the harbor hall"]);
    let item = hits.items()[0].item.as_ref().expect("an item");
    assert_eq!(item.person.as_ref().and_then(|person| person.name.as_deref()), Some("Petra Holm"));
    assert_eq!(item.stage.as_ref().and_then(|stage| stage.name.as_deref()), Some("Qualified"));
    assert_eq!(item.custom_fields, ["Brass"]);

    let exact = client.v2().deals().search("harbor").exact_match(true).await.expect("the deals are searched");
    assert_eq!(exact.len(), 1);
    let by_field = client.v1().deals().search("brass").await.expect("the deals are searched");
    assert_eq!(by_field.len(), 1);
    let by_title = client.v2().deals().search("brass").fields([pipedrive::common::DealOrLeadSearchField::Title]).await;
    assert_eq!(by_title.expect("the deals are searched").len(), 0);
    let of_others = client.v2().deals().search("harbor").organization_id(1).await.expect("the deals are searched");
    assert_eq!(of_others.len(), 0);
}

#[tokio::test]
async fn a_term_has_two_characters_unless_the_match_is_exact() {
    let (_, client) = strict();
    let error = client.v2().persons().search("P").await.expect_err("the term is too short");
    assert!(error.to_string().contains("`term`: expected at least 2 characters, found `p`"), "{error}");
    client.v2().persons().search("P").exact_match(true).await.expect("one character is enough");
}

#[tokio::test]
async fn items_of_all_kinds_are_found() {
    let (_, client) = strict();
    fill(&client).await;
    let results =
        client.v2().item_search().search("harbor").search_for_related_items(true).await.expect("the items are searched");
    let kinds: Vec<_> = results.iter().map(|hit| matches!(hit.item, Some(SearchItem::Organization(_)))).collect();
    assert_eq!(kinds, [false, true, false]);
    let related = &results.data().related_items;
    assert!(matches!(related.as_slice(), [hit] if matches!(hit.item, Some(SearchItem::Person(_)))), "{related:?}");
    let leads =
        client.v2().item_search().search("terrace").item_types([SearchItemType::Lead]).await.expect("the items are searched");
    assert!(matches!(&leads.items()[0].item, Some(SearchItem::Lead(lead)) if lead.title.as_deref() == Some("Terrace")));
    let persons =
        client.v2().item_search().search("harbor").item_types([SearchItemType::Person]).await.expect("the items are searched");
    assert_eq!(persons.len(), 0);
}

#[tokio::test]
async fn the_values_of_one_field_are_searched() {
    let (_, client) = strict();
    let field = fill(&client).await;
    let search = |term: &str| client.v2().item_search().search_field(FieldSearchEntityType::Deal, &field, term);
    assert_eq!(search("Brass").await.expect("the field is searched").len(), 1);
    assert_eq!(search("brass").await.expect("the case matters").len(), 0);
    assert_eq!(search("Bra").await.expect("the match is exact").len(), 0);
    let hits = search("Bra").query_extra("match", "beginning").await.expect("the field is searched");
    assert_eq!(hits.len(), 1);
}

#[tokio::test]
async fn version_1_searches_too() {
    let (_, client) = strict();
    let field = fill(&client).await;
    let get = async |path: String| call(&client, http::Method::GET, &path, None).await.expect("the items are searched");
    let found = get("/v1/itemSearch?term=harbor&start=0&limit=2".to_owned()).await;
    assert_eq!(found["data"]["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["additional_data"]["pagination"]["next_start"], 2);
    let found = get("/v1/itemSearch?term=terrace&item_types=lead&search_for_related_items=1".to_owned()).await;
    assert_eq!(found["data"]["items"][0]["item"]["title"], "Terrace");
    let deals = |more: &str| format!("/v1/itemSearch/field?field_type=dealField&field_key={field}&{more}");
    assert_eq!(get(deals("term=Bra")).await["data"], json!([{ field.as_str(): "Brass" }]));
    assert_eq!(get(deals("term=Bra&return_item_ids=1")).await["data"], json!([{ "id": 1, field.as_str(): "Brass" }]));
    assert_eq!(get(deals("term=Bra&exact_match=1")).await["data"], Value::Null);
    assert_eq!(get(deals("term=brass")).await["data"], Value::Null);
}
