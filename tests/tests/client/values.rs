//! Values of a program's own data in requests, and values that are compared, counted and displayed.

use std::time::Duration;

use pipedrive::common::DealStatus;
use pipedrive::ids::{FilterId, UserId};
use pipedrive::prelude::*;
use pipedrive::v2::activities::{ActivityAttendee, ActivityParticipant};
use pipedrive::v2::addresses::PostalAddress;
use pipedrive::v2::deals::requests::{CreateRequest, UpdateRequest};
use pipedrive::{Address, Client, CustomFieldValue, Date, ErrorKind, Money, Number, RetryPolicy, Timestamp};
use pipedrive_mock::{Account, Fault};
use serde_json::{Value, json};

const KEY: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

/// An account that accepts every request, and its client.
fn echo() -> (Account, Client) {
    let account = Account::of_examples();
    account.set_lenient(true);
    let client = Client::builder().api_token("x").transport(account.clone()).retry(RetryPolicy::none()).build().unwrap();
    (account, client)
}

/// Sends a request, and returns its body.
async fn sent<R: Request>(account: &Account, request: R) -> Value {
    request.with_response().await.unwrap_or_else(|error| panic!("{error:?}"));
    account.requests().pop().unwrap().body
}

/// A row of a table, in which most columns may be empty.
#[derive(Clone, Default)]
struct Row {
    title: String,
    value: Option<f32>,
    probability: Option<u64>,
    owner: Option<u64>,
    labels: Option<Vec<u32>>,
    closes: Option<Date>,
    region: Option<String>,
    status: Option<DealStatus>,
}

#[tokio::test]
async fn a_row_becomes_a_request_without_branches() {
    let (account, client) = echo();
    let create = |row: Row| {
        client
            .v2()
            .deals()
            .create(&row.title)
            .with_some(row.value, CreateRequest::value)
            .with_some(row.probability, CreateRequest::probability)
            .with_some(row.owner, CreateRequest::owner_id)
            .with_some(row.labels, CreateRequest::label_ids)
            .with_some(row.closes, CreateRequest::expected_close_date)
            .with_some(row.status, CreateRequest::status)
            .with_some(row.region, |request, region| request.custom_field(KEY, region))
    };
    let row = Row { title: "Lamps".into(), ..Row::default() };
    assert_eq!(sent(&account, create(row.clone())).await, json!({ "title": "Lamps" }));
    let row = Row {
        value: Some(0.1),
        probability: Some(50),
        owner: Some(7),
        labels: Some(vec![1, 2]),
        closes: Some("2026-01-31".parse().unwrap()),
        region: Some("North".into()),
        status: Some(DealStatus::Won),
        ..row
    };
    let body = json!({
        "title": "Lamps", "value": 0.1, "probability": 50, "owner_id": 7, "label_ids": [1, 2], "status": "won",
        "expected_close_date": "2026-01-31", "custom_fields": { KEY: "North" },
    });
    assert_eq!(sent(&account, create(row)).await, body);
}

#[tokio::test]
async fn none_clears_where_the_program_says_so() {
    let (account, client) = echo();
    let update = |person: Option<u32>, region: Option<&str>| {
        client
            .v2()
            .deals()
            .update(1_u64)
            .set_or_clear(person, UpdateRequest::person_id, UpdateRequest::clear_person_id)
            .set_or_clear(region, |request, region| request.custom_field(KEY, region), |request| request.clear_custom_field(KEY))
    };
    assert_eq!(
        sent(&account, update(Some(5), Some("North"))).await,
        json!({ "person_id": 5, "custom_fields": { KEY: "North" } })
    );
    assert_eq!(sent(&account, update(None, None)).await, json!({ "person_id": null, "custom_fields": { KEY: null } }));
}

#[tokio::test]
async fn numbers_of_every_type_are_sent_with_their_digits() {
    let (account, client) = echo();
    let deals = client.v2().deals();
    let numbers: [(Number, Value); 12] = [
        (1_i8.into(), json!(1)),
        (1_i16.into(), json!(1)),
        (1_i32.into(), json!(1)),
        (i64::MIN.into(), json!(i64::MIN)),
        (1_isize.into(), json!(1)),
        (1_u8.into(), json!(1)),
        (1_u16.into(), json!(1)),
        (1_u32.into(), json!(1)),
        (u64::MAX.into(), json!(u64::MAX)),
        (1_usize.into(), json!(1)),
        (0.1_f32.into(), json!(0.1)),
        (0.1_f64.into(), json!(0.1)),
    ];
    for (number, expected) in numbers {
        assert_eq!(sent(&account, deals.update(1).value(number)).await, json!({ "value": expected }));
        assert_eq!(sent(&account, deals.update(1).custom_field(KEY, number)).await["custom_fields"][KEY], expected);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_an_error_that_names_the_field() {
    let (_, client) = echo();
    let deals = client.v2().deals();
    let cases = [
        (deals.update(u64::MAX), "`id`: the value does not fit"),
        (deals.update(1).owner_id(usize::MAX), "`owner_id`: the value does not fit"),
        (deals.update(1).label_ids([1, u64::MAX]), "`label_ids`: the value does not fit"),
        (deals.update(1).value(f64::NAN), "`value`: cannot encode NaN"),
        (deals.update(1).probability(f32::INFINITY), "`probability`: cannot encode NaN"),
        (deals.update(1).custom_field(KEY, f32::NAN), "`dcf558aac1ae4e8c4f849ba5e668430d8df9be12`: cannot encode NaN"),
    ];
    for (request, message) in cases {
        let error = request.await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && error.to_string().contains(message), "{error}");
    }
    let error = deals.list().limit(i128::MAX).await.unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && error.to_string().contains("`limit`"), "{error}");
    let list = deals.list().ids([1_u64, 2]).filter_id(FilterId(3)).limit(100_usize);
    assert!(list.url().unwrap().ends_with("?ids=1,2&filter_id=3&limit=100"), "{:?}", list.url());
}

