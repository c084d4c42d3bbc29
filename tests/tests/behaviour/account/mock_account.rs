//! The types of an account in use: fields of every type, written and read in both versions, in webhooks and in search results.

#![allow(deprecated, reason = "version 1 is deprecated")]

use std::fmt::Debug;

use pipedrive::custom_fields::{FieldsOf, HasCustomFields};
use pipedrive::prelude::*;
use pipedrive::v1::webhooks::{WebhookEventAction, WebhookEventObject, WebhookVersion};
use pipedrive::v2::item_search::FieldSearchEntityType;
use pipedrive::webhooks::{Event, Item};
use pipedrive::{Address, Client, Date, DateRange, Money, Time, TimeOfDay, TimeRange};
use pipedrive_mock::Account;
use pipedrive_tests::accounts;

use super::every_type::{
    DealFields, LeadFields, OrganizationFields, PersonFields, ProductFields, ProjectFields, TheEnum, TheSet,
};

async fn account() -> (Account, Client) {
    let account = Account::new();
    let builder = Client::builder().api_token("token").burst_limit(None).strict(true);
    let client = builder.transport(account.clone()).build().expect("a client");
    accounts::define(&client).await.expect("the fields are defined");
    client.v2().persons().create("Petra Holm").await.expect("the person is created");
    client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created");
    (account, client)
}

fn day(day: i8) -> Date {
    Date::new(2026, 3, day).expect("a date")
}

fn hour(hour: i8) -> Time {
    Time::new(hour, 30, 0, 0).expect("a time")
}

/// Creates a struct of fields with a value in each.
macro_rules! full {
    ($type:ident) => {
        $type {
            the_address: Some(Address::new("Harbor 4, Tallinn")),
            the_date: Some(day(1)),
            the_daterange: Some(DateRange::new(day(1), day(31))),
            the_double: Some(2.5),
            the_enum: NumberedOption::from_label("Brass"),
            the_monetary: Some(Money::new(99.5, "SEK")),
            the_org: Some(OrganizationId(1)),
            the_people: Some(PersonId(1)),
            the_phone: Some("+372 5550 100".to_owned()),
            the_set: ["Chrome", "Brass"].into_iter().filter_map(NumberedOption::from_label).collect(),
            the_text: Some("Two lines\nof text".to_owned()),
            the_time: Some(TimeOfDay { time: hour(9), timezone_id: Some(14) }),
            the_timerange: Some(TimeRange { from: hour(8), until: Some(hour(16)), timezone_id: Some(14) }),
            the_user: Some(UserId(1)),
            the_varchar: Some("C-7".to_owned()),
            the_varchar_auto: Some("Riga".to_owned()),
        }
    };
}

/// Reads the fields of an item, all of which have the type of their field.
fn read<F: FieldsOf<I::Id> + PartialEq + Debug, I: HasCustomFields>(item: &I) -> F {
    let (fields, mismatches) = F::read_with_mismatches(item);
    assert!(mismatches.is_empty(), "{mismatches:?}");
    fields
}

/// Writes all fields in one version and reads them in the other, changes some, and clears all.
macro_rules! round_trips {
    ($($test:ident: $resource:ident, $fields:ident $(, $setter:ident)?;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let (_, client) = account().await;
            let (new, old) = (client.v2().$resource(), client.v1().$resource());
            let full = full!($fields);

            let item = new.create("Lamps").fields(&full).await.expect("created in version 2");
            assert_eq!(read::<$fields, _>(&item), full);
            let id = item.id.clone();
            assert_eq!(read::<$fields, _>(&old.get(id.clone()).await.expect("read in version 1")), full);

            let changed = $fields { the_double: Some(3.0), the_daterange: None, the_set: Vec::new(), the_enum: None, ..full.clone() };
            old.update(id.clone()).custom_fields_from(changed.changes_since(&full)).await.expect("changed in version 1");
            assert_eq!(read::<$fields, _>(&new.get(id.clone()).await.expect("read in version 2")), changed);
            new.update(id.clone()).fields(&full).await.expect("set in version 2");
            let cleared = $fields::default().changes_since(&full);
            assert_eq!(cleared.len(), 16);
            new.update(id.clone()).custom_fields_from(cleared).await.expect("cleared in version 2");
            assert_eq!(read::<$fields, _>(&old.get(id).await.expect("read in version 1")), $fields::default());

            let item = old.create("Lanterns")$(.$setter(1))?.fields(&full).await.expect("created in version 1");
            assert_eq!(read::<$fields, _>(&item), full);
            assert_eq!(read::<$fields, _>(&new.get(item.id).await.expect("read in version 2")), full);
        }
    )*};
}

