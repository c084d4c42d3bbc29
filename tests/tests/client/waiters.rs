//! Waiting for conversions, over a connection.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pipedrive::v2::conversions::ConversionStatus;
use pipedrive::v2::leads::requests::GetConversionStatusRequest;
use pipedrive::{Client, ErrorKind, Wait};
use pipedrive_mock::{Account, Fault};
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};

const LEAD: &str = "7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83";
const CONVERSION: &str = "c81d4e2e-7a36-4f0b-95cf-d2a4b06e9173";

fn client(server: &ServedAccount) -> Client {
    Client::builder().api_token("token").base_url(server.url()).build().unwrap()
}

fn status_path() -> String {
    format!("/api/v2/leads/{LEAD}/convert/status/{CONVERSION}")
}

fn state(status: &str) -> Value {
    json!({ "success": true, "data": { "conversion_id": CONVERSION, "status": status }, "additional_data": null })
}

/// Gives one response after the other; the last one for ever.
async fn server(responses: impl IntoIterator<Item = Value>) -> ServedAccount {
    let server = ServedAccount::start().await;
    let responses: Vec<Value> = responses.into_iter().collect();
    for (index, response) in responses.iter().enumerate() {
        let fault = Fault::response(200, response);
        server.respond(&status_path(), if index + 1 < responses.len() { fault.times(1) } else { fault });
    }
    server
}

fn wait(server: &ServedAccount) -> Wait<GetConversionStatusRequest> {
    client(server).v2().leads().get_conversion_status(LEAD, CONVERSION).wait().every(Duration::from_millis(2))
}

fn asked(server: &ServedAccount) -> usize {
    server.requests().len()
}

#[tokio::test]
async fn from_the_start_of_a_conversion_to_its_end() {
    let mut done = state("completed");
    done["data"]["deal_id"] = json!(112);
    let nothing = json!({ "success": true, "data": { "conversion_id": CONVERSION } });
    let server = server([state("not_started"), nothing, state("paused"), state("running"), done]).await;
    let started = json!({ "success": true, "data": { "conversion_id": CONVERSION } });
    server.respond(&format!("/api/v2/leads/{LEAD}/convert/deal"), Fault::response(200, started));
    let leads = client(&server).v2().leads();
    let started = leads.convert_to_deal(LEAD).await.unwrap();
    let ended = leads.get_conversion_status(LEAD, started.conversion_id).wait().every(Duration::from_millis(2)).await.unwrap();
    assert_eq!((ended.status, ended.deal_id.map(|id| id.0)), (Some(ConversionStatus::Completed), Some(112)));
    assert_eq!(asked(&server), 6);
}

#[tokio::test]
async fn a_job_that_is_over_is_asked_about_once() {
    let server = server([state("completed")]).await;
    // Were there a pause first, the time would be over before its end.
    wait(&server).every(Duration::from_secs(1000)).at_most(Duration::from_secs(50)).await.unwrap();
    assert_eq!(asked(&server), 1);
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
        assert_eq!(asked(&server), 2);
    }
}

#[tokio::test]
async fn a_response_that_does_not_come_does_not_hold_up_the_end() {
    let server = ServedAccount::start().await;
    server.inject(Fault::response(200, state("completed")).delayed(Duration::from_secs(1000)));
    let error = wait(&server).at_most(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("did not complete within 50ms; it continues on the server"), "{error}");
}

#[tokio::test]
async fn a_call_that_fails_ends_the_waiting() {
    let server = ServedAccount::start().await;
    server.inject(Fault::response(404, ""));
    let error = wait(&server).await.unwrap_err();
    assert_eq!((error.kind(), asked(&server)), (ErrorKind::NotFound, 1));
}

#[tokio::test]
async fn nobody_asks_any_more_once_it_is_dropped() {
    let server = server([state("running")]).await;
    let waiting = tokio::spawn(wait(&server).at_most(None).into_future());
    while asked(&server) == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    // A request that was on its way may still come in.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let before = asked(&server);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(asked(&server), before);
}

/// An account whose jobs have a status, without a network or a runtime.
fn account(status: &str) -> Account {
    let account = Account::of_examples();
    account.inject(Fault::response(200, state(status)));
    account
}

fn wait_without_runtime(account: &Account) -> Wait<GetConversionStatusRequest> {
    let client = Client::builder().api_token("token").transport(account.clone()).timeout(None).build().unwrap();
    client.v2().leads().get_conversion_status(LEAD, CONVERSION).wait()
}

#[tokio::test]
async fn what_is_not_known_goes_on_until_the_time_is_over() {
    let paused = account("paused");
    let error =
        wait_without_runtime(&paused).every(Duration::from_millis(2)).at_most(Duration::from_millis(30)).await.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{text}");
    assert!(text.contains("did not complete within 30ms (last status: `paused`); it continues on the server"), "{text}");
    assert!(text.starts_with(&format!("GET {}: ", status_path())), "{text}");
    assert!(paused.requests().len() > 1);
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let poll = |status| {
        let mut context = Context::from_waker(Waker::noop());
        wait_without_runtime(&account(status)).at_most(None).into_future().as_mut().poll(&mut context)
    };
    let Poll::Ready(Err(error)) = poll("running") else { panic!("nothing can wake it up") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("need a tokio runtime"), "{error}");
    // Where nothing has to be waited for, no runtime is needed.
    assert!(matches!(poll("completed"), Poll::Ready(Ok(_))));
}
