//! Requests to the mock account. The input is a sequence of requests to one account, as in a file with the ending `.http`.

use std::collections::BTreeMap;

use http::{HeaderValue, Request, StatusCode};
use pipedrive::testing::{FakeClient, FakeResponse};
use pipedrive::{Preview, RequestBody, Transport, test_util};
use pipedrive_mock::Account;

use crate::http_text::{self, HttpText};
use crate::scripted;

/// How many requests are sent.
const MAX_REQUESTS: usize = 20;

/// Sends the requests, and checks the responses.
pub fn run(input: &[u8]) {
    let account = Account::new();
    scripted::block_on(async {
        for request in http_text::split(input).into_iter().take(MAX_REQUESTS) {
            send(&account, request).await;
        }
    });
    // What happened can be asked for afterwards.
    drop((account.requests(), account.deliveries()));
}

/// Sends a request, if it is one of HTTP.
///
/// # Panics
///
/// Panics if the account fails, or responds with what the description does not know.
async fn send(account: &Account, text: HttpText) {
    let (method, target) = text.first.split_once(' ').unwrap_or(("GET", &text.first));
    let Ok(mut request) = Request::builder().method(method).uri(target).body(RequestBody::from(text.body)) else { return };
    let (method, path) = (method.to_owned(), request.uri().path().to_owned());
    *request.headers_mut() = text.headers;
    request.headers_mut().entry("x-api-token").or_insert(HeaderValue::from_static("token"));
    let response = account.send(request).await.expect("there is no fault");
    let status = response.status();
    assert!(!status.is_server_error(), "{method} {target}: {status}");
    let body = scripted::collect(response.into_body()).await;
    if status != StatusCode::OK && status != StatusCode::CREATED {
        return;
    }
    if let Some(Ok(inspection)) = test_util::inspect(&method, &path, 200, &body) {
        assert!(inspection.mismatches.is_empty(), "{method} {target}: {:?}", inspection.mismatches);
    }
}

/// The requests of the operations of each resource, with sample values.
///
/// # Panics
///
/// Panics if an operation does not exist.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let mut resources: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for info in test_util::OPERATIONS.iter() {
        let fake = FakeClient::new();
        fake.on_any(|_| FakeResponse::body(204, ""));
        let _ = scripted::block_on(test_util::exercise(&fake.client(), info.id, true)).expect("it exists");
        let resource = info.id.rsplit_once('.').map_or(info.id, |(resource, _)| resource);
        resources.entry(resource).or_default().extend(fake.calls().iter().map(text));
    }
    let sequences = resources.values().flat_map(|requests| requests.chunks(MAX_REQUESTS));
    sequences.map(|requests| requests.join("\n###\n").into_bytes()).collect()
}

/// A request as text. Files are omitted.
fn text(request: &Preview) -> String {
    let target = request.url().splitn(4, '/').nth(3).unwrap_or_default();
    let body = request.json().map(|body| format!("content-type: application/json\n\n{body}")).unwrap_or_default();
    format!("{} /{target}\n{body}", request.method())
}
