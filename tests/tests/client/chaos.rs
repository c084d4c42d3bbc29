//! Thousands of calls to a server that fails all the time: nothing is done twice, and nothing is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipedrive::ids::{DealId, FileId};
use pipedrive::{Client, RetryPolicy, Upload};
use pipedrive_tests::server::{Answer, ReceivedRequest, Server};
use serde_json::{Value, json};

const DEALS: usize = 400;
const WORKERS: usize = 8;

/// The account of the server, and what has happened to it.
#[derive(Default)]
struct Account {
    deals: Mutex<BTreeMap<i64, Value>>,
    files: Mutex<Vec<Vec<u8>>>,
    requests: AtomicU64,
    faults: AtomicU64,
}

impl Account {
    /// A number that looks random, another one each time.
    fn dice(&self) -> u64 {
        let mut n = self.requests.fetch_add(1, Ordering::Relaxed).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
    }

    /// Four of ten requests fail: half of them before anything was done, half of them after.
    fn handle(&self, request: &ReceivedRequest) -> Answer {
        let dice = self.dice() % 100;
        if dice < 40 {
            self.faults.fetch_add(1, Ordering::Relaxed);
        }
        match dice {
            0..8 => Answer::text(429, "").header("retry-after", 0),
            8..12 => Answer::json(429, &json!({ "success": false, "error": "ReceivedRequest over limit" }))
                .header("x-ratelimit-reset", 0),
            12..16 => Answer::text(503, "<html>maintenance</html>"),
            16..20 => Answer::reset(),
            20..25 => self.carry_out(request).cut(),
            25..30 => {
                self.carry_out(request);
                Answer::reset()
            }
            30..35 => {
                self.carry_out(request);
                Answer::text(502, "")
            }
            35..40 => self.carry_out(request).slowly(Duration::from_millis(1)),
            _ => self.carry_out(request),
        }
    }

    fn carry_out(&self, request: &ReceivedRequest) -> Answer {
        let mut deals = self.deals.lock().unwrap();
        let id = request.path.rsplit('/').next().and_then(|id| id.parse::<i64>().ok());
        match (request.method.as_str(), request.path.as_str(), id) {
            ("POST", "/api/v2/deals", _) => {
                let id = i64::try_from(deals.len()).unwrap() + 1;
                let mut deal = request.json();
                deal["id"] = json!(id);
                deals.insert(id, deal.clone());
                Answer::json(201, &json!({ "success": true, "data": deal }))
            }
            ("PATCH", _, Some(id)) => {
                let deal = deals.get_mut(&id).expect("only existing deals are changed");
                deal["value"] = json!(deal["value"].as_f64().unwrap_or_default() + 1.0);
                Answer::json(200, &json!({ "success": true, "data": deal }))
            }
            ("GET", "/api/v2/deals", _) => {
                let from: usize = request.query("cursor").and_then(|cursor| cursor.parse().ok()).unwrap_or_default();
                let limit: usize = request.query("limit").and_then(|limit| limit.parse().ok()).unwrap_or(100);
                let page: Vec<_> = deals.values().skip(from).take(limit).collect();
                let next = Some(from + limit).filter(|next| *next < deals.len()).map(|next| next.to_string());
                Answer::json(200, &json!({ "success": true, "data": page, "additional_data": { "next_cursor": next } }))
            }
            ("GET", _, Some(id)) => Answer::json(200, &json!({ "success": true, "data": deals[&id] })),
            ("POST", "/v1/files", _) => {
                let mut files = self.files.lock().unwrap();
                files.push(request.body.clone());
                Answer::json(201, &json!({ "success": true, "data": { "id": files.len() } }))
            }
            _ => Answer::text(404, ""),
        }
    }
}

/// What a careful program does: where nobody knows whether the deal was created, it looks before it tries again.
async fn create_once(client: &Client, title: &str) -> DealId {
    loop {
        match client.v2().deals().create(title).await {
            Ok(deal) => return deal.id,
            Err(error) if error.is_retryable() => {}
            Err(_) => {
                let all = list(client).await;
                if let Some((id, _)) = all.iter().find(|(_, known)| known == title) {
                    return *id;
                }
            }
        }
    }
}

