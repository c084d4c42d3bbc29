//! What can be seen of calls, and what cannot.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipedrive::prelude::*;
use pipedrive::{Attempt, Client, Error, ErrorKind, FinishedCall, Method, Mismatch, Observer, OperationInfo, RetryPolicy};
use pipedrive_mock::{Account, Fault};
use pipedrive_tests::served::ServedAccount;
use serde_json::json;
use tracing::instrument::WithSubscriber;
use tracing_subscriber::fmt::format::FmtSpan;

const TOKEN: &str = "very-secret-token";

/// Fails first, then responds with something odd.
async fn server() -> ServedAccount {
    let server = ServedAccount::of(Account::new()).await;
    server.inject(Fault::response(503, "").header("x-ratelimit-remaining", 9).times(1));
    let odd = json!({ "success": true, "data": { "id": 7, "value": { "no": "number" }, "title": "private-title" } });
    server.respond("/api/v2/deals/7", Fault::response(200, odd));
    server.respond("/api/v2/deals/8", Fault::response(200, "{\"data\": private-body"));
    server.inject(Fault::response(404, json!({ "success": false, "error": "Deal not found" })));
    server
}

fn client(server: &ServedAccount) -> pipedrive::ClientBuilder {
    let policy = RetryPolicy::new().base_delay(Duration::from_micros(10));
    Client::builder().api_token(TOKEN).base_url(server.url()).retry(policy)
}

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Observer for Notes {
    fn attempt(&self, attempt: &Attempt<'_>) {
        let id = attempt.operation.map_or("-", |info| info.id);
        let (status, error) = (attempt.status.map(|status| status.as_u16()), attempt.error.map(Error::kind));
        let (left, again) = (attempt.rate_limit.and_then(|limits| limits.remaining), attempt.retry_in.is_some());
        assert!(attempt.duration > Duration::ZERO);
        self.note(format!("{} {id} {} {} {status:?} {error:?} {left:?} {again}", attempt.number, attempt.method, attempt.path));
    }

    fn call(&self, call: &FinishedCall<'_>) {
        let (status, error) = (call.status.map(|status| status.as_u16()), call.error.map(Error::kind));
        assert!(call.duration >= call.queued);
        self.note(format!("call {} {status:?} {error:?}", call.attempts));
    }

    fn mismatches(&self, operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        self.note(format!("{} {}", operation.unwrap().id, mismatches[0]));
    }

    fn undecodable(&self, error: &Error) {
        self.note(format!("undecodable {:?}", error.kind()));
    }
}

#[tokio::test]
async fn an_observer_sees_everything_that_happens() {
    let _alone = crate::alone().await;
    let (server, notes) = (server().await, Notes::default());
    let client = client(&server).observer(notes.clone()).build().unwrap();
    client.v2().deals().get(7).await.unwrap();
    assert_eq!(
        notes.take(),
        [
            "1 v2.deals.get GET /api/v2/deals/{id} Some(503) Some(Server) Some(9) true",
            "2 v2.deals.get GET /api/v2/deals/{id} Some(200) None None false",
            "call 2 Some(200) None",
            "v2.deals.get `data.value`: expected a number, found an object",
        ]
    );
    client.v2().deals().get(8).await.unwrap_err();
    assert_eq!(notes.take()[1..], ["call 1 Some(200) None", "undecodable Decode"]);
    client.request(Method::GET, "/api/v2/deals/9").query("secret", TOKEN).send().await.unwrap_err();
    assert_eq!(notes.take(), ["1 - GET /api/v2/deals/9 Some(404) Some(NotFound) None false", "call 1 Some(404) Some(NotFound)"]);
    // What is not even sent is a call as well.
    client.v2().deals().get(1).header("bad header", "x").await.unwrap_err();
    assert_eq!(notes.take(), ["call 0 None Some(InvalidRequest)"]);
}

