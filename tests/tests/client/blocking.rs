//! The same calls without an async runtime.

use std::future::Future as _;
use std::io::Read;

use pipedrive::ids::{DealId, FileId};
use pipedrive::prelude::*;
use pipedrive::{Client, CustomFieldResolver, ErrorKind, FieldEntity, Method, blocking};
use pipedrive_mock::Fault;
use pipedrive_tests::served::ServedAccount;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn deal(id: i64) -> Value {
    json!({ "success": true, "data": { "id": id } })
}

/// A server with a runtime of its own, as it would be anywhere else.
fn server() -> (Runtime, ServedAccount) {
    let runtime = runtime();
    let server = runtime.block_on(ServedAccount::start());
    let last = json!({ "success": true, "data": [{ "id": 4 }] });
    server.respond("/api/v2/deals", Fault::response(200, last).query("cursor", "b"));
    let items = json!([{ "id": 1 }, { "id": "odd" }, { "id": 3 }]);
    let first = json!({ "success": true, "data": items, "additional_data": { "next_cursor": "b" } });
    server.respond("/api/v2/deals", Fault::response(200, first));
    server.respond("/v1/files/5/download", Fault::response(200, "0123456789".repeat(10_000)));
    server.respond("/api/v2/deals/404", Fault::response(404, ""));
    server.inject(Fault::response(200, deal(7)));
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

/// Makes a blocking call, which must not panic anywhere.
fn get(client: &Client) -> Result<DealId, ErrorKind> {
    client.v2().deals().get(7).send_blocking().map(|deal| deal.id).map_err(|error| error.kind())
}

#[test]
fn only_tasks_of_an_executor_are_refused() {
    let (_runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let (done, refused) = (Ok(DealId(7)), Err(ErrorKind::Configuration));
    let current = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let several = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for runtime in [&current, &several] {
        runtime.block_on(async {
            assert_eq!(get(&client), refused, "in the main task");
            let in_task = client.clone();
            assert_eq!(tokio::spawn(async move { get(&in_task) }).await.unwrap(), refused, "in a task");
            let in_local_task = client.clone();
            let local = tokio::task::LocalSet::new();
            let result = local.run_until(async { tokio::task::spawn_local(async move { get(&in_local_task) }).await });
            assert_eq!(result.await.unwrap(), refused, "in a local task");

            let in_thread = client.clone();
            assert_eq!(tokio::task::spawn_blocking(move || get(&in_thread)).await.unwrap(), done, "in `spawn_blocking`");
            // Nothing that was refused has cost the task its budget.
            for _ in 0..300 {
                assert_eq!(get(&client), refused);
            }
            assert!(tokio::task::coop::has_budget_remaining());
            assert_eq!(client.v2().deals().get(7).await.unwrap().id, DealId(7));
        });
        // The runtime is that of the thread, but the thread does not run its tasks.
        let _guard = runtime.enter();
        assert_eq!(get(&client), done, "in a thread that has entered a runtime");
    }
    several.block_on(async {
        assert_eq!(tokio::task::block_in_place(|| get(&client)), done, "in `block_in_place` of the main task");
        let in_task = client.clone();
        let task = tokio::spawn(async move { (tokio::task::block_in_place(|| get(&in_task)), get(&in_task)) });
        assert_eq!(task.await.unwrap(), (done, refused), "in `block_in_place` of a task");
    });
}

#[test]
fn a_refusal_says_what_to_do_and_ends_an_iterator() {
    let (runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let mut items = client.v2().deals().list().items().blocking();
    runtime.block_on(async {
        let error = client.v2().deals().get(7).send_blocking().unwrap_err();
        assert!(error.to_string().contains("await the request instead"), "{error}");
        assert!(error.to_string().contains("spawn_blocking"), "{error}");
        assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Configuration);
        assert!(items.next().is_none());
    });
    // Nothing was fetched, so the list begins where it would have begun.
    assert_eq!(items.resume().next().unwrap().unwrap().id, DealId(1));
}

#[test]
fn blocking_lists_have_a_position_and_become_streams() {
    let (runtime, server) = server();
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let list = client.v2().deals().list();
    let mut items = list.clone().items().blocking();
    assert_eq!(items.next().unwrap().unwrap().id, DealId(1));
    let cursor = items.cursor().unwrap();
    let rest: Vec<_> = list.clone().starting_at(&cursor).items().blocking().flatten().map(|deal| deal.id).collect();
    assert_eq!(rest, [DealId(3), DealId(4)]);
    // The stream continues after the element that was returned last.
    let mut stream = items.into_inner();
    let next = runtime.block_on(async { (stream.next().await.unwrap().is_err(), stream.try_next().await.unwrap().unwrap().id) });
    assert_eq!(next, (true, DealId(3)));
    let mut items = stream.blocking();
    assert_eq!(items.next().unwrap().unwrap().id, DealId(4));
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(items.cursor(), None);

    let mut pages = list.pages().blocking();
    assert_eq!(pages.next().unwrap().unwrap().len(), 2);
    assert_eq!(pages.cursor().unwrap().as_cursor(), Some("b"));
    assert_eq!(runtime.block_on(pages.into_inner().try_collect()).unwrap().len(), 1);
}

#[test]
fn a_failed_page_is_fetched_again() {
    let runtime = runtime();
    let server = runtime.block_on(ServedAccount::start());
    server.respond("/api/v2/deals", Fault::response(500, "").query("cursor", "b").times(2));
    let last = json!({ "success": true, "data": [{ "id": 2 }] });
    server.respond("/api/v2/deals", Fault::response(200, last).query("cursor", "b"));
    let first = json!({ "success": true, "data": [{ "id": 1 }], "additional_data": { "next_cursor": "b" } });
    server.respond("/api/v2/deals", Fault::response(200, first));
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let mut items = client.v2().deals().list().items().blocking();
    let mut pages = client.v2().deals().list().pages().blocking();
    assert_eq!((items.next().unwrap().unwrap().id, pages.next().unwrap().unwrap().len()), (DealId(1), 1));
    assert!(items.next().unwrap().is_err() && items.next().is_none());
    assert_eq!(items.cursor().unwrap().as_cursor(), Some("b"));
    assert!(pages.next().unwrap().is_err() && pages.next().is_none());
    assert_eq!(items.resume().next().unwrap().unwrap().id, DealId(2));
    assert_eq!(pages.resume().next().unwrap().unwrap().len(), 1);
}

#[test]
fn the_resolver_of_custom_fields_works_without_a_runtime() {
    const KEY: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
    let runtime = runtime();
    let server = runtime.block_on(ServedAccount::start());
    let fields = |name: &str| {
        let field = json!({ "field_code": KEY, "field_name": name, "field_type": "varchar", "is_custom_field": true });
        Fault::response(200, json!({ "success": true, "data": [field] }))
    };
    // The second time, the field has been renamed.
    server.respond("/api/v2/dealFields", fields("Colour").times(1));
    server.respond("/api/v2/dealFields", fields("Tint"));
    let client = Client::builder().api_token("x").base_url(server.url()).build().unwrap();
    let load = || CustomFieldResolver::load_blocking(&client, FieldEntity::Deal);
    let fields = load().unwrap();
    assert_eq!(fields.key("Colour").unwrap(), KEY);
    assert_eq!(fields.or_refresh_blocking(|fields| fields.key("Tint")).unwrap(), KEY);
    fields.refresh_blocking().unwrap();
    assert!(fields.key("Colour").is_err());
    runtime.block_on(async {
        assert_eq!(load().unwrap_err().kind(), ErrorKind::Configuration);
        assert_eq!(fields.refresh_blocking().unwrap_err().kind(), ErrorKind::Configuration);
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
