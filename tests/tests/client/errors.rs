//! Errors: their reasons and causes, their length, and the secrets that they must not contain.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use pipedrive::prelude::*;
use pipedrive::v1::webhooks::{WebhookEventAction, WebhookEventObject};
use pipedrive::{
    Attempt, BoxFuture, Client, Error, ErrorKind, FinishedCall, Mismatch, Observer, OperationInfo, RequestBody, ResponseBody,
    RetryPolicy, Transport, TransportError,
};
use pipedrive_mock::{Account, Fault};
use serde_json::{Value, json};

/// An account that responds with one status and body.
fn fixed(status: u16, body: impl ToString) -> Account {
    fixed_with(Fault::response(status, body))
}

fn fixed_with(response: Fault) -> Account {
    let account = Account::of_examples();
    account.inject(response);
    account
}

/// Fails with this error once.
struct Failing(Mutex<Option<TransportError>>);

impl Transport for Failing {
    fn send(&self, _request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let error = self.0.lock().unwrap().take().unwrap_or_else(|| TransportError::other("sent twice"));
        Box::pin(std::future::ready(Err(error)))
    }
}

fn client(transport: impl Transport) -> Client {
    Client::builder().api_token("t").retry(RetryPolicy::none()).transport(transport).build().expect("valid settings")
}

async fn error_of(transport: impl Transport) -> Error {
    client(transport).v2().deals().get(1).await.expect_err("the response is an error")
}

#[tokio::test]
async fn errors_state_their_reasons_in_every_format() {
    for (body, expected) in [
        (
            json!({ "success": false, "errors": { "title": ["is empty", "is required"], "value": ["is no number"] } })
                .to_string(),
            "title: is empty; title: is required; value: is no number",
        ),
        (json!({ "errors": ["first", "second"] }).to_string(), "first; second"),
        (json!({ "success": false, "error": ["first reason", "second reason"] }).to_string(), "first reason; second reason"),
        ("A plain sentence about what is wrong.\n".to_owned(), "A plain sentence about what is wrong."),
        (json!("A sentence in quotes").to_string(), "A sentence in quotes"),
        (json!({ "error": "Bad Request", "message": "title is empty" }).to_string(), "Bad Request: title is empty"),
        (
            json!({ "type": "https://example.com/e", "title": "Not valid", "status": 400, "detail": "The title is empty." })
                .to_string(),
            "Not valid: The title is empty.",
        ),
    ] {
        let error = error_of(fixed(400, &body)).await;
        assert_eq!(error.to_string(), format!("GET /api/v2/deals/1: 400 bad request: {expected}"), "{body}");
        assert_eq!((error.message(), error.api().unwrap().message()), (Some(expected), Some(expected)));
        assert_eq!(error.body().map(AsRef::as_ref), Some(body.as_bytes()));
    }
    let fields = error_of(fixed(422, json!({ "errors": [{ "field": "title", "message": "is empty" }] }).to_string())).await;
    assert_eq!(fields.api().unwrap().errors()["title"], ["is empty"]);
    for body in ["<html>no</html>", "", "  ", "{\"error\":", "null", "\0binary"] {
        let error = error_of(fixed(500, body)).await;
        assert_eq!((error.to_string().as_str(), error.message()), ("GET /api/v2/deals/1: 500 server error", None), "{body:?}");
        assert!(error.api().is_none(), "{body:?}");
    }
}

#[tokio::test]
async fn errors_have_a_bounded_length() {
    let long = "long ".repeat(100_000);
    let many: Vec<Value> = (0..10_000).map(|number| json!({ "field": format!("f{number}"), "message": long[..50] })).collect();
    for body in [
        json!({ "error": long }),
        json!({ "error": [long, long] }),
        json!({ "errors": many }),
        json!(long),
        json!({ "error_info": long, "code": long }),
    ] {
        let error = error_of(fixed(400, body.to_string())).await;
        assert!(error.to_string().chars().count() < 400, "{}", error.to_string().len());
        assert!(error.message().unwrap_or_default().chars().count() <= 301);
        for shown in [format!("{error:?}"), format!("{error:#?}"), format!("{:?}", error.api())] {
            assert!(shown.len() < 4_000, "{}", shown.len());
        }
    }

    let error = error_of(Failing(Mutex::new(Some(TransportError::other(long))))).await;
    assert!(format!("{error} {error:?} {error:#?}").len() < 4_000);
}

