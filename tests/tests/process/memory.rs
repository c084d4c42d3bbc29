//! A list is read in constant memory, however long it is.

use std::sync::Arc;
use std::time::Duration;

use pipedrive::Client;
use pipedrive_tests::bench::{deals, server};

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
