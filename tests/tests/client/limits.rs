//! The limits of the API, kept by the client.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pipedrive::prelude::*;
use pipedrive::{Client, ClientBuilder, ErrorKind, RetryPolicy};
use pipedrive_mock::{Account, Fault, Limits};

/// An account with a deal.
async fn account() -> Account {
    let account = Account::new();
    let client = Client::builder().api_token("y").transport(account.clone()).build().unwrap();
    client.v2().deals().create("Lamps").await.unwrap();
    account
}

fn builder(account: &Account) -> ClientBuilder {
    Client::builder().api_token("x").transport(account.clone()).retry(RetryPolicy::none())
}

fn client(account: &Account) -> Client {
    builder(account).build().unwrap()
}

/// How many requests have been responded to, and how many of them with 429.
fn counts(account: &Account) -> (usize, usize) {
    let requests = account.requests();
    let refused = requests.iter().filter(|request| request.status == Some(429)).count();
    (requests.len() - refused, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_at_once_are_never_refused() {
    let account = account().await;
    account.set_limits(Limits::default().burst(30).searches(10));
    // Some responses take their time, so that requests and responses overtake each other.
    account.inject(Fault::delay(Duration::from_millis(55)).probability(0.3));
    account.inject(Fault::delay(Duration::from_millis(20)).probability(0.5));
    let server = account.serve(0).await.unwrap();
    let client = Client::builder().api_token("x").base_url(server.url()).retry(RetryPolicy::none()).build().unwrap();
    let tasks = (0..70).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            if number % 7 == 0 {
                client.v2().deals().search("xx").await.map(drop)
            } else {
                client.v2().deals().get(1).await.map(drop)
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!(counts(&account), (71, 0));
    let limits = client.rate_limit();
    assert_eq!((limits.burst.limit, limits.search.limit), (Some(30), Some(10)), "learnt from the responses");
    assert_eq!(limits.tokens_spent, 60 + 10 * 20);
}

#[tokio::test]
async fn without_the_limit_calls_go_out_at_once() {
    let account = account().await;
    account.set_limits(Limits::default().burst(5));
    let client = builder(&account).burst_limit(None).build().unwrap();
    for number in 0..8 {
        assert_eq!(client.v2().deals().get(1).await.is_ok(), number < 5);
    }
    assert_eq!(counts(&account), (1 + 5, 3));
    assert_eq!((client.rate_limit().burst.limit, client.rate_limit().burst.free), (None, None));
}

#[tokio::test]
async fn others_with_the_same_token_are_taken_into_account() {
    let account = account().await;
    account.set_limits(Limits::default().burst(20));
    let (client, other) = (client(&account), client(&account));
    assert_eq!(client.rate_limit().burst.free, Some(20));
    for _ in 0..15 {
        other.v2().deals().get(1).await.unwrap();
    }
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(client.rate_limit().burst.free, Some(4), "one call was ours, fifteen were not");
    assert_eq!(client.clone().rate_limit(), client.rate_limit(), "clones share it");
}

#[tokio::test]
async fn after_429_all_wait_and_none_before_its_time() {
    let account = account().await;
    account.inject(Fault::status(429).header("x-ratelimit-reset", 1).times(1));
    let arrivals: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let seen = Arc::clone(&arrivals);
    account.on_request(move |_| seen.lock().unwrap().push(Instant::now()));
    let client = builder(&account).retry(RetryPolicy::new()).build().unwrap();
    let first = tokio::spawn(client.v2().deals().get(1).send());
    while client.rate_limit().burst.paused_for.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.rate_limit().burst.free, Some(0));
    client.v2().deals().get(1).await.unwrap();
    first.await.unwrap().unwrap();
    let arrivals = arrivals.lock().unwrap();
    assert_eq!(arrivals.len(), 3);
    assert!(arrivals.iter().skip(1).all(|later| *later - arrivals[0] >= Duration::from_secs(1)));
}

#[tokio::test]
async fn an_exhausted_day_is_told_at_once_and_apart() {
    let account = account().await;
    account.set_limits(Limits::default().daily_tokens(0));
    // It misleads: in three seconds nothing will be different.
    let misleading = Fault::status(429).header("retry-after", 3).header("x-daily-ratelimit-token-limit", 30_000);
    account.inject(misleading.header("x-daily-ratelimit-token-remaining", 0));
    let sent = || account.requests().len() - 1;
    let client = builder(&account).retry(RetryPolicy::new()).build().unwrap();
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), sent()), (ErrorKind::DailyLimit, false, 1));
    assert!(error.rate_limit().unwrap().is_day_exhausted());
    let limits = client.rate_limit();
    assert_eq!((limits.daily_limit, limits.daily_remaining), (Some(30_000), Some(0)));
    // Nothing more is sent for a while; going on in spite of it would get the company blocked.
    let error = client.clone().v2().persons().get(1).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), sent()), (ErrorKind::DailyLimit, None, 1));
    // The same without the misleading header, as the account itself responds.
    account.clear_faults();
    let client = builder(&account).retry(RetryPolicy::new()).build().unwrap();
    assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::DailyLimit);
    assert_eq!((client.rate_limit().daily_limit, sent()), (Some(0), 2));
}

