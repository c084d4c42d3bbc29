//! Clients that keep their tokens good.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use pipedrive::prelude::*;
use pipedrive::{Client, ErrorKind, Method, RetryPolicy};
use pipedrive_mock::Fault;
use tokio::task::JoinSet;

use super::office::{Failure, Office, app, token_response};

/// Makes calls with clones of a client, all at once.
async fn call_at_once(client: &Client, calls: usize) -> Vec<Result<(), pipedrive::Error>> {
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        set.spawn(async move { client.v2().deals().get(1).await.map(drop) });
    }
    set.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_are_about_to_expire_are_refreshed_once_for_all() {
    for seconds in [-10, 30] {
        let office = Office::open().await;
        let client = office.client("access-0", seconds);
        for result in call_at_once(&client, 20).await {
            result.unwrap();
        }
        let lines = office.book.lines();
        assert_eq!(
            lines[..3],
            [
                "token grant_type=refresh_token&refresh_token=refresh-0",
                "save mock-access-1 mock-refresh-1",
                "saved mock-access-1"
            ]
        );
        // Only then is the new token used; the old one never is.
        assert!(lines[3..].iter().all(|line| line == "call Bearer mock-access-1"), "{lines:?}");
        assert_eq!(lines.len(), 23);
        assert_eq!(client.tokens().unwrap().access_token.expose(), "mock-access-1");
        client.v2().deals().get(1).await.unwrap();
        assert_eq!(office.book.count("token"), 1);
    }
}

#[tokio::test]
async fn good_tokens_are_left_alone() {
    let office = Office::open().await;
    let client = office.client("access-0", 300);
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines(), ["call Bearer access-0"]);
    assert_eq!(client.rate_limit().burst.limit, Some(80));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_are_refused_are_refreshed_once_for_all() {
    let office = Office::open().await;
    let client = office.client("stale", 3600);
    for result in call_at_once(&client, 20).await {
        result.unwrap();
    }
    assert_eq!((office.book.count("token"), office.book.count("call Bearer mock-access-1")), (1, 20));
    assert!((1..=20).contains(&office.book.count("call Bearer stale")));
    let lines = office.book.lines();
    let first_use = lines.iter().position(|line| line == "call Bearer mock-access-1");
    assert!(first_use > lines.iter().position(|line| line == "saved mock-access-1"), "{lines:?}");
}

#[tokio::test]
async fn a_call_is_repeated_once_and_no_more() {
    let office = Office::open().await;
    let client = office.client("stale", 3600);
    // The new token is no better than the old one.
    office.prepare(Fault::response(200, token_response("stale", &office.url())));
    let error = client.v2().deals().create("x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    assert_eq!((office.book.count("call"), office.book.count("token")), (2, 1));
}

#[tokio::test]
async fn a_refused_refresh_token_is_not_sent_again() {
    let refusal = serde_json::json!({"success": false, "error": "Invalid grant: refresh_token is invalid"});
    for access_token in ["stale", "access-0"] {
        let office = Office::open().await;
        let client = office.client(access_token, if access_token == "stale" { 3600 } else { 0 });
        let response = Fault::response(400, &refusal);
        office.prepare(response.delayed(Duration::from_millis(100)));
        for _ in 0..2 {
            for result in call_at_once(&client, 5).await {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::AuthorizationExpired, "{error}");
                let text = error.to_string();
                assert!(text.starts_with("GET /api/v2/deals/1: the user must authorize the app again: "), "{text}");
                assert!(text.ends_with("Invalid grant: refresh_token is invalid"), "{text}");
                assert!(!error.is_retryable());
            }
        }
        assert_eq!(office.book.count("token"), 1);
        assert_eq!(office.book.count("call Bearer access"), 0);
    }
    // The same for an app whose secret is wrong, but with another word.
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    office.prepare(Fault::response(401, serde_json::json!({"error": "invalid_client"})));
    for _ in 0..2 {
        assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Unauthorized);
    }
    assert_eq!(office.book.count("token"), 1);
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    office.prepare(Fault::response(503, ""));
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!((error.kind(), office.book.count("call")), (ErrorKind::Server, 0));
    // The failure is remembered for a second.
    assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(office.book.count("token"), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.count("token"), 2);

    // The limits of the OAuth server are waited for, as for any call.
    let office = Office::open().await;
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
    let client = office.builder().retry(policy).oauth(app(), office.tokens("access-0", 0)).build().unwrap();
    office.prepare(Fault::response(429, "").header("retry-after", "0"));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.count("token"), 2);
}

