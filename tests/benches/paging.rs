//! A list of many pages from a server that takes 20 ms for each: page after page, and with the next page fetched ahead while the items
//! are worked on.
//!
//! `cargo bench -p pipedrive-tests --bench paging`

use std::sync::Arc;
use std::time::Duration;

use pipedrive::Client;
use pipedrive_tests::bench::{Contender, compare, deals, server};

const PAGES: u32 = 20;
const ITEMS: u32 = 100;
const LATENCY: Duration = Duration::from_millis(20);

/// Reads the whole list; `work` is how long the items of a page keep the consumer busy, awaiting something else such as a database.
async fn walk(client: &Client, read_ahead: bool, work: Duration) {
    let items = client.v2().deals().list().limit(100).items();
    let mut items = if read_ahead { items.read_ahead() } else { items };
    let mut count = 0;
    while items.try_next().await.expect("a deal").is_some() {
        count += 1;
        if count % ITEMS == 0 && !work.is_zero() {
            tokio::time::sleep(work).await;
        }
    }
    assert_eq!(count, PAGES * ITEMS);
}

fn main() {
    let pages: Vec<Arc<[u8]>> = (0..PAGES)
        .map(|page| {
            let next = (page + 1 < PAGES).then(|| (page + 1).to_string());
            deals::page(page * ITEMS, ITEMS, next.as_deref()).into()
        })
        .collect();
    let url = server::start(LATENCY, move |line| {
        let cursor = line.split("cursor=").nth(1).and_then(|rest| rest.split(['&', ' ']).next()?.parse().ok());
        Arc::clone(&pages[cursor.unwrap_or(0_usize)])
    });
    let client = Client::builder().api_token("x").base_url(&url).burst_limit(None).build().expect("nothing is wrong with it");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for work in [0, 10, 20, 40].map(Duration::from_millis) {
        let contenders = &mut [
            Contender::new("page after page", || runtime.block_on(walk(&client, false, work))),
            Contender::new("with read_ahead", || runtime.block_on(walk(&client, true, work))),
        ];
        let ratios = compare(&format!("{PAGES} pages, the consumer busy for {work:?} with each"), 5, contenders);
        println!("{:>44}: {:.2} ×", "throughput", 1.0 / ratios[1]);
    }
}
