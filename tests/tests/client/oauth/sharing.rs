//! Programs that share a store.

use std::time::Duration;

use pipedrive::ErrorKind;
use pipedrive_mock::Fault;
use serde_json::json;

use super::office::{Office, app};

#[tokio::test]
async fn what_another_program_has_fetched_is_used() {
    for (token, seconds) in [("access-0", 0), ("stale", 3600)] {
        let office = Office::open().await;
        let store = office.store();
        let client = office.builder().oauth(app(), office.tokens(token, seconds)).token_store(store.clone()).build().unwrap();
        store.put(office.tokens("access-other", 5000));
        client.v2().deals().get(1).await.unwrap();
        assert_eq!((office.book.count("token"), office.book.count("save")), (0, 0));
        assert_eq!(office.book.lines().pop().unwrap(), "call Bearer access-other");
    }
}

#[tokio::test]
async fn older_tokens_are_not_taken_back() {
    let office = Office::open().await;
    let store = office.store();
    store.put(office.tokens("access-old", -5000));
    let client = office.builder().oauth(app(), office.tokens("access-0", 0)).token_store(store).build().unwrap();
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines()[0], "token grant_type=refresh_token&refresh_token=refresh-0");
}

/// The other program has been here, but long ago: its refresh token is the one that counts.
#[tokio::test]
async fn the_newest_refresh_token_is_sent() {
    let office = Office::open().await;
    let store = office.store();
    let mut newer = office.tokens("access-other", -10);
    newer.refresh_token = "refresh-other".into();
    store.put(newer);
    let client = office.builder().oauth(app(), office.tokens("access-0", -5000)).token_store(store).build().unwrap();
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines()[0], "token grant_type=refresh_token&refresh_token=refresh-other");
}

#[tokio::test]
async fn a_refusal_ends_when_somebody_has_authorized_anew() {
    let office = Office::open().await;
    let store = office.store();
    let client = office.builder().oauth(app(), office.tokens("access-0", 0)).token_store(store.clone()).build().unwrap();
    office.prepare(Fault::response(400, json!({"error": "invalid_grant"})));
    assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::AuthorizationExpired);
    store.put(office.tokens("access-other", 3600));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.count("token"), 1);
}

/// Another program stores its tokens while ours are being refused: those are not refused along.
#[tokio::test]
async fn a_refresh_token_that_nobody_has_tried_is_tried() {
    let office = Office::open().await;
    let store = office.store();
    let client = office.builder().oauth(app(), office.tokens("access-0", -5000)).token_store(store.clone()).build().unwrap();
    let refusal = Fault::response(400, json!({"error": "invalid_grant"}));
    office.prepare(refusal.delayed(Duration::from_secs(1)));
    let call = tokio::spawn(client.v2().deals().get(1).into_future());
    office.book.comes("token").await;
    let mut newer = office.tokens("access-other", -10);
    newer.refresh_token = "refresh-other".into();
    store.put(newer);
    assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::AuthorizationExpired);
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines()[1], "token grant_type=refresh_token&refresh_token=refresh-other");
}

#[tokio::test]
async fn foreign_tokens_in_a_store_are_refused() {
    let office = Office::open().await;
    let store = office.store();
    let mut foreign = office.tokens("access-other", 3600);
    foreign.api_domain = Some("https://evil.example".to_owned());
    store.put(foreign);
    let client = office.builder().oauth(app(), office.tokens("access-0", 0)).token_store(store).build().unwrap();
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenStore, "{error}");
    assert!(office.requests().is_empty());
}
