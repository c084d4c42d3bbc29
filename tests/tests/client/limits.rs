//! The limits of the API, kept by the client.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pipedrive::prelude::*;
use pipedrive::{Client, ErrorKind, RetryPolicy};
use pipedrive_tests::enforcing::Enforcing;
use pipedrive_tests::server::{Answer, Request, Server};
use serde_json::json;

fn fine() -> Answer {
    Answer::json(200, &json!({ "success": true, "data": { "id": 1 } }))
}

fn client(server: &Server) -> Client {
    Client::builder().api_token("x").base_url(server.url()).retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_at_once_are_never_refused() {
    let enforcing = Enforcing::start(30, 10).await;
    let client = client(enforcing.server());
    let tasks = (0..70).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            if number % 7 == 0 {
                client.v2().deals().search("x").await.map(drop)
            } else {
                client.v2().deals().get(number).await.map(drop)
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!((enforcing.answered(), enforcing.refused()), (70, 0));
    let limits = client.rate_limit();
    assert_eq!((limits.burst.limit, limits.search.limit), (Some(30), Some(10)), "learnt from the responses");
    assert_eq!(limits.tokens_spent, 60 + 10 * 20);
}

#[tokio::test]
async fn without_the_limit_calls_go_out_at_once() {
    let enforcing = Enforcing::start(5, 10).await;
    let builder = Client::builder().api_token("x").base_url(enforcing.server().url()).retry(RetryPolicy::none());
    let client = builder.burst_limit(None).build().unwrap();
    for number in 0..8 {
        assert_eq!(client.v2().deals().get(number).await.is_ok(), number < 5);
    }
    assert_eq!((enforcing.answered(), enforcing.refused()), (5, 3));
    assert_eq!((client.rate_limit().burst.limit, client.rate_limit().burst.free), (None, None));
}

#[tokio::test]
async fn others_with_the_same_token_are_taken_into_account() {
    let server = Server::start(|_: &Request| {
        fine().header("x-ratelimit-limit", 20).header("x-ratelimit-remaining", 4).header("x-ratelimit-reset", 2)
    })
    .await;
    let client = client(&server);
    assert_eq!(client.rate_limit().burst.free, Some(20));
    client.v2().deals().get(1).await.unwrap();
    assert_eq!(client.rate_limit().burst.free, Some(4), "one call was ours, fifteen were not");
    assert_eq!(client.clone().rate_limit(), client.rate_limit(), "clones share it");
}

#[tokio::test]
async fn after_429_all_wait_and_none_before_its_time() {
    let arrivals: Arc<Mutex<VecDeque<Instant>>> = Arc::default();
    let seen = Arc::clone(&arrivals);
    let server = Server::start(move |_: &Request| {
        let mut arrivals = seen.lock().unwrap();
        arrivals.push_back(Instant::now());
        if arrivals.len() == 1 { Answer::text(429, "").header("x-ratelimit-reset", 1) } else { fine() }
    })
    .await;
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let first = tokio::spawn(client.v2().deals().get(1).send());
    while client.rate_limit().burst.paused_for.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.rate_limit().burst.free, Some(0));
    client.v2().deals().get(2).await.unwrap();
    first.await.unwrap().unwrap();
    let arrivals = arrivals.lock().unwrap();
    assert_eq!(arrivals.len(), 3);
    assert!(arrivals.iter().skip(1).all(|later| *later - arrivals[0] >= Duration::from_secs(1)));
}

#[tokio::test]
async fn an_exhausted_day_is_told_at_once_and_apart() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(move |_: &Request| {
        counted.fetch_add(1, Ordering::SeqCst);
        let limited = Answer::json(429, &json!({ "success": false, "error": "Request over limit" }));
        // It misleads: in three seconds nothing will be different.
        limited
            .header("retry-after", 3)
            .header("x-daily-ratelimit-token-limit", 30_000)
            .header("x-daily-ratelimit-token-remaining", 0)
    })
    .await;
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), count.load(Ordering::SeqCst)), (ErrorKind::DailyLimit, false, 1));
    assert!(error.rate_limit().unwrap().is_day_exhausted());
    let limits = client.rate_limit();
    assert_eq!((limits.daily_limit, limits.daily_remaining), (Some(30_000), Some(0)));
    // Nothing more is sent for a while; going on in spite of it would get the company blocked.
    let error = client.clone().v2().persons().get(1).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), count.load(Ordering::SeqCst)), (ErrorKind::DailyLimit, None, 1));
}