/// A report of an error with all its causes, as `{:#}` of anyhow and eyre writes it.
fn chain(error: &Error) -> String {
    let mut report = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        report = format!("{report}: {cause}");
        source = cause.source();
    }
    report
}

#[tokio::test]
async fn a_connect_error_states_the_innermost_cause_once() {
    // The port is free again when the listener is dropped.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client =
        Client::builder().api_token("t").base_url(format!("http://127.0.0.1:{port}")).retry(RetryPolicy::none()).build().unwrap();
    let error = client.v2().deals().get(1).await.unwrap_err();
    let expected =
        format!("GET /api/v2/deals/1: no connection: {}", std::io::Error::from_raw_os_error(libc_connection_refused()));
    assert_eq!(error.kind(), ErrorKind::Connect);
    for shown in [format!("{error}"), format!("{error:#}"), chain(&error)] {
        assert_eq!(shown, expected);
    }
    let mut cause: &dyn std::error::Error = error.get_ref().expect("the cause is available");
    assert!(cause.is::<TransportError>());
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    assert_eq!(cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind), Some(std::io::ErrorKind::ConnectionRefused));

    for (kind, transport) in
        [(ErrorKind::Connect, TransportError::connect("refused")), (ErrorKind::Timeout, TransportError::timeout("slow"))]
    {
        let cause = transport.to_string();
        let error = error_of(Failing(Mutex::new(Some(transport)))).await;
        assert_eq!((error.kind(), error.message()), (kind, Some(cause.as_str())));
        assert_eq!(chain(&error).matches(&cause).count(), 1, "{}", chain(&error));
    }
}

fn libc_connection_refused() -> i32 {
    let connection = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let error = std::net::TcpStream::connect(connection.unwrap()).expect_err("nothing listens");
    error.raw_os_error().expect("an error of the system")
}

#[tokio::test]
async fn the_error_of_an_item_has_the_item() {
    let bad = json!({ "title": "without an id" });
    let body = json!({ "success": true, "data": [{ "id": 1 }, bad, null, { "id": 2 }] }).to_string();
    let mut items = client(fixed(200, &body)).v2().deals().list().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, DealId(1));
    assert_eq!(items.try_next().await.unwrap_err().item(), Some(&bad));
    assert_eq!(items.try_next().await.unwrap().unwrap().id, DealId(2));
    assert!(items.try_next().await.unwrap().is_none());

    for (status, body) in [(500, "down"), (200, "{\"data\":[{\"id\":1}"), (200, "{\"data\":7}")] {
        let mut items = client(fixed(status, body)).v2().deals().list().items();
        assert_eq!(items.try_next().await.unwrap_err().item(), None, "{body}");
        assert!(items.try_next().await.unwrap().is_none());
    }
    let search = json!({ "data": { "items": [{ "item": { "id": 1 } }, "odd"] } }).to_string();
    let mut hits = client(fixed(200, search)).v2().deals().search("lamp").items();
    assert!(hits.try_next().await.is_ok());
    assert_eq!(hits.try_next().await.unwrap_err().item(), Some(&json!("odd")));
}

/// Keeps everything that an observer is shown.
#[derive(Clone, Default)]
struct Watcher(Arc<Mutex<Vec<String>>>);

impl Watcher {
    fn note(&self, shown: &dyn Debug) {
        self.0.lock().unwrap().push(format!("{shown:?} {shown:#?}"));
    }

    fn error(&self, error: Option<&Error>) {
        self.0.lock().unwrap().extend(error.map(everything));
    }
}

impl Observer for Watcher {
    fn attempt(&self, attempt: &Attempt<'_>) {
        self.note(attempt);
        self.error(attempt.error);
    }

    fn call(&self, call: &FinishedCall<'_>) {
        self.note(call);
        self.error(call.error);
    }

    fn mismatches(&self, _operation: Option<&'static OperationInfo>, mismatches: &[Mismatch]) {
        self.note(&mismatches);
        for mismatch in mismatches {
            self.note(&mismatch.excerpt());
        }
    }

    fn undecodable(&self, error: &Error) {
        self.error(Some(error));
    }
}

