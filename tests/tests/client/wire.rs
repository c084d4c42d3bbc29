//! What goes over the wire, and what becomes of what comes back.

use std::time::Duration;

use pipedrive::ids::{DealId, FileId, NoteId};
use pipedrive::prelude::*;
use pipedrive::{Client, Cursor, CustomFieldValue, ErrorKind, Method, Mismatch, Money, RetryPolicy, Upload};
use pipedrive_mock::Fault;
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn client(server: &ServedAccount) -> Client {
    Client::builder().api_token("secret-token").base_url(server.url()).retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn a_call_is_sent_as_it_should_be() {
    let server = ServedAccount::start().await;
    let body = json!({"success": true, "data": {"id": 42, "title": "x", "odd": 1}, "additional_data": {"more": 1}, "related_objects": []});
    let template = Fault::response(200, body).header("x-ratelimit-remaining", "7").header("x-ratelimit-reset", "2");
    server.respond("/api/v2/deals/42", template);
    let call = client(&server).v2().deals().get(DealId(42)).query_extra("a b", "c&d").header("x-mine", "1");
    assert_eq!(call.url().unwrap(), format!("{}/api/v2/deals/42?a%20b=c%26d", server.url()));
    let got = call.with_response().await.unwrap();
    assert_eq!((got.data.id, got.data.extra.get("odd")), (DealId(42), Some(&json!(1))));
    assert_eq!(got.rate_limit().unwrap().remaining, Some(7));
    assert_eq!(got.rate_limit().unwrap().reset, Some(Duration::from_secs(2)));
    assert_eq!(got.additional_data().unwrap().extra.get("more"), Some(&json!(1)));
    assert!(got.related_objects().is_empty());
    let sent = server.last();
    assert_eq!(sent.headers["x-api-token"], "secret-token");
    assert_eq!(sent.headers["x-mine"], "1");
    assert!(sent.headers["user-agent"].to_str().unwrap().starts_with("pipedrive-rs/"));
    assert!(!sent.headers.contains_key("authorization") && !sent.headers.contains_key("content-type"));

    let bearer = Client::builder().access_token("abc").base_url(server.url()).build().unwrap();
    bearer.v2().deals().get(42).await.unwrap();
    assert_eq!(server.last().headers["authorization"], "Bearer abc");
}

#[tokio::test]
#[expect(deprecated, reason = "the first version's way of sending custom fields is still there")]
async fn bodies_are_absent_null_or_a_value() {
    let server = ServedAccount::start().await;
    let client = client(&server);
    client.v2().deals().update(DealId(1)).await.unwrap();
    assert_eq!(server.last().content, "{}");
    let update = client.v2().deals().update(DealId(1)).title("x").value(5000.0).clear_person_id().label_ids([1, 2]);
    update.custom_field("k", Money::new(1.5, "EUR")).await.unwrap();
    let sent = server.last();
    assert_eq!(sent.method.as_str(), "PATCH");
    assert_eq!(
        sent.body,
        json!({"title": "x", "value": 5000, "person_id": null, "label_ids": [1, 2], "custom_fields": {"k": {"value": 1.5, "currency": "EUR"}}})
    );
    client.v1().deals().update(DealId(1)).custom_field("k", Money::new(1.5, "EUR")).await.unwrap();
    assert_eq!(server.last().body, json!({"k": 1.5, "k_currency": "EUR"}));
    assert_eq!(CustomFieldValue::from([1, 2]).to_flat("k"), [("k".to_owned(), json!("1,2"))]);
}

#[tokio::test]
async fn inputs_that_cannot_be_sent_are_refused() {
    let server = ServedAccount::start().await;
    let client = client(&server);
    let deals = client.v2().deals();
    for error in [
        deals.create("x").value(f64::NAN).await.unwrap_err(),
        deals.create("x").custom_field("k", f64::INFINITY).await.unwrap_err(),
        deals.get(1).header("bad header", "x").await.unwrap_err(),
        deals.get(1).header("host", "evil").await.unwrap_err(),
        deals.get(1).custom_fields(["a,b"]).await.unwrap_err(),
        client.v1().notes().get_comment(NoteId(1), "..").await.unwrap_err(),
        client.v1().notes().get_comment(NoteId(1), "").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.operation().is_some());
    }
    for path in ["//evil.com/x", "https://evil.com", "/v1/../x", "v1"] {
        let error = client.request(Method::GET, path).json::<Value>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    assert!(server.requests().is_empty());

    let nobody = Client::builder().base_url(server.url()).build().unwrap();
    let error = nobody.v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(Client::builder().api_token("a\n").build().is_err());
    assert!(!format!("{:?}{:?}", client, Client::builder().api_token("secret-token")).contains("secret-token"));
    let call = client.v1().oauth().refresh_tokens("very-secret").query_extra("token", "secret").header("authorization", "secret");
    assert!(!format!("{call:?}").contains("secret"), "{call:?}");
    for url in ["https://me:secret@host:port", "https://host?api_token=secret", "https://host:port?api_token=secret"] {
        let error = Client::builder().base_url(url).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn errors_say_what_is_known() {
    let html = "<html>Just a moment...</html>";
    let cases: Vec<(u16, String, ErrorKind, &str)> = vec![
        (
            404,
            json!({"success": false, "error": "Deal not found", "error_info": "see", "data": null}).to_string(),
            ErrorKind::NotFound,
            "GET /api/v2/deals/1: 404 not found: Deal not found (request id abc)",
        ),
        (403, html.to_owned(), ErrorKind::Forbidden, "GET /api/v2/deals/1: 403 forbidden (request id abc)"),
        (429, String::new(), ErrorKind::RateLimited, "GET /api/v2/deals/1: 429 rate limited (request id abc)"),
        (
            401,
            json!({"success": false, "error": "unauthorized access", "errorCode": 401}).to_string(),
            ErrorKind::Unauthorized,
            "GET /api/v2/deals/1: 401 unauthorized: unauthorized access (request id abc)",
        ),
        (
            200,
            json!({"success": false, "message": "Forbidden"}).to_string(),
            ErrorKind::Api,
            "GET /api/v2/deals/1: refused by the API: Forbidden (request id abc)",
        ),
        (
            422,
            json!({"status": "error", "success": false, "errors": {"url": ["invalid", {"message": "bad"}]}}).to_string(),
            ErrorKind::Unprocessable,
            "GET /api/v2/deals/1: 422 unprocessable: url: invalid; url: bad (request id abc)",
        ),
        (
            400,
            json!({"success": false, "data": {"error_code": 7, "message": "No files were provided"}}).to_string(),
            ErrorKind::BadRequest,
            "GET /api/v2/deals/1: 400 bad request: No files were provided (request id abc)",
        ),
        (302, String::new(), ErrorKind::Redirect, "GET /api/v2/deals/1: 302 redirect not followed (request id abc)"),
        (503, "[1".to_owned(), ErrorKind::Server, "GET /api/v2/deals/1: 503 server error (request id abc)"),
    ];
    for (status, body, kind, text) in cases {
        let server = ServedAccount::start().await;
        let template =
            Fault::response(status, body.clone()).header("content-type", "text/html").header("x-correlation-id", "abc");
        server.respond("/api/v2/deals/1", template.header("retry-after", "3").header("location", "http://127.0.0.1:1/"));
        let error = client(&server).v2().deals().get(1).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
        assert_eq!(error.body().map(AsRef::as_ref), Some(body.as_bytes()));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        match status {
            401 => assert_eq!(error.api().unwrap().code(), Some("401")),
            400 => assert_eq!(error.api().unwrap().code(), Some("7")),
            422 => assert_eq!(error.api().unwrap().errors()["url"], ["invalid", "bad"]),
            403 => assert!(error.api().is_none()),
            _ => {}
        }
        assert_eq!(error.is_retryable(), matches!(status, 429 | 503), "{status}");
    }
    let server = ServedAccount::start().await;
    server.respond("/api/v2/deals/1", Fault::response(200, "<html>").header("content-type", "text/html"));
    let error = client(&server).v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the content type is text/html"), "{error}");
}

#[tokio::test]
async fn nothing_comes_in_time_or_at_all() {
    let server = ServedAccount::start().await;
    server.inject(Fault::delay(Duration::from_secs(5)));
    let error = client(&server).v2().deals().get(1).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    let error = client(&server).v2().deals().create("x").timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, false));
    let nowhere = Client::builder().api_token("t").base_url("http://127.0.0.1:1").build().unwrap();
    let error = nowhere.v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.get_ref().is_some());
}