#[tokio::test]
async fn what_is_left_may_do_for_cheaper_calls() {
    let server = Server::start(|request: &Request| {
        let answer = if request.path.ends_with("/search") { Answer::text(429, "") } else { fine() };
        answer.header("x-daily-ratelimit-token-remaining", 12)
    })
    .await;
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let error = client.v2().deals().search("x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DailyLimit, "a search costs more than that");
    client.v2().deals().get(1).await.unwrap();
}

#[tokio::test]
async fn a_403_after_429_stops_everything() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(move |_: &Request| match counted.fetch_add(1, Ordering::SeqCst) {
        1 => Answer::text(403, "<html>no API in sight</html>"),
        2 => Answer::text(429, "").header("retry-after", 0),
        0 | 3 => Answer::json(403, &json!({ "success": false, "error": "Forbidden" })),
        _ => Answer::text(403, "<html>Just a moment...</html>"),
    })
    .await;
    let client = Client::builder()
        .api_token("x")
        .base_url(server.url())
        .retry(RetryPolicy::new().base_delay(Duration::from_micros(10)))
        .build()
        .unwrap();
    let kind = async || client.v2().deals().get(1).await.unwrap_err().kind();
    assert_eq!(kind().await, ErrorKind::Forbidden, "the API says so");
    assert_eq!(kind().await, ErrorKind::Forbidden, "no 429 has gone before");
    assert_eq!(kind().await, ErrorKind::Forbidden, "429, and then the API says so");
    assert_eq!(count.load(Ordering::SeqCst), 4);
    assert_eq!(kind().await, ErrorKind::Blocked);
    assert_eq!(kind().await, ErrorKind::Blocked);
    assert_eq!(count.load(Ordering::SeqCst), 5, "the last call was not sent");
}

#[tokio::test]
async fn a_call_that_is_given_up_gives_its_turn_to_the_next() {
    let server = Server::start(|_: &Request| fine().after(Duration::from_millis(300))).await;
    let builder = Client::builder().api_token("x").base_url(server.url()).retry(RetryPolicy::none());
    let client = builder.burst_limit(1).build().unwrap();
    let call = |id: i64| tokio::spawn(client.v2().deals().get(id).send());
    let (first, second) = (call(1), call(2));
    tokio::time::sleep(Duration::from_millis(100)).await;
    second.abort();
    let third = call(3);
    first.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
}

#[tokio::test]
async fn what_was_never_sent_does_not_count() {
    let server = Server::start(|_: &Request| fine()).await;
    let nobody = Client::builder().base_url(server.url()).build().unwrap();
    for _ in 0..3 {
        assert_eq!(nobody.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Configuration);
    }
    assert_eq!((nobody.rate_limit().burst.free, nobody.rate_limit().tokens_spent), (Some(20), 0));
    // Nor where the client does not keep the limit.
    let nobody = Client::builder().base_url(server.url()).burst_limit(None).build().unwrap();
    assert_eq!(nobody.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Configuration);
    assert_eq!(nobody.rate_limit().tokens_spent, 0);
}

#[tokio::test]
async fn a_wait_beyond_all_reason_is_neither_begun_nor_a_panic() {
    // The last is what a server says that means a point in time.
    for reset in [u64::MAX, i64::MAX.cast_unsigned(), 1_767_225_600] {
        let server = Server::start(move |_: &Request| {
            fine().header("x-ratelimit-limit", u64::MAX).header("x-ratelimit-remaining", 0).header("x-ratelimit-reset", reset)
        })
        .await;
        let client = client(&server);
        client.v2().deals().get(1).await.unwrap();
        let pause = client.rate_limit().burst.paused_for.unwrap();
        assert!(pause.as_secs() <= 60, "{reset}: {pause:?}");
    }
}

#[tokio::test]
async fn after_429_all_wait_even_where_the_call_is_not_repeated() {
    for (asked, most) in [(30, 30), (3_600, 60)] {
        let server = Server::start(move |_: &Request| Answer::text(429, "").header("retry-after", asked)).await;
        let client = client(&server);
        assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::RateLimited);
        let limits = client.rate_limit();
        let pause = limits.burst.paused_for.unwrap();
        assert!(pause > Duration::from_secs(most - 10) && pause <= Duration::from_secs(most), "{asked}: {pause:?}");
        assert_eq!(limits.search.paused_for, None, "searches are limited apart");
    }
}