/// Keeps what is written.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn traces_tell_the_call_and_keep_the_secrets() {
    let _alone = crate::alone().await;
    let (server, lines) = (server().await, Lines::default());
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .finish();
    let client = client(&server).build().unwrap();
    async {
        client.v2().deals().get(7).query_extra("q", "private-query").await.unwrap();
        client.v2().deals().get(8).await.unwrap_err();
        client.v2().deals().create("private-title").header("authorization", "private-header").await.unwrap_err();
    }
    .with_subscriber(subscriber)
    .await;
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<&str> = text.lines().filter(|line| line.contains(" pipedrive: ")).collect();
    let closed = ours.iter().find(|line| line.contains("close")).unwrap();
    for part in [
        "operation=\"v2.deals.get\"",
        "method=\"GET\"",
        "path=\"/api/v2/deals/{id}\"",
        "cost=1",
        "attempts=2",
        "status=200",
        "duration_ms=",
    ] {
        assert!(closed.contains(part), "{part} is missing in {closed}");
    }
    for part in ["WARN", "attempt=1 status=503", "retry_in_ms=", "error=Server"] {
        assert!(ours[0].contains(part), "{part} is missing in {}", ours[0]);
    }
    assert!(text.contains("path=\"data.value\" expected=\"a number\" found=\"an object\""), "{text}");
    assert!(ours.iter().any(|line| line.contains("error=NotFound")), "{text}");
    for secret in [TOKEN, "private"] {
        // Nor do the libraries below tell, whatever level is on.
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[tokio::test]
async fn a_page_whose_next_page_is_overlooked_leaves_an_event() {
    let _alone = crate::alone().await;
    let page = |next: Option<&str>| json!({ "success": true, "data": [{ "id": 1 }], "additional_data": { "next_cursor": next } });
    let server = ServedAccount::start().await;
    server.respond("/api/v2/deals", Fault::response(200, page(None)).query("cursor", "more"));
    server.respond("/api/v2/deals", Fault::response(200, page(Some("more"))));
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .with_max_level(tracing::Level::DEBUG)
        .finish();
    let client = client(&server).build().unwrap();
    let events = || {
        let written = String::from_utf8(std::mem::take(&mut *lines.0.lock().unwrap())).unwrap();
        written.lines().filter(|line| line.contains("`items()`") && line.contains(" pipedrive: ")).count()
    };
    async {
        let list = || client.v2().deals().list();
        for deal in list().await.unwrap() {
            assert_eq!(deal.id.0, 1);
        }
        assert_eq!(events(), 1);
        drop(list().await.unwrap());
        assert_eq!(events(), 1);
        assert_eq!(list().await.unwrap().clone().into_items().len(), 1);
        assert_eq!(events(), 1);
        // Nothing is overlooked here.
        assert!(list().await.unwrap().next().is_some());
        assert_eq!(list().cursor("more").await.unwrap().into_items().len(), 1);
        assert_eq!(list().items().try_collect().await.unwrap().len(), 2);
        for page in list().pages().try_collect().await.unwrap() {
            assert_eq!(page.into_items().len(), 1);
        }
        assert_eq!(events(), 0);
    }
    .with_subscriber(subscriber)
    .await;
}

#[tokio::test]
async fn responses_that_are_too_long_are_not_read() {
    let _alone = crate::alone().await;
    let server = ServedAccount::of(Account::new()).await;
    for _ in 0..3 {
        client(&server).build().unwrap().v2().deals().create("x".repeat(3000)).await.unwrap();
    }
    server.respond("/api/v2/deals/2", Fault::response(404, "x".repeat(3000)));
    server.respond("/api/v2/deals/3", Fault::slow(Duration::from_millis(1)));
    let client = client(&server).max_response_size(2000).build().unwrap();
    for id in [1, 2, 3] {
        let error = client.v2().deals().get(id).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::TooLarge, false), "{error}");
        assert!(error.status().is_some());
    }
    let generous = self::client(&server).max_response_size(10_000).build().unwrap();
    assert_eq!(generous.v2().deals().get(3).await.unwrap().title.unwrap().len(), 3000);
}
