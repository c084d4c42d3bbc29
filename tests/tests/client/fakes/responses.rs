//! The data that a fake returns reaches the program as it was given.

use http::Method;
use pipedrive::testing::{FakeClient, FakeResponse};
use pipedrive::v1;
use pipedrive::v2::deals::requests::{CreateRequest, DeleteRequest, GetRequest, ListRequest, SearchRequest};
use pipedrive::{Error, ErrorKind, Page, Request, ResponseKind, test_util};
use pipedrive_tests::examples::example;
use serde_json::{Value, json};

use super::deal;

/// The examples of the description contain the envelopes of the API. The fake adds its own.
#[tokio::test]
async fn every_operation_decodes_what_the_fake_returns() {
    let mut count = 0;
    for info in test_util::OPERATIONS.iter() {
        let Some(body) = example(info) else { continue };
        let data = body.pointer(info.data).unwrap_or(&Value::Null);
        let fake = FakeClient::new();
        let rule = fake.on_json(info.method.clone(), info.path, data);
        let client = fake.client().to_builder().strict(true).build().unwrap();
        let result = test_util::exercise(&client, info.id, true).await.expect("the operation is in the table");
        assert!(result.is_ok(), "{}: {result:?}", info.id);
        assert_eq!((rule.count(), fake.unexpected()), (1, Vec::new()), "{}", info.id);
        assert_eq!(fake.calls()[0].operation().map(|called| called.id), Some(info.id));
        count += 1;
    }
    assert!(count > 400, "only {count} operations have an example");
}

#[tokio::test]
async fn operations_without_json_have_responses_too() {
    for info in test_util::OPERATIONS.iter().filter(|info| info.response != ResponseKind::Json) {
        let fake = FakeClient::new();
        let data = if info.response == ResponseKind::Empty { Value::Null } else { json!("content") };
        fake.on_json(info.method.clone(), info.path, data);
        let result = test_util::exercise(&fake.client(), info.id, false).await.expect("the operation is in the table");
        assert!(result.is_ok(), "{}: {result:?}", info.id);
    }
}

#[tokio::test]
async fn typed_data_is_received_as_it_was_returned() {
    let fake = FakeClient::new();
    let client = fake.client();
    fake.on::<GetRequest>(|call| {
        let id = call.path_parameter("id").expect("the path has an id").parse().expect("it is a number");
        if id > 100 {
            Err(FakeResponse::error(404, json!({ "success": false, "error": "Deal not found" })))
        } else {
            Ok(deal(id))
        }
    });
    fake.on::<ListRequest>(|_| Ok(Page::from(vec![deal(1), deal(2)])));
    fake.on::<CreateRequest>(|call| {
        let mut created = deal(7);
        created.title = call.json().and_then(|body| body["title"].as_str()).map(str::to_owned);
        created.custom_fields.set("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", 5);
        Ok(created)
    });
    fake.on::<DeleteRequest>(|_| Ok(serde_json::from_value(json!({ "id": 3 })).expect("a deleted deal")));

    assert_eq!(client.v2().deals().get(42).await.unwrap(), deal(42));
    let error = client.v2().deals().get(101).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, Some("Deal not found")));
    let page = client.v2().deals().list().await.unwrap();
    assert_eq!((page.items(), page.next()), (&[deal(1), deal(2)][..], None));
    let created = client.v2().deals().create("Ten chairs").await.unwrap();
    assert_eq!(created.title.as_deref(), Some("Ten chairs"));
    assert_eq!(created.custom_fields.integer("dcf558aac1ae4e8c4f849ba5e668430d8df9be12"), Some(5));
    let deleted = client.v2().deals().delete(3).with_response().await.unwrap();
    assert_eq!((deleted.status().as_u16(), deleted.mismatches().len()), (200, 0));
    assert_eq!(client.v2().deals().get(1).send_as::<Value>().await.unwrap()["title"], "deal 1");
}

#[tokio::test]
async fn files_have_a_name_and_a_type() {
    let fake = FakeClient::new();
    fake.on_download::<v1::files::requests::DownloadRequest>("Angebot für „Müller“.pdf", "application/pdf", "content");
    let download = fake.client().v1().files().download(1).await.unwrap();
    assert_eq!((download.file_name(), download.content_type()), (Some("Angebot für „Müller“.pdf"), Some("application/pdf")));
    assert_eq!((download.length(), download.bytes().await.unwrap().as_ref()), (Some(7), &b"content"[..]));
}

