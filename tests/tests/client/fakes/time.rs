//! The client of a fake never waits.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use pipedrive::testing::{FakeClient, FakeResponse};
use pipedrive::v2::conversions::{Conversion, ConversionStatus};
use pipedrive::v2::deals::requests::{GetRequest, ListRequest};
use pipedrive::v2::leads::requests::GetConversionStatusRequest;
use pipedrive::{ErrorKind, Request, RetryPolicy};
use serde_json::json;

use super::deal;

const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";
const CONVERSION: &str = "c81d4e2e-7a36-4f0b-95cf-d2a4b06e9173";

/// Runs a future without a runtime.
fn run<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(result) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return result;
        }
    }
}

fn conversion(status: ConversionStatus) -> Conversion {
    let mut conversion: Conversion = serde_json::from_value(json!({ "conversion_id": CONVERSION })).unwrap();
    conversion.status = Some(status);
    conversion
}

#[test]
fn a_call_needs_no_runtime_and_no_time() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    fake.on::<GetRequest>(|_| Ok(deal(1)));
    fake.respond::<GetRequest>(FakeResponse::rate_limited(Duration::from_secs(30))).times(3);
    let start = Instant::now();
    assert_eq!(run(deals.get(1).timeout(Duration::from_secs(500)).send()).unwrap(), deal(1));
    assert_eq!(fake.calls().len(), 4);
    // Far more than the API allows in a period.
    fake.on_list::<ListRequest>((1..=300).map(deal));
    let mut items = deals.list().limit(1).items();
    while run(items.try_next()).unwrap().is_some() {}
    assert_eq!(fake.calls_of::<ListRequest>().len(), 300);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn pauses_count_against_the_timeout_although_they_are_skipped() {
    let fake = FakeClient::new();
    fake.respond::<GetRequest>(FakeResponse::rate_limited(Duration::from_secs(30)));
    let get = |timeout| {
        fake.client().v2().deals().get(1).retry(RetryPolicy::new().max_attempts(9)).timeout(Duration::from_secs(timeout)).send()
    };
    let attempts = |timeout| {
        let before = fake.calls().len();
        assert_eq!(run(get(timeout)).unwrap_err().kind(), ErrorKind::RateLimited);
        fake.calls().len() - before
    };
    assert_eq!((attempts(29), attempts(50), attempts(80)), (1, 2, 3));
}

#[test]
fn no_limit_is_kept() {
    let fake = FakeClient::new();
    let deals = fake.client().v2().deals();
    fake.on::<GetRequest>(|_| Ok(deal(1)));
    let exhausted = FakeResponse::rate_limited(Duration::from_hours(1)).header("x-daily-ratelimit-token-remaining", "0");
    fake.respond::<GetRequest>(exhausted).times(1);
    assert_eq!(run(deals.get(1).send()).unwrap_err().kind(), ErrorKind::DailyLimit);
    assert_eq!(run(deals.get(1).send()).unwrap(), deal(1));
    let client = fake.client().to_builder().burst_limit(1).build().unwrap();
    for _ in 0..10 {
        run(client.v2().deals().get(1).send()).unwrap();
    }
}

#[test]
fn jobs_are_polled_without_pauses() {
    let fake = FakeClient::new();
    let status = || fake.client().v2().leads().get_conversion_status(LEAD, CONVERSION);
    fake.on::<GetConversionStatusRequest>(|_| Ok(conversion(ConversionStatus::Completed)));
    fake.on::<GetConversionStatusRequest>(|_| Ok(conversion(ConversionStatus::Running))).times(5);
    let start = Instant::now();
    assert_eq!(run(status().wait().into_future()).unwrap().status, Some(ConversionStatus::Completed));
    assert_eq!(fake.calls().len(), 6);

    fake.on::<GetConversionStatusRequest>(|_| Ok(conversion(ConversionStatus::Running)));
    let error = run(status().wait().every(Duration::from_mins(1)).into_future()).unwrap_err();
    assert_eq!((error.kind(), fake.calls().len()), (ErrorKind::Timeout, 6 + 11), "ten pauses of a minute: {error}");
    assert!(run(status().wait().every(Duration::ZERO).at_most(Duration::from_millis(50)).into_future()).is_err());
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_use_the_fake() {
    let fake = FakeClient::new();
    fake.on_list::<ListRequest>((1..=7).map(deal));
    let items = fake.client().v2().deals().list().limit(2).items().blocking();
    assert_eq!(items.map(|deal| deal.unwrap().id.0).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
}