#[tokio::test]
async fn an_address_and_people_need_only_what_matters() {
    let (account, client) = echo();
    let activities = client.v2().activities();
    let address = Address { locality: Some("Tallinn".into()), ..Address::new("Lamp Lane 7") };
    let expected = json!({ "value": "Lamp Lane 7", "locality": "Tallinn" });
    let create = activities
        .create()
        .location(address.clone())
        .participants([ActivityParticipant::new(7).primary(true)])
        .attendees([ActivityAttendee::new("lamp@example.com").with_some(Some(8), ActivityAttendee::user_id)]);
    let body = json!({
        "location": expected, "participants": [{ "person_id": 7, "primary": true }],
        "attendees": [{ "email": "lamp@example.com", "user_id": 8 }],
    });
    assert_eq!(sent(&account, create).await, body);
    let built = PostalAddress::new("Lamp Lane 7").with_some(address.locality.clone(), PostalAddress::locality);
    assert_eq!(built, PostalAddress::from(address));
}

#[tokio::test]
async fn ids_and_owned_strings_are_values_too() {
    let (account, client) = echo();
    let (title, status, options) = ("Lamps".to_owned(), "won".to_owned(), vec![1_i64, 2]);
    let create = client.v2().deals().create(&title).currency(&title).status(&status);
    assert_eq!(sent(&account, create).await, json!({ "title": "Lamps", "currency": "Lamps", "status": "won" }));
    let fields: [CustomFieldValue; 4] = [UserId(5).into(), (&title).into(), options.as_slice().into(), 7_u64.into()];
    let values: Vec<Value> = fields.iter().map(CustomFieldValue::to_nested).collect();
    assert_eq!(values, [json!(5), json!("Lamps"), json!([1, 2]), json!(7)]);
}

#[test]
fn a_status_that_was_read_can_be_passed_to_any_filter() {
    let client = Client::builder().api_token("x").build().unwrap();
    let status = DealStatus::from("lost");
    let search = client.v2().deals().search("lamp").status(&status).url().unwrap();
    assert!(search.ends_with("?term=lamp&status=lost"), "{search}");
    assert_eq!(DealStatus::from_known("won"), Ok(DealStatus::Won));
    let error = DealStatus::from_known("all_not_deleted").unwrap_err();
    assert_eq!(error.to_string(), "unknown value `all_not_deleted`: expected one of `open`, `won`, `lost`, `deleted`");
}

#[tokio::test]
async fn a_page_is_a_slice_and_its_rejected_items_can_be_displayed() {
    let body = json!({ "success": true, "data": [{ "id": 1, "add_time": "2026-01-31T14:05:00Z" }, 7, { "id": 3 }] });
    let (account, client) = echo();
    account.inject(Fault::response(200, body));
    let page = client.v2().deals().list().await.unwrap();
    assert_eq!((page.len(), page[1].id == 3, page.last().map(|deal| i64::from(deal.id))), (2, true, Some(3)));
    assert_eq!(page.first().and_then(|deal| deal.add_time), Some("2026-01-31T14:05:00Z".parse::<Timestamp>().unwrap()));
    assert_eq!(page.iter().filter(|deal| deal.id > 1).count(), 1);
    assert_eq!(page.rejected()[0].to_string(), "item 1: `data[1]`: expected an object, found an integer");
}

#[tokio::test]
async fn amounts_and_limits_can_be_displayed() {
    let money = Money::new(1234.5, "EUR");
    assert_eq!((money.to_string(), format!("{money:.2}")), ("1234.5 EUR".to_owned(), "1234.50 EUR".to_owned()));
    assert_eq!(Money { currency: None, ..money }.to_string(), "1234.5");
    let (account, client) = echo();
    let headers = Fault::delay(Duration::ZERO)
        .header("x-ratelimit-limit", 20)
        .header("x-ratelimit-remaining", 19)
        .header("x-ratelimit-reset", 2)
        .header("x-daily-ratelimit-token-limit", 30_000);
    account.inject(headers.header("x-daily-ratelimit-token-remaining", 29_000));
    let response = client.v2().deals().get(1).with_response().await.unwrap();
    let reported = response.rate_limit().unwrap().to_string();
    assert_eq!(reported, "19 of 20 requests left; 2s until the period ends; 29000 of 30000 tokens left today");
    let limits = client.rate_limit().to_string();
    let expected = "19 of 20 requests free; searches: 10 of 10 requests free; 29000 of 30000 tokens left today; tokens spent: 1";
    assert_eq!(limits, expected);
    let unlimited = Client::builder().api_token("x").burst_limit(None).build().unwrap();
    assert_eq!(unlimited.rate_limit().burst.to_string(), "unlimited");
}
