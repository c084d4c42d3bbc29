//! The loopback server, as programs in any language use it.

use std::time::Duration;

use http::Method;
use pipedrive_mock::{Account, Fault, Server};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

pub(crate) async fn serve() -> (Account, Server) {
    let account = Account::new();
    let server = account.serve(0).await.expect("a free port");
    (account, server)
}

pub(crate) async fn send(server: &Server, method: Method, path: &str) -> Response {
    let request = reqwest::Client::new().request(method, format!("{}{path}", server.url())).header("x-api-token", "token");
    request.send().await.expect("the server responds")
}

pub(crate) async fn json(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.expect("the body is received")).expect("JSON")
}

#[tokio::test]
async fn an_unknown_path_is_an_error_with_the_nearest_one() {
    let (_, server) = serve().await;
    for (path, nearest) in [
        ("/api/v2/deal", "/api/v2/deals"),
        ("/api/v2/deal/5", "/api/v2/deals/{id}"),
        ("/v2/deals", "/api/v2/deals"),
        ("/api/v2/deals/5/activitys", "/api/v2/deals/{id}/products"),
        ("/v1/organisations/7", "/v1/organizations/{id}"),
        ("/api/v1/filez", "/v1/files"),
    ] {
        let response = send(&server, Method::GET, path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let body = json(response).await;
        assert_eq!(body["error"], format!("no operation has the path `{path}`"));
        if !path.ends_with("activitys") {
            assert_eq!(body["error_info"], format!("Did you mean `{nearest}`?"), "{path}");
        }
    }
    let response = send(&server, Method::PUT, "/api/v2/deals/5").await;
    assert_eq!((response.status().as_u16(), &response.headers()["allow"]), (405, &"GET, PATCH, DELETE".parse().unwrap()));
    assert_eq!(json(response).await["error"], "`/api/v2/deals/5` does not accept PUT, only GET, PATCH, DELETE");
}

#[tokio::test]
async fn version_1_reads_the_token_from_the_query_too() {
    let (account, server) = serve().await;
    account.add_api_token("right");
    let get = async |path: &str| reqwest::get(format!("{}{path}", server.url())).await.expect("the server responds");
    assert_eq!(get("/v1/deals?api_token=right").await.status(), 200);
    assert_eq!(get("/api/v1/deals?api_token=right&limit=1").await.status(), 200);
    assert_eq!(get("/v1/deals?api_token=wrong").await.status(), 401);
    assert_eq!(get("/v1/deals").await.status(), 401);
    let response = get("/api/v2/deals?api_token=right").await;
    assert_eq!(response.status(), 401);
    let error = json(response).await["error"].to_string();
    assert!(error.contains("x-api-token"), "{error}");
}

#[tokio::test]
async fn responses_that_are_not_made_from_the_data_are_marked() {
    let (_, server) = serve().await;
    assert_eq!(send(&server, Method::GET, "/v1/currencies").await.headers()["x-mock-example"], "true");
    assert!(!send(&server, Method::GET, "/v1/deals").await.headers().contains_key("x-mock-example"));
}

#[tokio::test]
async fn programs_in_a_browser_are_allowed() {
    let (_, server) = serve().await;
    let url = format!("{}/api/v2/deals", server.url());
    let origin = |request: reqwest::RequestBuilder| request.header("origin", "http://app.example");
    let preflight = origin(reqwest::Client::new().request(Method::OPTIONS, &url));
    let preflight =
        preflight.header("access-control-request-method", "GET").header("access-control-request-headers", "x-api-token");
    let response = preflight.send().await.expect("the server responds");
    assert_eq!(
        (response.status(), &response.headers()["access-control-allow-headers"]),
        (StatusCode::NO_CONTENT, &"x-api-token".parse().unwrap())
    );
    assert!(response.headers()["access-control-allow-methods"].to_str().unwrap().contains("PATCH"));
    let response =
        origin(reqwest::Client::new().get(&url)).header("x-api-token", "token").send().await.expect("the server responds");
    assert_eq!((response.status(), &response.headers()["access-control-allow-origin"]), (StatusCode::OK, &"*".parse().unwrap()));
    assert!(!send(&server, Method::GET, "/api/v2/deals").await.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_requests_at_once_are_served() {
    let (account, server) = serve().await;
    let client = reqwest::Client::new();
    let mut set = JoinSet::new();
    for number in 0..1000 {
        let request = client.post(format!("{}/api/v2/deals", server.url())).header("x-api-token", "token");
        set.spawn(request.body(json!({ "title": format!("Deal {number}") }).to_string()).send());
    }
    for response in set.join_all().await {
        assert_eq!(response.expect("the server responds").status(), 200);
    }
    assert_eq!(account.requests().len(), 1000);
    let deal = send(&server, Method::GET, "/api/v2/deals/1000").await;
    assert_eq!(deal.status(), 200, "each deal has an id of its own");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_an_error() {
    let (account, server) = serve().await;
    let request = reqwest::Client::new().post(format!("{}/v1/files", server.url())).header("x-api-token", "token");
    let response = request.body(vec![b' '; 100 << 20]).send().await.expect("the server responds");
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json(response).await["error"], "the request body has more than 64 MiB");
    assert!(account.requests().is_empty());
}

/// Sends bytes, and returns all that the server sends until it closes the connection.
async fn raw(server: &Server, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).await.expect("the server accepts");
    stream.write_all(request).await.expect("the request is sent");
    stream.shutdown().await.expect("the request ends");
    let mut response = Vec::new();
    // A server that has closed the connection already is fine too.
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).into_owned()
}

#[tokio::test]
async fn malformed_requests_are_errors_and_end_no_server() {
    let (account, server) = serve().await;
    for request in [&b"\0\xff\xfe"[..], b"GET", b"GET / HTTP/9.9\r\n\r\n", b"lamps\r\n\r\n", b"GET /a b HTTP/1.1\r\n\r\n"] {
        let response = raw(&server, request).await;
        assert!(response.is_empty() || response.starts_with("HTTP/1.1 400 "), "{response}");
    }
    let post = |body: &str| {
        format!("POST /api/v2/deals HTTP/1.1\r\nhost: a\r\nx-api-token: t\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    for (body, error) in
        [("{\"title\":", "invalid JSON"), ("", "missing request body"), ("[]", "expected object"), ("\u{1}", "invalid JSON")]
    {
        let response = raw(&server, post(body).as_bytes()).await;
        assert!(response.starts_with("HTTP/1.1 400 ") && response.contains(error), "{body}: {response}");
    }
    let cut_off = "POST /api/v2/deals HTTP/1.1\r\nhost: a\r\nx-api-token: t\r\ncontent-length: 1000\r\n\r\n{\"title\": \"Lam";
    raw(&server, cut_off.as_bytes()).await;
    let multipart = "POST /v1/files HTTP/1.1\r\nhost: a\r\nx-api-token: t\r\ncontent-type: multipart/form-data\r\ncontent-length: 2\r\n\r\nab";
    let response = raw(&server, multipart.as_bytes()).await;
    assert!(response.contains("invalid multipart body"), "{response}");
    assert_eq!(account.requests().len(), 5, "the request that was cut off is none");
    assert_eq!(send(&server, Method::GET, "/api/v2/deals").await.status(), 200);
}

#[tokio::test]
async fn faults_of_the_connection_reach_the_client() {
    let (account, server) = serve().await;
    account.inject(Fault::reset().on("/api/v2/deals").times(1));
    account.inject(Fault::truncate().on("/api/v2/deals").times(1));
    account.inject(Fault::slow(Duration::from_millis(5)).header("x-lamp", 7).on("/api/v2/deals").times(1));
    let request = || reqwest::Client::new().get(format!("{}/api/v2/deals", server.url())).header("x-api-token", "token").send();
    request().await.expect_err("the connection is closed");
    let response = request().await.expect("the head is received");
    assert_eq!(response.status(), 200);
    response.bytes().await.expect_err("the body is truncated");
    let response = request().await.expect("the head is received");
    assert_eq!(response.headers()["x-lamp"], "7");
    assert_eq!(json(response).await["data"], json!([]));
    assert_eq!(account.requests().iter().map(|request| request.status).collect::<Vec<_>>(), [None, Some(200), Some(200)]);
}