async fn list(client: &Client) -> Vec<(DealId, String)> {
    let deals = client.v2().deals().list().limit(50).items().try_collect().await.expect("a list survives all of this");
    deals.into_iter().map(|deal| (deal.id, deal.title.unwrap_or_default())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_twice_and_nothing_is_missing() {
    let account = Arc::new(Account::default());
    let server = Server::start({
        let account = Arc::clone(&account);
        move |request| account.handle(request)
    })
    .await;
    let policy = RetryPolicy::new().max_attempts(40).base_delay(Duration::from_micros(50)).max_delay(Duration::from_millis(1));
    let client = Client::builder().api_token("x").base_url(server.url()).burst_limit(100_000).retry(policy).build().unwrap();

    let workers = (0..WORKERS).map(|worker| {
        let client = client.clone();
        tokio::spawn(async move {
            let mut patched = 0;
            for number in (worker..DEALS).step_by(WORKERS) {
                let id = create_once(&client, &format!("deal-{number}")).await;
                let read = client.v2().deals().get(id).await.expect("reading survives all of this");
                assert_eq!((read.id, read.title), (id, Some(format!("deal-{number}"))));
                // Adds one to the value: twice would show. Who does not know the outcome does not try again.
                patched += u32::from(client.v2().deals().update(id).value(1.0).await.is_ok());
            }
            patched
        })
    });
    let mut patched = 0;
    for worker in workers.collect::<Vec<_>>() {
        patched += worker.await.unwrap();
    }

    let expected: BTreeSet<_> = (0..DEALS).map(|number| format!("deal-{number}")).collect();
    let listed: Vec<_> = list(&client).await.into_iter().map(|(_, title)| title).collect();
    assert_eq!(listed.len(), DEALS, "no deal was created twice");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), expected, "and none is missing");
    let values: Vec<_> = account.deals.lock().unwrap().values().map(|deal| deal["value"].as_f64().unwrap_or_default()).collect();
    assert!(values.iter().all(|value| *value <= 1.0), "no deal was changed twice");
    assert!(patched > 0 && f64::from(patched) <= values.iter().sum(), "{patched} changes went well");

    let (requests, faults) = (account.requests.load(Ordering::Relaxed), account.faults.load(Ordering::Relaxed));
    assert!(requests > 2_000 && faults > requests / 4, "{requests} requests, {faults} of them failed");
}

#[tokio::test]
async fn files_are_sent_again_as_a_whole() {
    let account = Arc::new(Account::default());
    let left = Arc::new(AtomicU64::new(3));
    let server = Server::start({
        let account = Arc::clone(&account);
        move |request| {
            // A body that does not arrive as a whole is no request at all to this server.
            let refused = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
            account.carry_out(request);
            if refused {
                Answer::text(429, "").header("retry-after", 0)
            } else {
                Answer::json(201, &json!({ "success": true, "data": { "id": 7 } }))
            }
        }
    })
    .await;
    let policy = RetryPolicy::new().base_delay(Duration::from_micros(50));
    let client = Client::builder().api_token("x").base_url(server.url()).retry(policy).build().unwrap();
    let folder = std::env::temp_dir().join(format!("pipedrive-chaos-{}", std::process::id()));
    let content: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    std::fs::write(&folder, &content).unwrap();
    let file = client.v1().files().upload(Upload::from_path(&folder).name("big.bin")).deal_id(1).await;
    std::fs::remove_file(&folder).unwrap();
    assert_eq!(file.unwrap().id, FileId(7));

    let bodies = account.files.lock().unwrap();
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|body| *body == bodies[0]), "every attempt sends the same");
    let whole = bodies[0].windows(content.len()).any(|window| window == content);
    assert!(whole, "and all of it");
}