/// Everything that can be learned from an error.
fn everything(error: &Error) -> String {
    let body = String::from_utf8_lossy(error.body().map_or(&[][..], AsRef::as_ref)).into_owned();
    let headers: Vec<_> = error.headers().values().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    let api = error.api().map(|api| format!("{:?} {:?} {} {:?}", api.message(), api.errors(), api.json(), api.code()));
    format!("{error} {error:?} {body} {headers:?} {api:?} {:?} {:?} {:?}", error.item(), error.get_ref(), error.message())
}

const TOKEN: &str = "v1u:AQ/B+c-0123456789abcdef==";

#[tokio::test]
async fn a_token_that_the_server_sends_back_is_nowhere() {
    let long = format!("{TOKEN}{}", "x".repeat(200));
    for token in [TOKEN, &long] {
        let percent = token.replace(':', "%3A").replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
        let bodies = [
            (401, json!({ "error": format!("Invalid token: {token}"), "given": { "x": [token] } }).to_string()),
            (400, json!({ "errors": { token: [token] } }).to_string()),
            (400, format!("no such token: {token}.")),
            (403, format!("<html>{token} {percent}</html>")),
            (400, json!({ "error": token }).to_string().replace('/', "\\/")),
            (200, json!({ "success": false, "error": token }).to_string()),
            (200, format!("{{\"data\":[{token}")),
            (
                200,
                json!({ "data": [{ "id": { "a": token }, "title": [token] }, { "id": 1, "title": { "a": token } }, [token]] })
                    .to_string(),
            ),
            (200, json!({ "data": [{ "id": 1, "title": [token] }] }).to_string()),
            (200, json!({ "data": token }).to_string()),
            (200, json!(token).to_string()),
            (
                200,
                json!({ "data": [{ "id": 1, "custom_fields": { token: { "value": [] } }, "label_ids": { token: 1 } }] })
                    .to_string(),
            ),
        ];
        for (status, body) in bodies {
            let watcher = Watcher::default();
            let response = Fault::response(status, &body).header("x-echo", format!("Bearer {token}"));
            let response = response.header("set-cookie", "session=s3cret-session").header("x-correlation-id", token);
            let transport = fixed_with(response);
            let builder = Client::builder().retry(RetryPolicy::none()).transport(transport).observer(watcher.clone());
            let with_token = builder.api_token(token).build().unwrap();
            let mut shown = Vec::new();
            let list = with_token.v2().deals().list();
            let mut items = list.clone().items();
            while let Some(item) = items.next().await {
                shown.extend(item.err().as_ref().map(everything));
            }
            let mut own = list.clone().items_as::<i64>();
            while let Some(item) = own.next().await {
                shown.extend(item.err().as_ref().map(everything));
            }
            shown.extend(list.clone().send_as::<i64>().await.err().as_ref().map(everything));
            shown.extend(list.strict(true).await.err().as_ref().map(everything));
            let get = with_token.v2().deals().get(1).header("authorization", format!("Bearer {token}"));
            shown.extend(get.await.err().as_ref().map(everything));
            let raw = with_token.request(pipedrive::Method::GET, "/api/v2/deals").json::<i64>().await;
            shown.extend(raw.err().as_ref().map(everything));
            shown.extend(watcher.0.lock().unwrap().drain(..));
            assert!(shown.len() > 5);
            for shown in shown {
                assert!(
                    !shown.contains("AQ") && !shown.contains("0123456789") && !shown.contains("s3cret-session"),
                    "{body}: {shown}"
                );
            }
        }
    }
}

#[tokio::test]
async fn secrets_of_the_response_are_masked_by_their_name() {
    let body = json!({ "success": false, "error": "Not now", "errors": { "api_token": ["expired"] }, "data": { "access_token": "new-one", "id": 7 } });
    let error = error_of(fixed(400, body.to_string())).await;
    assert!(!everything(&error).contains("new-one"), "{}", everything(&error));
    assert_eq!(error.message(), Some("Not now: api_token: expired"));
    assert_eq!(error.api().unwrap().json()["data"], json!({ "access_token": "…", "id": 7 }));
    // Passwords in the body of the request are secrets too.
    let echo = fixed(400, "cannot use ada:hunter2hunter2");
    let hook =
        client(echo).v1().webhooks().create("https://example.com", WebhookEventAction::Create, WebhookEventObject::Deal, "Lamps");
    let error = hook.http_auth_password("hunter2hunter2").await.unwrap_err();
    assert_eq!(error.message(), Some("cannot use ada:…"));
}
