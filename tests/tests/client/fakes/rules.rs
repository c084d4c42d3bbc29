//! Which of several rules applies, and what happens if none does.

use http::Method;
use pipedrive::testing::{FakeClient, FakeResponse};
use pipedrive::v2::deals::requests::{GetRequest, ListRequest, UpdateRequest};
use pipedrive::{ErrorKind, Request};
use serde_json::json;

use super::deal;

#[tokio::test]
async fn the_last_rule_that_is_not_used_up_applies() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    let first = fake.on::<GetRequest>(|_| Ok(deal(1)));
    let second = fake.on::<GetRequest>(|_| Ok(deal(2))).times(2);
    let third = fake.on::<GetRequest>(|_| Ok(deal(3))).times(1);
    let mut received = Vec::new();
    for _ in 0..5 {
        received.push(deals.get(9).await.unwrap().id.0);
    }
    assert_eq!(received, [3, 2, 2, 1, 1]);
    assert_eq!((first.count(), second.count(), third.count()), (2, 2, 1));
}

#[tokio::test]
async fn an_unexpected_request_is_an_error_with_what_is_registered() {
    let fake = FakeClient::new();
    let client = fake.client();
    let error = client.v2().deals().get(42).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!error.is_retryable());
    assert_eq!(
        error.message(),
        Some(
            "the fake has no response for `GET /api/v2/deals/42` (`v2.deals.get`); none is registered: register one with `on`, \
             `on_list`, `respond` or `on_json`"
        )
    );
    fake.on_list::<ListRequest>([]);
    fake.on_json(Method::DELETE, "/api/v2/deals/{id}", json!(null));
    fake.on::<GetRequest>(|_| Ok(deal(1))).times(1);
    client.v2().deals().get(1).await.unwrap();
    let error = client.v2().deals().get(42).await.unwrap_err();
    assert!(
        error.message().unwrap().contains(
            "registered are `v2.deals.list`, `DELETE /api/v2/deals/{id}`, `v2.deals.get` (used up after 1 request): register"
        ),
        "{error}"
    );
    assert_eq!(fake.unexpected().iter().map(|call| call.path().to_owned()).collect::<Vec<_>>(), ["/api/v2/deals/42"; 2]);
    assert_eq!(fake.calls().len(), 3, "no call is retried");
}

#[tokio::test]
async fn a_template_is_that_of_one_operation() {
    let fake = FakeClient::new();
    let client = fake.client();
    fake.on_any(|_| FakeResponse::error(418, json!({})));
    fake.on_json(Method::GET, "/api/v2/deals/{deal}", json!({ "id": 1 }));
    fake.on_json(Method::GET, "/api/v2/deals/5", json!({ "id": 5 }));
    assert_eq!(client.v2().deals().get(4).await.unwrap().id.0, 1);
    assert_eq!(client.v2().deals().get(5).await.unwrap().id.0, 5);
    // `/api/v2/deals/search` and another method are not.
    assert_eq!(client.v2().deals().search("chairs").await.unwrap_err().status().unwrap().as_u16(), 418);
    assert_eq!(client.v2().deals().delete(5).await.unwrap_err().status().unwrap().as_u16(), 418);
    let raw: serde_json::Value = client.request(Method::GET, "/api/v2/deals/77").json().await.unwrap();
    assert_eq!(raw["data"]["id"], 1);
}

#[tokio::test]
async fn requests_are_recorded_as_their_previews() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    fake.on::<UpdateRequest>(|_| Ok(deal(1)));
    fake.on::<GetRequest>(|_| Ok(deal(1)));
    let update = || deals.update(1).title("Ten chairs").value(250).header("x-own", "1").query_extra("a b", "ü");
    update().await.unwrap();
    deals.get(1).await.unwrap();
    let [call] = &fake.calls_of::<UpdateRequest>()[..] else { panic!("{fake:?}") };
    assert_eq!(*call, update().preview().unwrap());
    assert_ne!(*call, update().title("Nine chairs").preview().unwrap());
    assert!(call.is::<UpdateRequest>() && !call.is::<GetRequest>());
    assert_eq!(call.json(), Some(&json!({ "title": "Ten chairs", "value": 250 })));
    assert_eq!((call.query("a b"), call.headers()["x-own"].as_bytes()), (Some("ü"), &b"1"[..]));
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test]
async fn a_function_of_a_rule_can_use_the_fake() {
    let fake = FakeClient::new();
    let inner = fake.clone();
    fake.on::<GetRequest>(move |_| Ok(deal(inner.calls().len().try_into().expect("a small number"))));
    assert_eq!(fake.client().v2().deals().get(9).await.unwrap().id.0, 1);
    assert_eq!(fake.client().v2().deals().get(9).await.unwrap().id.0, 2);
}