#[tokio::test]
async fn whole_bodies_are_sent_as_they_are() {
    let fake = FakeClient::new();
    let client = fake.client();
    let body = json!({ "success": true, "data": { "id": 1 }, "extra": 1 });
    fake.on_path(Method::GET, "/api/v2/deals/{any}", move |_| FakeResponse::json(200, &body).header("x-correlation-id", "abc"));
    let response = client.v2().deals().get(1).with_response().await.unwrap();
    assert_eq!(
        (response.extra().get("extra"), response.headers()["x-correlation-id"].as_bytes()),
        (Some(&json!(1)), &b"abc"[..])
    );
    // A request without an operation receives an envelope as well.
    fake.on_json(Method::GET, "/api/v2/news", json!([1]));
    let body: Value = client.request(Method::GET, "/api/v2/news").json().await.unwrap();
    assert_eq!(body, json!({ "success": true, "data": [1] }));
}

#[tokio::test]
async fn errors_and_faults_have_their_kinds() {
    let fake = FakeClient::new();
    let client = fake.client();
    for (response, kind, attempts) in [
        (FakeResponse::error(401, json!({ "error": "unauthorized access" })), ErrorKind::Unauthorized, 1),
        (FakeResponse::body(502, "<html>").header("content-type", "text/html"), ErrorKind::Server, 4),
        (FakeResponse::rate_limited(std::time::Duration::from_millis(1500)), ErrorKind::RateLimited, 4),
        (FakeResponse::connection_refused(), ErrorKind::Connect, 4),
        (FakeResponse::connection_reset(), ErrorKind::Transport, 4),
        (FakeResponse::timeout(), ErrorKind::Timeout, 4),
        (FakeResponse::truncated(200, r#"{"data":{"id""#), ErrorKind::Transport, 4),
        (FakeResponse::json(200, json!({ "success": false, "error": "no" })), ErrorKind::Api, 1),
        (FakeResponse::data(json!(7)), ErrorKind::Decode, 1),
        (FakeResponse::data(json!(7)).status(99), ErrorKind::Configuration, 1),
        (FakeResponse::data(json!(7)).header("a b", "c"), ErrorKind::Configuration, 1),
    ] {
        fake.reset();
        fake.respond::<GetRequest>(response.clone());
        let error = client.v2().deals().get(1).await.unwrap_err();
        assert_eq!((error.kind(), fake.calls().len()), (kind, attempts), "{response:?}: {error}");
        assert_eq!(error.operation().map(|info| info.id), Some("v2.deals.get"));
    }
    fake.respond::<GetRequest>(FakeResponse::rate_limited(std::time::Duration::from_millis(1500)));
    let error = client.v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(2)));
}

/// The error without a client has what the error of a call has.
#[tokio::test]
async fn an_error_is_created_from_a_response() {
    let fake = FakeClient::new();
    let client = fake.client();
    for (status, body) in [
        (400, r#"{"success":false,"error":"Bad Request","error_info":"see the documentation","data":null}"#),
        (404, r#"{"success":false,"error":"Deal not found","code":"not_found"}"#),
        (403, "<html>blocked</html>"),
        (429, "{}"),
        (500, ""),
    ] {
        fake.respond::<GetRequest>(FakeResponse::body(status, body));
        let (created, received) = (Error::from_response(status, body), client.v2().deals().get(1).await.unwrap_err());
        assert_eq!((created.kind(), created.status()), (received.kind(), received.status()), "{status}");
        assert_eq!((created.message(), created.api(), created.body()), (received.message(), received.api(), received.body()));
    }
    let error = Error::from_response(7, "");
    assert_eq!((error.kind(), error.message()), (ErrorKind::InvalidRequest, Some("7 is not a valid status of a response")));
}

#[tokio::test]
async fn results_of_searches_are_data_with_a_list() {
    let fake = FakeClient::new();
    let results = json!({ "items": [{ "result_score": 0.5, "item": { "id": 1, "title": "chairs" } }] });
    fake.on::<SearchRequest>(move |_| {
        Ok(Page::from(serde_json::from_value::<pipedrive::v2::item_search::DealSearchResults>(results.clone()).unwrap()))
    });
    let page = fake.client().v2().deals().search("chairs").await.unwrap();
    assert_eq!((page.len(), page[0].result_score), (1, Some(0.5)));
}
