//! What is made again, what is not, and after how long.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipedrive::ids::DealId;
use pipedrive::prelude::*;
use pipedrive::{Attempt, Client, ErrorKind, Method, Observer, Result, RetryPolicy};
use pipedrive_mock::{Account, Fault, Server};
use serde_json::{Value, json};

/// The pauses that were announced.
#[derive(Clone, Default)]
struct Pauses(Arc<Mutex<Vec<Option<Duration>>>>);

impl Observer for Pauses {
    fn attempt(&self, attempt: &Attempt<'_>) {
        let mut pauses = self.0.lock().unwrap();
        pauses.push(attempt.retry_in);
        assert_eq!(usize::try_from(attempt.number).unwrap(), pauses.len());
    }
}

fn quick() -> RetryPolicy {
    RetryPolicy::new().base_delay(Duration::from_micros(10))
}

/// An account whose first responses are like this, and the later ones good.
async fn failing(times: usize, fault: Fault) -> (Server, Account) {
    let account = Account::of_examples();
    account.inject(fault.times(times));
    (account.serve(0).await.unwrap(), account)
}

fn client(server: &Server, policy: RetryPolicy) -> Client {
    Client::builder().api_token("x").base_url(server.url()).retry(policy).build().unwrap()
}

/// How many requests a call of each method makes where the first fails like this.
async fn requests(fault: Fault, policy: &RetryPolicy) -> Vec<(&'static str, usize)> {
    let mut made = Vec::new();
    for (method, path) in [
        ("GET", "/v1/deals/1"),
        ("PUT", "/v1/deals/1"),
        ("DELETE", "/v1/deals/1"),
        ("POST", "/api/v2/deals"),
        ("PATCH", "/api/v2/deals/1"),
    ] {
        let (server, account) = failing(1, fault.clone()).await;
        let mut request = client(&server, policy.clone()).request(method.parse::<Method>().unwrap(), path);
        if method.starts_with('P') {
            request = request.body(&json!({ "title": "Lamps" }));
        }
        let result: Result<Value> = request.json().await;
        let count = account.requests().len();
        assert_eq!(result.is_ok(), count == 2, "{method}: {result:?}");
        made.push((method, count));
    }
    made
}

#[tokio::test]
async fn only_what_does_no_harm_is_made_again() {
    const ALL: [(&str, usize); 5] = [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 2), ("PATCH", 2)];
    const HARMLESS: [(&str, usize); 5] = [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)];
    const NONE: [(&str, usize); 5] = [("GET", 1), ("PUT", 1), ("DELETE", 1), ("POST", 1), ("PATCH", 1)];
    let limited = || Fault::response(429, "").header("retry-after", 0);
    assert_eq!(requests(limited(), &quick()).await, ALL);
    for status in [502, 503, 504] {
        assert_eq!(requests(Fault::response(status, ""), &quick()).await, HARMLESS, "{status}");
    }
    assert_eq!(requests(Fault::reset(), &quick()).await, HARMLESS);
    assert_eq!(requests(Fault::truncate(), &quick()).await, HARMLESS);
    assert_eq!(requests(Fault::response(503, ""), &quick().repeat_writes(true)).await, ALL);
    for status in [400, 401, 403, 404, 409, 410, 422, 500, 501] {
        assert_eq!(requests(Fault::response(status, ""), &quick()).await, NONE, "{status}");
    }
    assert_eq!(requests(limited(), &RetryPolicy::none()).await, NONE);
}

#[tokio::test]
async fn without_a_connection_everything_is_made_again() {
    // Bound, so that nobody else gets the port, but not listening until later.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let client = Client::builder()
        .api_token("x")
        .base_url(format!("http://{address}"))
        .retry(RetryPolicy::new().max_attempts(1000).base_delay(Duration::from_millis(20)).max_delay(Duration::from_millis(20)))
        .build()
        .unwrap();
    let create = client.v2().deals().create("x");
    let error = create.clone().retry(RetryPolicy::none()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, true));
    let call = tokio::spawn(create.send());
    tokio::time::sleep(Duration::from_millis(30)).await;
    let listener = socket.listen(8).unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    let response = b"HTTP/1.1 201 Created\r\ncontent-length: 20\r\n\r\n{\"data\": {\"id\": 5 }}";
    tokio::io::AsyncWriteExt::write_all(&mut stream, response).await.unwrap();
    assert_eq!(call.await.unwrap().unwrap().id, DealId(5));
}