#[tokio::test]
async fn one_failed_refresh_is_the_error_of_all_waiting_calls() {
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    office.prepare(Fault::response(503, "").delayed(Duration::from_millis(20)));
    let results = call_at_once(&client, 500).await;
    assert!(results.iter().all(|result| result.as_ref().is_err_and(|error| error.kind() == ErrorKind::Server)));
    assert_eq!((office.book.count("token"), office.book.count("call")), (1, 0));
}

#[tokio::test]
async fn tokens_that_are_still_good_are_used_while_the_oauth_server_is_away() {
    let office = Office::open().await;
    let client = office.client("access-0", 30);
    office.prepare(Fault::response(503, ""));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines()[1..], ["call Bearer access-0"]);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.count("call Bearer mock-access-1"), 1);
}

#[tokio::test]
async fn tokens_that_are_still_good_are_used_while_the_oauth_server_hangs() {
    let office = Office::open().await;
    let client = office.client("access-0", 50);
    let late = Fault::response(200, token_response("access-1", &office.url()));
    office.prepare(late.delayed(Duration::from_secs(25)));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.count("call Bearer access-0"), 1, "{:?}", office.book.lines());
}

#[tokio::test]
async fn nothing_is_used_that_could_not_be_stored() {
    let office = Office::open().await;
    let store = office.store();
    // Good for a while yet: that is no excuse.
    for (how, text) in [(Failure::Error, "the disk is full"), (Failure::Panic, "was aborted")] {
        let tokens = office.tokens("access-0", 30);
        let client = office.builder().oauth(app(), tokens).token_store(store.clone()).build().unwrap();
        let (fetched, saved) = (office.book.count("token"), office.book.count("saved"));
        store.fail(how);
        store.stored.lock().unwrap().take();
        let error = client.v2().deals().get(1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenStore, "{error}");
        assert!(error.to_string().contains(text), "{error}");
        let newest = client.tokens().unwrap().access_token;
        assert_eq!(newest.expose(), format!("mock-access-{}", fetched + 1));
        // What was fetched is stored with the next call, and not fetched again.
        let calls = office.book.count("call");
        client.v2().deals().get(1).await.unwrap();
        assert_eq!(client.tokens().unwrap().access_token, newest);
        assert_eq!((office.book.count("token"), office.book.count("saved")), (fetched + 1, saved + 1));
        assert_eq!((office.book.count("call"), calls), (fetched + 1, fetched));
    }
}

#[tokio::test]
async fn who_comes_while_tokens_are_being_stored_waits_too() {
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    let first = tokio::spawn(client.v2().deals().get(1).into_future());
    office.book.comes("save ").await;
    client.v2().deals().get(1).await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(office.book.lines()[1..3], ["save mock-access-1 mock-refresh-1", "saved mock-access-1"]);
    assert_eq!((office.book.count("token"), office.book.count("call Bearer mock-access-1")), (1, 2));
}