#[tokio::test]
async fn strict_makes_mismatches_errors() {
    let server = ServedAccount::start().await;
    server.respond("/api/v2/deals/1", Fault::response(200, json!({"success": true, "data": {"id": 1, "title": []}})));
    let client = client(&server);
    let got = client.v2().deals().get(1).with_response().await.unwrap();
    assert_eq!(got.mismatches().len(), 1);
    let error = client.v2().deals().get(1).strict(true).await.unwrap_err();
    assert_eq!(error.json_path(), Some("data.title"));
}

#[tokio::test]
async fn cursors_are_followed() {
    let server = ServedAccount::start().await;
    let page = |items: Value, next: Value| {
        Fault::response(200, json!({"success": true, "data": items, "additional_data": {"next_cursor": next}}))
    };
    for (cursor, page) in [("b", page(json!([]), json!("c"))), ("c", page(json!([{"id": 3}]), Value::Null))] {
        server.respond("/api/v2/deals", page.query("cursor", cursor));
    }
    let first = page(json!([{"id": 1}, {"title": "no id"}, {"id": 2}]), json!("b"));
    server.respond("/api/v2/deals", first.query("limit", "500"));
    let client = client(&server);
    let mut items = client.v2().deals().list().limit(9999).items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.map(|deal| deal.id.0).map_err(|error| error.json_path().map(str::to_owned)));
    }
    assert_eq!(seen, [Ok(1), Err(Some("data[1].id".to_owned())), Ok(2), Ok(3)]);
    let first = client.v2().deals().list().limit(500).await.unwrap();
    assert_eq!((first.len(), first.rejected().len(), first.rejected()[0].index()), (2, 1, 1));
    assert_eq!(first.mismatches(0).count() + first.mismatches(1).count(), 0, "what a rejected item lacks is not of another item");
    let rest = client.v2().deals().list().starting_at(first.next().unwrap()).items().try_collect().await.unwrap();
    assert_eq!(rest.len(), 1);
}

