//! Limits, OAuth and faults.

use std::time::Duration;

use pipedrive::oauth::{Code, OAuthApp, State};
use pipedrive::prelude::*;
use pipedrive::{Client, ErrorKind, RequestBody, RetryPolicy, Transport};
use pipedrive_mock::{Account, Fault, Limits};

use crate::account;

fn impatient(account: &Account) -> Client {
    let builder = Client::builder().api_token("token").retry(RetryPolicy::none()).burst_limit(None);
    builder.transport(account.clone()).build().expect("the client is built")
}

#[tokio::test]
async fn bursts_are_limited_and_ignoring_that_blocks_the_client() {
    let account = Account::new();
    account.set_limits(Limits::smallest_plan());
    let mut statuses = Vec::new();
    for _ in 0..45 {
        // A client that has seen 429 waits by itself, so each request has a client of its own.
        match impatient(&account).v2().deals().list().with_response().await {
            Ok(response) => {
                assert_eq!(response.rate_limit().and_then(|limit| limit.limit), Some(20));
                statuses.push(200);
            }
            Err(error) => statuses.push(error.status().expect("there is a response").as_u16()),
        }
    }
    let expected: Vec<u16> = [vec![200; 20], vec![429; 20], vec![403; 5]].concat();
    assert_eq!(statuses, expected);
    account.advance(Duration::from_secs(61));
    impatient(&account).v2().deals().list().await.expect("the client is no longer blocked");
}

#[tokio::test]
async fn the_daily_budget_is_exhausted_until_the_next_day() {
    let account = Account::new();
    account.set_limits(Limits::default().daily_tokens(25));
    let client = impatient(&account);
    client.v2().deals().list().await.expect("costs 10 tokens");
    client.v2().deals().list().await.expect("costs 10 tokens");
    let error = client.v2().deals().list().await.expect_err("costs 10 tokens, and there are 5 left");
    assert_eq!(error.kind(), ErrorKind::DailyLimit);
    assert_eq!(account.used_tokens(), 20);
    account.advance(Duration::from_secs(24 * 60 * 60 + 1));
    impatient(&account).v2().deals().list().await.expect("a new day");
}

#[tokio::test]
async fn an_app_is_authorized_and_its_tokens_are_refreshed() {
    let account = Account::new();
    account.add_app("client", "secret", "https://app.example/callback", "deals:read");
    let app = OAuthApp::new("client", "secret", "https://app.example/callback");
    let state = State::random().expect("there is a source of random numbers");
    let request = http::Request::get(app.authorize_url(&state)).body(RequestBody::empty()).expect("a valid request");
    let response = account.send(request).await.expect("a response");
    let callback = response.headers()["location"].to_str().expect("a URL").to_owned();

    let anonymous = Client::builder().transport(account.clone()).build().expect("the client is built");
    let code = Code::from_callback(&callback, &state).expect("a code");
    let tokens = app.exchange(&anonymous, code).await.expect("tokens");
    let client = Client::builder().oauth(app, tokens).transport(account.clone()).build().expect("the client is built");
    client.v2().deals().list().await.expect("the scope allows it");
    let error = client.v2().deals().create("Lamps").await.expect_err("the scope is for reading");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));

    account.expire_access_tokens();
    client.v2().deals().list().await.expect("the tokens are refreshed");
    let refreshes = account.requests().iter().filter(|request| request.path == "/oauth/token").count();
    assert_eq!(refreshes, 2);
}

#[tokio::test]
async fn an_app_without_a_redirect_uri_redirects_only_to_this_computer() {
    let account = Account::new();
    account.add_app("client", "secret", "", "");
    for (uri, status) in [
        ("http://127.0.0.1:3000/callback", 302),
        ("http://[::1]:3000/callback?a=b", 302),
        ("http://localhost/callback", 302),
        ("https://127.0.0.1/callback", 400),
        ("http://127.0.0.1.example/callback", 400),
        ("http://app.example/callback", 400),
        ("", 400),
    ] {
        let app = OAuthApp::new("client", "secret", uri);
        let state = State::random().expect("there is a source of random numbers");
        let request = http::Request::get(app.authorize_url(&state)).body(RequestBody::empty()).expect("a valid request");
        assert_eq!(account.send(request).await.expect("a response").status(), status, "{uri}");
    }
}

#[tokio::test]
async fn wrong_tokens_are_refused_once_there_is_a_right_one() {
    let (account, client) = account();
    account.add_api_token("right");
    let error = client.v2().deals().list().await.expect_err("another token");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
}

#[tokio::test]
async fn faults_are_injected_by_operation_and_number() {
    let account = Account::new();
    let client = impatient(&account);
    account.inject(Fault::status(503).on("v2.deals.get").times(1));
    account.inject(Fault::reset().on("v2.deals.create").times(1));
    account.inject(Fault::truncate().on("v2.deals.list").times(1));
    client.v2().deals().create("Lamps").await.expect_err("the connection is reset");
    let deal = client.v2().deals().create("Lamps").await.expect("once only");
    let error = client.v2().deals().get(deal.id).await.expect_err("the service is unavailable");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    client.v2().deals().get(deal.id).await.expect("once only");
    client.v2().deals().list().await.expect_err("the body is truncated");
    account.inject(Fault::malformed_json().on("v2.deals.get"));
    client.v2().deals().get(deal.id).await.expect_err("the JSON is malformed");
    account.clear_faults();
    client.v2().deals().get(deal.id).await.expect("no faults");
}

#[tokio::test]
async fn a_server_serves_the_account() {
    let account = Account::new();
    let server = account.serve(0).await.expect("a free port");
    let client = Client::builder().api_token("token").base_url(server.url()).build().expect("the client is built");
    client.v2().deals().create("Lamps").await.expect("the deal is created");
    assert_eq!(client.v2().deals().list().await.expect("the list is read").len(), 1);
}