/// The server may have replaced the refresh token already when the call that has asked for it is given up.
#[tokio::test]
async fn callers_who_give_up_lose_no_tokens() {
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    let response = Fault::response(200, token_response("access-1", &office.url()));
    office.prepare(response.delayed(Duration::from_secs(1)));
    {
        let mut call = pin!(client.v2().deals().get(1).into_future());
        while office.book.count("token") == 0 {
            assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Here it is dropped, with its request on the way.
    }
    let error = client.v2().deals().get(1).timeout(Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    office.book.comes("saved access-1").await;
    client.v2().deals().get(1).await.unwrap();
    let lines = office.book.lines();
    assert_eq!(lines[1..], ["save access-1 refresh-1", "saved access-1", "call Bearer access-1"], "{lines:?}");
}

#[tokio::test]
async fn calls_go_where_the_tokens_say() {
    let (office, moved) = (Office::open().await, Office::open().await);
    let client = office.client("access-0", 3600);
    client.v2().deals().get(1).await.unwrap();
    assert!(client.v2().deals().get(1).url().unwrap().starts_with(&office.url()));

    // The company gets another address; the tokens that are good there go there.
    office.expire();
    office.prepare(Fault::response(200, token_response("access-1", &moved.url())));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(moved.book.lines(), ["call Bearer access-1"]);
    assert_eq!(office.book.count("call Bearer access-1"), 0);
    assert!(client.v2().deals().get(1).url().unwrap().starts_with(&moved.url()));
    client.request(Method::GET, "/api/v2/deals").send().await.unwrap();
    assert_eq!(moved.book.count("call Bearer access-1"), 2);
    assert!(format!("{client:?}").contains(&moved.url()), "{client:?}");

    // What was set by hand stays.
    let fixed = Office::open().await;
    let client = office.builder().base_url(fixed.url()).oauth(app(), office.tokens("access-0", 0)).build().unwrap();
    office.prepare(Fault::response(200, token_response("access-2", &moved.url())));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(fixed.book.lines(), ["call Bearer access-2"]);
    let company = office.builder().company_domain("acme").oauth(app(), office.tokens("a", 60)).build().unwrap();
    assert!(company.v2().deals().get(1).url().unwrap().starts_with("https://acme.pipedrive.com/"));
    let nameless = office.builder().oauth(app(), super::office::tokens("a", 60)).build().unwrap();
    assert!(nameless.v2().deals().get(1).url().unwrap().starts_with("https://api.pipedrive.com/"));
}

#[tokio::test]
async fn a_refresh_cannot_lead_the_tokens_away() {
    let office = Office::open().await;
    let client = office.client("access-0", 0);
    office.prepare(Fault::response(200, token_response("access-1", "https://evil.example")));
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("evil.example"), "{error}");
    assert_eq!((office.book.count("save"), office.book.count("call")), (0, 0));
    assert!(client.v2().deals().get(1).url().unwrap().starts_with(&office.url()));
}

#[tokio::test]
async fn a_client_that_is_revoked_is_done() {
    let office = Office::open().await;
    let client = office.client("access-0", 3600);
    client.revoke().await.unwrap();
    assert_eq!(office.book.lines(), ["revoke token=refresh-0&token_type_hint=refresh_token"]);
    let error = client.clone().v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AuthorizationExpired, "{error}");
    assert_eq!(office.book.lines().len(), 1);

    let nobody = office.builder().api_token("x").build().unwrap();
    assert!(nobody.tokens().is_none());
    assert_eq!(nobody.revoke().await.unwrap_err().kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn the_last_credentials_count() {
    let office = Office::open().await;
    let session = || office.builder().base_url(office.url()).oauth(app(), office.tokens("access-0", 3600));
    session().api_token("t").build().unwrap().v2().deals().get(1).await.unwrap();
    session().access_token("t").oauth(app(), office.tokens("access-5", 3600)).build().unwrap().v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines(), ["call nobody", "call Bearer access-5"]);
    assert_eq!(office.requests()[0].headers["x-api-token"], "t");
    let error = session().token_store(office.store()).api_token("t").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
}

#[tokio::test]
async fn clients_built_from_one_another_share_a_session_until_other_credentials_are_set() {
    let office = Office::open().await;
    let client = office.builder().oauth(app(), office.tokens("access-0", 3600)).build().unwrap();
    let same = client.to_builder().build().unwrap();
    let moved = client.to_builder().base_url(office.url()).build().unwrap();
    let other = client.to_builder().oauth(app(), office.tokens("access-5", 3600)).build().unwrap();
    let fixed = client.to_builder().access_token("access-7").base_url(office.url()).build().unwrap();
    for client in [&client, &same, &moved, &other, &fixed] {
        client.v2().deals().get(1).await.unwrap();
    }
    let calls = ["access-0", "access-0", "access-0", "access-5", "access-7"].map(|token| format!("call Bearer {token}"));
    assert_eq!(office.book.lines(), calls);
    assert!(same.tokens().is_some() && fixed.tokens().is_none());
    // A store without tokens is an error, as with any other builder.
    let error = client.to_builder().token_store(office.store()).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    client.to_builder().token_store(office.store()).oauth(app(), office.tokens("access-5", 3600)).build().unwrap();
}