#[tokio::test]
async fn the_mismatches_of_a_page_belong_to_its_items() {
    let server = ServedAccount::start().await;
    let client = client(&server);
    let found = async |path: &str, data: Value| {
        server.respond(path, Fault::response(200, json!({"success": true, "data": data})).times(1));
        let mut pages = client.v2().deals().list().pages();
        let page = pages.try_next().await.unwrap().unwrap();
        let of_item = |(index, deal): (usize, &pipedrive::v2::deals::Deal)| {
            (deal.id.0, page.mismatches(index).map(Mismatch::path).collect::<Vec<_>>())
        };
        assert_eq!(page.mismatches(page.len()).count(), 0);
        page.iter().enumerate().map(of_item).filter(|(_, paths)| !paths.is_empty()).collect::<Vec<_>>()
    };
    let good = json!({"id": 1, "title": "Lamps"});
    assert_eq!(found("/api/v2/deals", json!([good])).await, []);
    let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let odd = json!({"id": 2, "value": "much", "person_id": "x", "title": {}});
    let data = json!([{"title": "no id"}, good, null, odd, {"title": 5, "id": "no id"}, {"id": 3, "stage_id": false}]);
    let expected = [(2, paths(&["data[3].value", "data[3].person_id", "data[3].title"])), (3, paths(&["data[5].stage_id"]))];
    assert_eq!(found("/api/v2/deals", data).await, expected);
    // A list that is an object with the indexes as keys.
    let data = json!({"7": good, "9": {"id": 2, "title": {}}});
    assert_eq!(found("/api/v2/deals", data).await, [(2, paths(&["data.9.title"]))]);

    // A list in an object.
    let body = json!({"success": true, "data": {"items": [{"item": {"id": 1}, "result_score": "high"}, {"item": {"id": 2}}]}});
    server.respond("/api/v2/deals/search", Fault::response(200, body));
    let page = client.v2().deals().search("ab").await.unwrap();
    assert_eq!(page.mismatches(0).map(Mismatch::path).collect::<Vec<_>>(), ["data.items[0].result_score"]);
    assert_eq!(page.mismatches(1).count(), 0);
}

