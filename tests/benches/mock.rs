//! The mock account: how long it takes to start, and to create and list deals.
//!
//! `cargo bench -p pipedrive-tests --bench mock`, and with `--profile dev` as tests are built.

#![allow(deprecated, reason = "lists of version 1 are slower to make")]

use std::time::{Duration, Instant};

use pipedrive::Client;
use pipedrive_mock::Account;

const DEALS: usize = 10_000;
const STARTS: u32 = 200;

async fn list(client: &Client) -> usize {
    let mut items = client.v2().deals().list().limit(500).items();
    let mut count = 0;
    while items.try_next().await.expect("a deal").is_some() {
        count += 1;
    }
    count
}

/// Prints a time, and whether it is below its maximum.
fn report(what: &str, time: Duration, maximum: Duration) {
    let verdict = if time < maximum { "" } else { ", which is too slow" };
    println!("{what:>52}: {:9.2} ms{verdict}", time.as_secs_f64() * 1e3);
}

#[tokio::main]
async fn main() {
    let started = Instant::now();
    drop(Account::new());
    report("the first account of a process", started.elapsed(), Duration::from_millis(50));
    let started = Instant::now();
    for _ in 0..STARTS {
        drop(Account::new());
    }
    report("each further account", started.elapsed() / STARTS, Duration::from_millis(5));
    let started = Instant::now();
    drop(Account::demo());
    report("an account with the data of the demo", started.elapsed(), Duration::from_millis(250));

    let account = Account::new();
    let builder = || Client::builder().api_token("x").burst_limit(None);
    let client = builder().transport(account.clone()).build().expect("valid settings");
    let started = Instant::now();
    for number in 0..DEALS {
        client.v2().deals().create(format!("Deal {number}")).value(1.5).await.expect("the deal is created");
    }
    report("10,000 deals created one after the other", started.elapsed(), Duration::from_secs(5));
    let started = Instant::now();
    assert_eq!(list(&client).await, DEALS);
    report("10,000 deals listed in pages of 500, in the process", started.elapsed(), Duration::from_secs(1));
    let server = account.serve(0).await.expect("a port on loopback");
    let client = builder().base_url(server.url()).build().expect("valid settings");
    let started = Instant::now();
    assert_eq!(list(&client).await, DEALS);
    report("the same from its server", started.elapsed(), Duration::from_secs(1));
    let started = Instant::now();
    let mut items = client.v1().deals().list().limit(500).items();
    let mut count = 0;
    while items.try_next().await.expect("a deal").is_some() {
        count += 1;
    }
    assert_eq!(count, DEALS);
    report("the same in version 1, with related objects", started.elapsed(), Duration::from_secs(2));
}