#[tokio::test]
async fn the_server_says_how_long() {
    let (server, _account) = failing(2, Fault::response(429, "").header("retry-after", 1).header("x-ratelimit-reset", 0)).await;
    let pauses = Pauses::default();
    let policy = quick().max_attempts(2);
    let client = Client::builder().api_token("x").base_url(server.url()).retry(policy).observer(pauses.clone()).build().unwrap();
    client.v2().deals().get(1).await.unwrap_err();
    let seen = pauses.0.lock().unwrap().clone();
    let first = seen[0].unwrap();
    // The longer one of the two, with some randomness on top.
    assert!(first >= Duration::from_secs(1) && first < Duration::from_millis(1100), "{seen:?}");
    assert_eq!(seen[1..], [None]);
}

#[tokio::test]
async fn too_long_is_not_waited() {
    for (fault, kind) in [
        (Fault::response(429, "").header("retry-after", 61), ErrorKind::RateLimited),
        (Fault::response(503, "").header("retry-after", 3600), ErrorKind::Server),
    ] {
        let (server, account) = failing(1, fault).await;
        let error = client(&server, quick()).v2().deals().get(1).await.unwrap_err();
        assert_eq!((error.kind(), account.requests().len()), (kind, 1));
        assert!(error.retry_after().unwrap() > Duration::from_secs(59));
    }
    // Nor is a pause begun that would not end in time.
    let (server, account) = failing(1, Fault::response(429, "").header("retry-after", 30)).await;
    let error = client(&server, quick()).v2().deals().get(1).timeout(Duration::from_secs(20)).await.unwrap_err();
    assert_eq!((error.kind(), account.requests().len()), (ErrorKind::RateLimited, 1));
}

#[tokio::test]
async fn attempts_are_counted() {
    let (server, account) = failing(usize::MAX, Fault::response(503, "")).await;
    let client = client(&server, quick());
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!((error.kind(), account.requests().len()), (ErrorKind::Server, 4));
    client.v2().deals().get(1).retry(quick().max_attempts(7)).await.unwrap_err();
    assert_eq!(account.requests().len(), 4 + 7);
    client.request(Method::GET, "/v1/x").retry(RetryPolicy::none()).send().await.unwrap_err();
    assert_eq!(account.requests().len(), 4 + 7 + 1);
}

#[tokio::test]
async fn pauses_grow_and_differ() {
    let (server, _account) = failing(usize::MAX, Fault::response(503, "")).await;
    let mut all = Vec::new();
    for _ in 0..20 {
        let pauses = Pauses::default();
        let policy =
            RetryPolicy::new().max_attempts(6).base_delay(Duration::from_micros(400)).max_delay(Duration::from_millis(3));
        let client =
            Client::builder().api_token("x").base_url(server.url()).retry(policy).observer(pauses.clone()).build().unwrap();
        client.v2().deals().get(1).await.unwrap_err();
        let pauses: Vec<Duration> = pauses.0.lock().unwrap().iter().flatten().copied().collect();
        for (pause, longest) in pauses.iter().zip([400, 800, 1600, 3000, 3000]) {
            assert!(*pause <= Duration::from_micros(longest), "{pauses:?}");
        }
        assert_eq!(pauses.len(), 5);
        all.push(pauses);
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 20, "two clients that failed together would come back together");
}

#[tokio::test]
async fn an_attempt_that_hangs_is_given_up_and_made_again() {
    let hanging = || failing(1, Fault::delay(Duration::from_secs(5_000)));
    let client = |server: &Server| {
        let builder = Client::builder().api_token("x").base_url(server.url()).retry(quick());
        builder.attempt_timeout(Duration::from_secs(1)).build().unwrap()
    };
    let (server, account) = hanging().await;
    client(&server).v2().deals().get(1).await.unwrap();
    assert_eq!(account.requests().len(), 2);
    // What was being created may be there.
    let (server, account) = hanging().await;
    let error = client(&server).v2().deals().create("x").await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), account.requests().len()), (ErrorKind::Timeout, false, 1));
    // The time of the whole call is up: there is none for another attempt.
    let (server, account) = hanging().await;
    let error = client(&server).v2().deals().get(1).timeout(Duration::from_millis(500)).await.unwrap_err();
    assert_eq!((error.kind(), account.requests().len()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn the_longest_times_are_times_like_any_other() {
    for asked in [u64::MAX, i64::MAX.cast_unsigned()] {
        let (server, account) = failing(1, Fault::response(429, "").header("retry-after", asked)).await;
        let policy = RetryPolicy::new().base_delay(Duration::MAX).max_delay(Duration::MAX).max_retry_after(Duration::MAX);
        let builder = Client::builder().api_token("x").base_url(server.url()).retry(policy).timeout(None);
        let client = builder.attempt_timeout(Duration::MAX).build().unwrap();
        let call = tokio::spawn(client.v2().deals().get(1).timeout(Duration::MAX).send());
        while client.rate_limit().burst.paused_for.is_none() && !call.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if call.is_finished() {
            // The pause would not have ended in time.
            assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::RateLimited);
        } else {
            call.abort();
        }
        assert_eq!(account.requests().len(), 1);
    }
}