#[tokio::test]
async fn circles_end() {
    let server = ServedAccount::start().await;
    let body = json!({"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": "b"}});
    server.respond("/api/v2/deals", Fault::response(200, body));
    let mut pages = client(&server).v2().deals().list().pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert_eq!(pages.cursor(), Some(Cursor::new("b")));
    assert!(pages.try_next().await.unwrap().is_some());
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert!(pages.try_next().await.unwrap().is_none());

    let body = json!({"success": true, "data": [{"id": 1}], "additional_data": {"pagination": {"start": 0, "limit": 1, "more_items_in_collection": true, "next_start": 0}}});
    server.respond("/v1/notes", Fault::response(200, body));
    let mut pages = client(&server).v1().notes().list().pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
}

#[tokio::test]
async fn offsets_are_counted_where_they_are_missing() {
    let server = ServedAccount::start().await;
    let more = json!({"success": true, "data": [{"id": 1}, {"id": 2}], "additional_data": {"pagination": {"start": 0, "limit": 2, "more_items_in_collection": true}}});
    let end = json!({"success": true, "data": null});
    server.respond("/v1/notes", Fault::response(200, end).query("start", "2"));
    server.respond("/v1/notes", Fault::response(200, more).times(1));
    let notes = client(&server).v1().notes().list().limit(2).items().try_collect().await.unwrap();
    assert_eq!(notes.len(), 2);
}

#[tokio::test]
async fn files_go_up() {
    let server = ServedAccount::start().await;
    let client = client(&server);
    let upload = Upload::from_bytes("a\"\r\nX: y\\.pdf", "content");
    client.v1().files().upload(upload).deal_id(DealId(3)).await.unwrap();
    let sent = server.last();
    let kind = sent.headers["content-type"].to_str().unwrap().to_owned();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"deal_id\"\r\n\r\n3\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0AX: y%5C.pdf\"\r\nContent-Type: application/pdf\r\n\r\ncontent\r\n--{boundary}--\r\n"
    );
    assert_eq!(sent.content, expected);

    let file = std::env::temp_dir().join(format!("pipedrive-upload-{}.txt", std::process::id()));
    std::fs::write(&file, vec![b'x'; 200_000]).unwrap();
    let request = client.v1().files().upload(Upload::from_path(&file));
    for _ in 0..2 {
        request.clone().await.unwrap();
        let sent = server.last();
        assert!(String::from_utf8_lossy(&sent.content).contains(&format!("\r\n\r\n{}\r\n--", "x".repeat(200_000))));
        assert_eq!(sent.headers["content-length"].to_str().unwrap(), sent.content.len().to_string());
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::InvalidRequest);

    let nameless = Upload::from_bytes("", "content").name("");
    client.v1().files().upload(nameless).await.unwrap();
    let sent = String::from_utf8_lossy(&server.last().content).into_owned();
    assert!(sent.contains("filename=\"file\"\r\nContent-Type: application/octet-stream\r\n"), "{sent}");
}

