//! Waiting for conversions, over a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pipedrive::v2::conversions::ConversionStatus;
use pipedrive::v2::leads::requests::GetConversionStatusRequest;
use pipedrive::{BoxFuture, Client, ErrorKind, RequestBody, ResponseBody, Transport, TransportError, Wait};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";
const CONVERSION: &str = "c81d4e2e-7a36-4f0b-95cf-d2a4b06e9173";

fn client(server: &MockServer) -> Client {
    Client::builder().api_token("token").base_url(server.uri()).build().unwrap()
}

fn status_path() -> String {
    format!("/api/v2/leads/{LEAD}/convert/status/{CONVERSION}")
}

fn state(status: &str) -> Value {
    json!({ "success": true, "data": { "conversion_id": CONVERSION, "status": status }, "additional_data": null })
}

/// Gives one response after the other; the last one for ever.
struct Steps {
    responses: Vec<Value>,
    next: AtomicUsize,
}

impl Respond for Steps {
    fn respond(&self, _request: &Request) -> ResponseTemplate {
        let next = self.next.fetch_add(1, Ordering::SeqCst).min(self.responses.len() - 1);
        ResponseTemplate::new(200).set_body_json(&self.responses[next])
    }
}

async fn server(responses: impl IntoIterator<Item = Value>) -> MockServer {
    let server = MockServer::start().await;
    let steps = Steps { responses: responses.into_iter().collect(), next: AtomicUsize::new(0) };
    Mock::given(method("GET")).and(path(status_path())).respond_with(steps).mount(&server).await;
    server
}

fn wait(server: &MockServer) -> Wait<GetConversionStatusRequest> {
    client(server).v2().leads().get_conversion_status(LEAD, CONVERSION).wait().every(Duration::from_millis(2))
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn from_the_start_of_a_conversion_to_its_end() {
    let mut done = state("completed");
    done["data"]["deal_id"] = json!(112);
    let nothing = json!({ "success": true, "data": { "conversion_id": CONVERSION } });
    let server = server([state("not_started"), nothing, state("paused"), state("running"), done]).await;
    let started = json!({ "success": true, "data": { "conversion_id": CONVERSION } });
    Mock::given(method("POST"))
        .and(path(format!("/api/v2/leads/{LEAD}/convert/deal")))
        .respond_with(ResponseTemplate::new(200).set_body_json(started))
        .mount(&server)
        .await;
    let leads = client(&server).v2().leads();
    let started = leads.convert_to_deal(LEAD).await.unwrap();
    let ended = leads.get_conversion_status(LEAD, started.conversion_id).wait().every(Duration::from_millis(2)).await.unwrap();
    assert_eq!((ended.status, ended.deal_id.map(|id| id.0)), (Some(ConversionStatus::Completed), Some(112)));
    assert_eq!(asked(&server).await, 6);
}

#[tokio::test]
async fn a_job_that_is_over_is_asked_about_once() {
    let server = server([state("completed")]).await;
    // Were there a pause first, the time would be over before its end.
    wait(&server).every(Duration::from_secs(1000)).at_most(Duration::from_secs(50)).await.unwrap();
    assert_eq!(asked(&server).await, 1);
}

#[tokio::test]
async fn a_conversion_that_fails_is_an_error_with_what_was_said() {
    for status in ["failed", "rejected"] {
        let mut response = state(status);
        response["message"] = json!("The lead is archived");
        let server = server([state("running"), response.clone()]).await;
        let error = wait(&server).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::JobFailed, false));
        assert_eq!(error.to_string(), format!("GET {}: job failed: status `{status}`: The lead is archived", status_path()));
        assert_eq!(error.operation().unwrap().id, "v2.leads.get_conversion_status");
        assert_eq!(serde_json::from_slice::<Value>(error.body().unwrap()).unwrap(), response);
        assert_eq!(asked(&server).await, 2);
    }
}

#[tokio::test]
async fn a_response_that_does_not_come_does_not_hold_up_the_end() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(state("completed")).set_delay(Duration::from_secs(1000)))
        .mount(&server)
        .await;
    let error = wait(&server).at_most(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("did not complete within 50ms; it continues on the server"), "{error}");
}

#[tokio::test]
async fn a_call_that_fails_ends_the_waiting() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    let error = wait(&server).await.unwrap_err();
    assert_eq!((error.kind(), asked(&server).await), (ErrorKind::NotFound, 1));
}

#[tokio::test]
async fn nobody_asks_any_more_once_it_is_dropped() {
    let server = server([state("running")]).await;
    let waiting = tokio::spawn(wait(&server).at_most(None).into_future());
    while asked(&server).await == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    // A request that was on its way may still come in.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let before = asked(&server).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(asked(&server).await, before);
}

/// Answers at once, without a network or a runtime, and counts.
#[derive(Clone)]
struct Instantly(&'static str, Arc<AtomicUsize>);

impl Instantly {
    fn new(status: &'static str) -> Self {
        Self(status, Arc::default())
    }

    fn wait(&self) -> Wait<GetConversionStatusRequest> {
        let client = Client::builder().api_token("token").transport(self.clone()).timeout(None).build().unwrap();
        client.v2().leads().get_conversion_status(LEAD, CONVERSION).wait()
    }
}

impl Transport for Instantly {
    fn send(&self, _request: http::Request<RequestBody>) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        let body = bytes::Bytes::from(state(self.0).to_string());
        Box::pin(async { Ok(http::Response::new(ResponseBody::from(body))) })
    }
}

#[tokio::test]
async fn what_is_not_known_goes_on_until_the_time_is_over() {
    let paused = Instantly::new("paused");
    let error = paused.wait().every(Duration::from_millis(2)).at_most(Duration::from_millis(30)).await.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{text}");
    assert!(text.contains("did not complete within 30ms (last status: `paused`); it continues on the server"), "{text}");
    assert!(text.starts_with(&format!("GET {}: ", status_path())), "{text}");
    assert!(paused.1.load(Ordering::SeqCst) > 1);
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let poll = |status| {
        let mut context = Context::from_waker(Waker::noop());
        Instantly::new(status).wait().at_most(None).into_future().as_mut().poll(&mut context)
    };
    let Poll::Ready(Err(error)) = poll("running") else { panic!("nothing can wake it up") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("need a tokio runtime"), "{error}");
    // Where nothing has to be waited for, no runtime is needed.
    assert!(matches!(poll("completed"), Poll::Ready(Ok(_))));
}
