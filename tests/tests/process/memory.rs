//! A list is read in constant memory, however long it is.

use std::sync::Arc;
use std::time::Duration;

use pipedrive::Client;
use pipedrive::prelude::*;
use pipedrive_tests::bench::{deals, server};
use pipedrive_tests::recorder::Recorder;

const ITEMS: u32 = 500;

/// The most memory that this process has used so far, in kB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}

async fn read(client: &Client, pages: usize) {
    let mut items = client.v2().deals().list().limit(500).items().read_ahead().max_items(pages * 500);
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, pages * 500);
}

#[tokio::test]
async fn a_hundred_thousand_items_need_no_more_memory_than_a_few_thousand() {
    let _alone = crate::alone().await;
    let page: Arc<[u8]> = deals::page(0, ITEMS, Some("next")).into();
    let length = page.len() / 1000;
    let cursors = std::sync::atomic::AtomicUsize::new(0);
    let url = server::start(Duration::ZERO, move |_| {
        // Every page leads to another one.
        let next = format!("{:08}", cursors.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        String::from_utf8_lossy(&page)
            .replace("\"next_cursor\":\"next\"", &format!("\"next_cursor\":\"{next}\""))
            .into_bytes()
            .into()
    });
    let client = Client::builder().api_token("x").base_url(&url).burst_limit(None).build().unwrap();
    read(&client, 10).await;
    let few = peak();
    read(&client, 200).await;
    let many = peak();
    // All 200 pages would be more than a hundred times their text.
    assert!(many < few + 20 * length, "{few} kB for 10 pages, {many} kB for 200, {length} kB of text in each");
}

/// A response of 24 MB with as many items as possible.
fn bomb(item: &str) -> Vec<u8> {
    let count = 24_000_000 / (item.len() + 1);
    format!("{{\"success\":true,\"data\":[{}]}}", vec![item; count].join(",")).into_bytes()
}

#[tokio::test]
async fn a_response_does_not_become_much_larger_than_its_json() {
    let _alone = crate::alone().await;
    for item in ["{}", "1", "null", "{\"id\":1}", "{\"id\":\"x\",\"id\":\"x\"}"] {
        let body = bomb(item);
        let size = body.len() / 1000;
        let body: Arc<[u8]> = body.into();
        let url = server::start(Duration::ZERO, move |_| Arc::clone(&body).to_vec().into());
        let client = Client::builder().api_token("x").base_url(&url).timeout(Duration::from_mins(10)).build().unwrap();
        let before = peak();
        let error = client.v2().deals().list().items().try_next().await.unwrap_err();
        assert_eq!(error.kind(), pipedrive::ErrorKind::TooLarge, "{item}: {error}");
        assert!(error.body().is_some_and(|kept| kept.len() / 1000 == size), "the body is kept");
        let grown = peak() - before;
        assert!(grown < 60 * size, "{item}: {grown} kB for {size} kB of JSON");
    }
}

#[tokio::test]
async fn decoding_a_large_response_leaves_the_runtime_to_others_and_ends_with_the_timeout() {
    let _alone = crate::alone().await;
    let deals: Vec<String> =
        (0..500).map(|id| format!("{{\"id\":{id},\"title\":\"x\",\"more\":[{}]}}", "[1,2.5],".repeat(6000) + "0")).collect();
    let body = format!("{{\"success\":true,\"data\":[{}]}}", deals.join(","));
    // The response is received at once, so that all of the time is that of decoding.
    let client =
        Client::builder().api_token("x").transport(Recorder::new(body, Arc::default())).burst_limit(None).build().unwrap();
    let ticks = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let longest = Arc::new(std::sync::Mutex::new(Duration::ZERO));
    let ticker = tokio::spawn({
        let (ticks, longest) = (Arc::clone(&ticks), Arc::clone(&longest));
        async move {
            let mut last = std::time::Instant::now();
            loop {
                tokio::time::sleep(Duration::from_millis(1)).await;
                ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let mut longest = longest.lock().unwrap();
                *longest = (*longest).max(last.elapsed());
                last = std::time::Instant::now();
            }
        }
    });
    let started = std::time::Instant::now();
    let page = client.v2().deals().list().limit(500).await.unwrap();
    let took = started.elapsed();
    assert_eq!(page.len(), 500);
    let longest = *longest.lock().unwrap();
    assert!(longest < took / 2, "the runtime was blocked for {longest:?} of {took:?}");
    assert!(ticks.load(std::sync::atomic::Ordering::Relaxed) > 10);
    assert_eq!(client.v2().deals().list().items().try_collect().await.unwrap().len(), 500);
    ticker.abort();
    let started = std::time::Instant::now();
    let error = client.v2().deals().list().limit(500).timeout(took / 4).await.unwrap_err();
    assert_eq!(error.kind(), pipedrive::ErrorKind::Timeout);
    assert!(error.to_string().contains("was not decoded within"), "{error}");
    assert!(started.elapsed() < took, "{:?} of {took:?}", started.elapsed());
    let error = client.v2().deals().list().timeout(took / 4).items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), pipedrive::ErrorKind::Timeout);
}