#[tokio::test]
async fn files_come_down_without_taking_the_token_along() {
    let (home, away) = (ServedAccount::start().await, ServedAccount::start().await);
    let to = format!("{}/bucket/a?sig=1", away.url());
    home.respond("/v1/files/1/download", Fault::response(302, "").header("location", to.as_str()));
    let file = Fault::response(200, "pdf!")
        .header("content-type", "application/pdf")
        .header("content-disposition", "attachment; filename=\"a.pdf\"");
    away.respond("/bucket/a", file);
    let client = client(&home);
    let mut download = client.v1().files().download(FileId(1)).header("x-mine", "1").await.unwrap();
    assert_eq!(
        (download.content_type(), download.file_name(), download.length()),
        (Some("application/pdf"), Some("a.pdf"), Some(4))
    );
    let mut all = Vec::new();
    while let Some(piece) = download.try_next().await.unwrap() {
        all.extend_from_slice(&piece);
    }
    assert_eq!(all, b"pdf!");
    let sent = away.last();
    assert!(!sent.headers.contains_key("x-api-token") && !sent.headers.contains_key("x-mine"));
    assert_eq!(home.last().headers["x-api-token"], "secret-token");

    // There and back again: the token stays out even at home.
    home.respond("/v1/files/2/download", Fault::response(302, "").header("location", format!("{}/back", away.url()).as_str()));
    away.respond("/back", Fault::response(302, "").header("location", format!("{}/landing", home.url()).as_str()));
    home.respond("/landing", Fault::response(404, "gone"));
    assert_eq!(client.v1().files().download(FileId(2)).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert!(!home.last().headers.contains_key("x-api-token"));

    home.respond("/v1/files/3/download", Fault::response(302, "").header("location", "/v1/files/3/download"));
    let error = client.v1().files().download(FileId(3)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    assert_eq!(home.last().headers["x-api-token"], "secret-token");
}

#[tokio::test]
async fn what_another_server_refuses_says_nothing_of_the_account() {
    let (home, away) = (ServedAccount::start().await, ServedAccount::start().await);
    let client = client(&home);
    for (id, status) in [(1, 401), (2, 429), (3, 403)] {
        let to = format!("{}/{status}", away.url());
        let from = format!("/v1/files/{id}/download");
        home.respond(&from, Fault::response(302, "").header("location", to.as_str()));
        let refusal = Fault::response(status, "<Error/>").header("retry-after", 30).header("content-type", "application/xml");
        away.respond(&format!("/{status}"), refusal);
        let error = client.v1().files().download(FileId(id)).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, status), "{error}");
        assert_eq!(client.rate_limit().burst.paused_for, None, "{status}");
    }
}

#[tokio::test]
async fn tokens_are_fetched_with_the_apps_credentials() {
    let server = ServedAccount::start().await;
    server.respond("/oauth/token", Fault::response(200, json!({"access_token": "x", "expires_in": 3599})));
    let client = Client::builder().api_token("t").oauth_client("id", "secret").oauth_base_url(server.url()).build().unwrap();
    let tokens = client.v1().oauth().refresh_tokens("a+b").await.unwrap();
    assert_eq!(tokens.access_token.unwrap().expose(), "x");
    let sent = server.last();
    assert_eq!(sent.headers["authorization"], "Basic aWQ6c2VjcmV0");
    assert_eq!(sent.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(sent.content, "grant_type=refresh_token&refresh_token=a%2Bb");
    assert!(!sent.headers.contains_key("x-api-token"));
}

#[tokio::test]
async fn anything_else_can_be_called() {
    let server = ServedAccount::start().await;
    server.respond("/api/v2/new", Fault::response(201, json!({"b": 2})).query("a", "1"));
    let got: Value =
        client(&server).request(Method::POST, "/api/v2/new").query("a", 1).body(&json!({"c": 3})).json().await.unwrap();
    assert_eq!(got, json!({"b": 2}));
    assert_eq!(server.last().body, json!({"c": 3}));
    let error = client(&server).request(Method::GET, "/nothing").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::NotFound, "GET /nothing: 404 not found: no operation has the path `/nothing`")
    );
}