round_trips! {
    deals: deals, DealFields, person_id;
    persons: persons, PersonFields;
    organizations: organizations, OrganizationFields;
    products: products, ProductFields;
}

#[tokio::test]
async fn leads_have_the_fields_of_deals() {
    let (_, client) = account().await;
    let leads = client.v1().leads();
    let full: LeadFields = full!(DealFields);
    let lead = leads.create("Lamps").person_id(1).fields(&full).await.expect("the lead is created");
    assert_eq!(read::<LeadFields, _>(&lead), full);
    let now = LeadFields { the_enum: Some(TheEnum::Chrome), ..LeadFields::default() };
    leads.update(lead.id.clone()).custom_fields_from(now.changes_since(&full)).await.expect("the lead is updated");
    assert_eq!(read::<DealFields, _>(&leads.get(lead.id).await.expect("the lead is read")), now);
}

#[tokio::test]
async fn webhooks_have_the_fields_before_and_after() {
    let (account, client) = account().await;
    let webhooks = client.v1().webhooks();
    for version in [WebhookVersion::V1, WebhookVersion::V2] {
        let webhook = webhooks.create("https://stock.example/hooks", WebhookEventAction::Change, WebhookEventObject::Deal, "All");
        webhook.version(version).await.expect("the webhook is registered");
    }
    let full = full!(DealFields);
    let deal = client.v2().deals().create("Lamps").fields(&full).await.expect("the deal is created");
    let now = DealFields { the_enum: Some(TheEnum::Chrome), the_set: vec![TheSet::Brass], the_date: None, ..full.clone() };
    client.v2().deals().update(deal.id).custom_fields_from(now.changes_since(&full)).await.expect("the deal is updated");

    let deliveries = account.deliveries();
    assert_eq!(deliveries.len(), 2);
    for delivery in deliveries {
        let event = Event::parse(delivery.body.to_string().as_bytes()).expect("an event");
        let (before, after) = match event.item().expect("an item") {
            Item::Deal(change) => (read::<DealFields, _>(&change.before.expect("a deal")), read(&change.now.expect("a deal"))),
            Item::DealV1(change) => (read::<DealFields, _>(&change.before.expect("a deal")), read(&change.now.expect("a deal"))),
            other => panic!("{other:?}"),
        };
        assert_eq!((before, after), (full.clone(), now.clone()), "{event:?}");
    }
}

#[tokio::test]
async fn search_results_have_the_searched_field() {
    let (_, client) = account().await;
    client.v2().deals().create("Lamps").fields(&full!(DealFields)).await.expect("the deal is created");
    let search = client.v2().item_search().search_field(FieldSearchEntityType::Deal, DealFields::THE_VARCHAR, "C-7");
    let hits = search.await.expect("the field is searched");
    let expected = DealFields { the_varchar: Some("C-7".to_owned()), ..DealFields::default() };
    assert_eq!(hits.iter().map(read).collect::<Vec<DealFields>>(), [expected]);
}

#[tokio::test]
async fn projects() {
    let (_, client) = account().await;
    let full = full!(ProjectFields);
    let preview = client.v2().projects().create("Lamps").fields(&full).preview().expect("a preview");
    assert_eq!(preview.json().expect("JSON")["custom_fields"].as_object().expect("an object").len(), 16);
    let preview = client.v1().projects().create("Lamps").fields(&full).preview().expect("a preview");
    assert_eq!(preview.json().expect("JSON")[ProjectFields::THE_VARCHAR], "C-7");
}