#[tokio::test]
async fn what_is_left_may_do_for_cheaper_calls() {
    let account = account().await;
    account.inject(Fault::response(429, "").header("x-daily-ratelimit-token-remaining", 12).on("v2.deals.search"));
    let client = client(&account);
    let error = client.v2().deals().search("xx").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DailyLimit, "a search costs more than that");
    client.v2().deals().get(1).await.unwrap();
}

#[tokio::test]
async fn a_403_after_429_stops_everything() {
    let account = account().await;
    account.inject(Fault::status(403).times(1));
    account.inject(Fault::response(403, "<html>no API in sight</html>").header("content-type", "text/html").times(1));
    account.inject(Fault::response(429, "").header("retry-after", 0).times(1));
    account.inject(Fault::status(403).times(1));
    account.inject(Fault::response(403, "<html>Just a moment...</html>").header("content-type", "text/html"));
    let client = builder(&account).retry(RetryPolicy::new().base_delay(Duration::from_micros(10))).build().unwrap();
    let sent = || account.requests().len() - 1;
    let kind = async || client.v2().deals().get(1).await.unwrap_err().kind();
    assert_eq!(kind().await, ErrorKind::Forbidden, "the API says so");
    assert_eq!(kind().await, ErrorKind::Forbidden, "no 429 has gone before");
    assert_eq!(kind().await, ErrorKind::Forbidden, "429, and then the API says so");
    assert_eq!(sent(), 4);
    assert_eq!(kind().await, ErrorKind::Blocked);
    assert_eq!(kind().await, ErrorKind::Blocked);
    assert_eq!(sent(), 5, "the last call was not sent");
}

#[tokio::test]
async fn the_firewall_of_an_account_that_is_called_too_often_is_recognized() {
    let account = account().await;
    account.set_limits(Limits::default().burst(1).patience(2));
    let calls = async |client: Client| client.v2().deals().get(1).await;
    calls(client(&account)).await.unwrap();
    for _ in 0..2 {
        // A client that has seen 429 waits by itself, so each request has a client of its own.
        assert_eq!(calls(client(&account)).await.unwrap_err().kind(), ErrorKind::RateLimited);
    }
    let policy = RetryPolicy::new().base_delay(Duration::from_micros(10));
    account.inject(Fault::response(429, "").header("retry-after", 0).times(1));
    let error = calls(builder(&account).retry(policy).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Blocked, Some(403)));
}

#[tokio::test]
async fn a_call_that_is_given_up_gives_its_turn_to_the_next() {
    let account = account().await;
    account.inject(Fault::delay(Duration::from_millis(300)));
    let client = builder(&account).burst_limit(1).build().unwrap();
    let call = || tokio::spawn(client.v2().deals().get(1).send());
    let (first, second) = (call(), call());
    tokio::time::sleep(Duration::from_millis(100)).await;
    second.abort();
    let third = call();
    first.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
}

#[tokio::test]
async fn what_was_never_sent_does_not_count() {
    let account = Account::new();
    let nobody = Client::builder().transport(account.clone()).build().unwrap();
    for _ in 0..3 {
        assert_eq!(nobody.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Configuration);
    }
    assert_eq!((nobody.rate_limit().burst.free, nobody.rate_limit().tokens_spent), (Some(20), 0));
    // Nor where the client does not keep the limit.
    let nobody = Client::builder().transport(account.clone()).burst_limit(None).build().unwrap();
    assert_eq!(nobody.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Configuration);
    assert_eq!((nobody.rate_limit().tokens_spent, account.requests().len()), (0, 0));
}

#[tokio::test]
async fn a_wait_beyond_all_reason_is_neither_begun_nor_a_panic() {
    // The last is what a server says that means a point in time.
    for reset in [u64::MAX, i64::MAX.cast_unsigned(), 1_767_225_600] {
        let account = account().await;
        let fine = Fault::delay(Duration::ZERO).header("x-ratelimit-limit", u64::MAX).header("x-ratelimit-remaining", 0);
        account.inject(fine.header("x-ratelimit-reset", reset));
        let client = client(&account);
        client.v2().deals().get(1).await.unwrap();
        let pause = client.rate_limit().burst.paused_for.unwrap();
        assert!(pause.as_secs() <= 60, "{reset}: {pause:?}");
    }
}

#[tokio::test]
async fn after_429_all_wait_even_where_the_call_is_not_repeated() {
    for (asked, most) in [(30, 30), (3_600, 60)] {
        let account = Account::new();
        account.inject(Fault::response(429, "").header("retry-after", asked));
        let client = client(&account);
        assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::RateLimited);
        let limits = client.rate_limit();
        let pause = limits.burst.paused_for.unwrap();
        assert!(pause > Duration::from_secs(most - 10) && pause <= Duration::from_secs(most), "{asked}: {pause:?}");
        assert_eq!(limits.search.paused_for, None, "searches are limited apart");
    }
}