/// A client that follows redirects by itself is found out.
#[tokio::test]
async fn redirects_of_a_foreign_client_are_refused() {
    let server = ServedAccount::start().await;
    server.respond("/api/v2/deals/1", Fault::response(302, "").header("location", "/elsewhere"));
    server.respond("/elsewhere", Fault::response(200, json!({"success": true, "data": {"id": 1}})));
    let client = Client::builder().api_token("t").base_url(server.url()).http_client(reqwest::Client::new()).build().unwrap();
    assert_eq!(client.v2().deals().get(1).await.unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn what_has_changed_is_listed_page_by_page() {
    let server = ServedAccount::start().await;
    let page = |ids: &[i64], pagination: Value| {
        let items: Vec<_> = ids.iter().map(|id| json!({"item": "deal", "id": id, "data": {"id": id}})).collect();
        let beside = json!({"last_timestamp_on_page": "2026-02-12 09:45:00", "pagination": pagination});
        Fault::response(200, json!({"success": true, "data": items, "additional_data": beside}))
    };
    let more = json!({"start": 0, "limit": 2, "more_items_in_collection": true, "next_start": 2});
    let last = page(&[3], json!({"more_items_in_collection": false}));
    server.respond("/v1/recents", last.query("start", "2"));
    server.respond("/v1/recents", page(&[1, 2], more).query("since_timestamp", "2026-02-01 00:00:00"));
    let since = "2026-02-01T00:00:00Z".parse().unwrap();
    let mut pages = client(&server).v1().recents().list(since).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 2);
    assert_eq!(pages.cursor(), Some(Cursor::start(2)));
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 1);
    assert!(pages.try_next().await.unwrap().is_none());
}

/// A server that reads a request, writes `answer` and hangs up; or, without an answer to end on, keeps the line open.
async fn socket(answer: &'static str, hangs_up: bool) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = socket.read(&mut request).await;
            let _ = socket.write_all(answer.as_bytes()).await;
            if !hangs_up {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
        }
    });
    Client::builder().api_token("secret-token").base_url(format!("http://{address}")).build().unwrap()
}

#[tokio::test]
async fn broken_connections_are_errors_of_their_own() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let cut_short: &'static str = format!("{ok}content-length: 100\r\n\r\n{{\"success\":true,").leak();
    let cut_chunk: &'static str = format!("{ok}transfer-encoding: chunked\r\n\r\n5\r\n{{\"su").leak();
    let half: &'static str = format!("{ok}\r\n{{\"success\":true,\"data\":").leak();
    let stalled: &'static str = format!("{ok}content-length: 100\r\n\r\n{{").leak();
    for (answer, hangs_up, kind) in [
        ("", true, ErrorKind::Transport),
        ("nonsense\r\n\r\n", true, ErrorKind::Transport),
        (cut_short, true, ErrorKind::Transport),
        (cut_chunk, true, ErrorKind::Transport),
        // Nothing says how long it should have been.
        (half, true, ErrorKind::Decode),
        ("", false, ErrorKind::Timeout),
        (stalled, false, ErrorKind::Timeout),
    ] {
        // One attempt, for the time could be up in the midst of another one.
        let call = socket(answer, hangs_up).await.v2().deals().get(1).retry(RetryPolicy::none());
        let call = if hangs_up { call } else { call.timeout(Duration::from_millis(300)) };
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), kind, "{answer:?}: {error}");
        assert_eq!(error.is_retryable(), kind != ErrorKind::Decode, "{answer:?}: {error}");
        assert!(!format!("{error} {error:?}").contains("secret-token"));
    }
}

#[tokio::test]
async fn downloads_that_break_off_say_so() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nabc";
    let download = socket(answer, true).await.v1().files().download(FileId(1)).await.unwrap();
    assert_eq!(download.length(), Some(100));
    assert_eq!(download.bytes().await.unwrap_err().kind(), ErrorKind::Transport);
}
