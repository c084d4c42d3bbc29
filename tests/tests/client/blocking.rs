//! The same calls without an async runtime.

use std::future::Future as _;
use std::io::Read;

use pipedrive::ids::{DealId, FileId};
use pipedrive::prelude::*;
use pipedrive::{Client, ErrorKind, Method, blocking};
use pipedrive_tests::server::{Answer, Request, Server};
use serde_json::{Value, json};

/// A server with a runtime of its own, as it would be anywhere else.
fn server() -> (tokio::runtime::Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|request: &Request| {
        let ok = |data: Value| Answer::json(200, &json!({ "success": true, "data": data }));
        match (request.path.as_str(), request.query("cursor")) {
            ("/api/v2/deals", None) => Answer::json(
                200,
                &json!({ "success": true, "data": [{ "id": 1 }, { "id": "odd" }, { "id": 3 }], "additional_data": { "next_cursor": "b" } }),
            ),
            ("/api/v2/deals", _) => ok(json!([{ "id": 4 }])),
            ("/v1/files/5/download", _) => Answer::text(200, "0123456789".repeat(10_000)),
            ("/api/v2/deals/404", _) => Answer::text(404, ""),
            _ => ok(json!({ "id": 7 })),
        }
    }));
    (runtime, server)
}

#[test]
fn calls_lists_and_files_work_without_a_runtime() {
    let (_runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    assert_eq!(client.v2().deals().get(7).send_blocking().unwrap().id, DealId(7));
    assert_eq!(client.v2().deals().get(404).send_blocking().unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(client.v2().deals().get(7).with_response().send_blocking().unwrap().status(), 200);
    let raw: Value = client.request(Method::GET, "/v1/x").json_blocking().unwrap();
    assert_eq!(raw["data"]["id"], 7);

    let items: Vec<_> = client.v2().deals().list().items().blocking().map(|deal| deal.ok().map(|deal| deal.id)).collect();
    assert_eq!(items, [Some(DealId(1)), None, Some(DealId(3)), Some(DealId(4))]);
    let pages: Vec<usize> = client.v2().deals().list().pages().blocking().map(|page| page.unwrap().len()).collect();
    assert_eq!(pages, [2, 1]);

    let mut text = String::new();
    let file = client.v1().files().download(FileId(5)).send_blocking().unwrap();
    file.into_reader().read_to_string(&mut text).unwrap();
    assert_eq!(text, "0123456789".repeat(10_000));

    let both = blocking::wait(async {
        let (a, b) = (client.v2().deals().get(7).await?, client.v2().deals().get(7).await?);
        Ok((a.id, b.id))
    });
    assert_eq!(both.unwrap(), (DealId(7), DealId(7)));
}

#[test]
fn threads_can_share_a_client() {
    let (_runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let client = client.clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    client.v2().deals().get(7).send_blocking().unwrap();
                }
            });
        }
    });
}

#[test]
fn inside_of_a_runtime_it_is_refused() {
    let (runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    runtime.block_on(async {
        let error = client.v2().deals().get(7).send_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("await the request instead"), "{error}");
        let mut items = client.v2().deals().list().items().blocking();
        assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Configuration);
        assert!(items.next().is_none());
        // There the same request is awaited.
        assert_eq!(client.v2().deals().get(7).await.unwrap().id, DealId(7));
    });
}

#[test]
fn without_any_runtime_an_async_call_says_what_is_missing() {
    struct Ready;
    impl std::task::Wake for Ready {
        fn wake(self: std::sync::Arc<Self>) {}
    }
    let client = Client::new("x").unwrap();
    let waker = std::task::Waker::from(std::sync::Arc::new(Ready));
    let mut call = client.v2().deals().get(7).send();
    let polled = std::pin::Pin::new(&mut call).poll(&mut std::task::Context::from_waker(&waker));
    let std::task::Poll::Ready(Err(error)) = polled else { panic!("it cannot wait for anything") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}
