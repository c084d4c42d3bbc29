//! Thousands of calls to an account that fails all the time: nothing is done twice, and nothing is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pipedrive::ids::DealId;
use pipedrive::{Client, RetryPolicy, Upload};
use pipedrive_mock::{Account, Fault};

const DEALS: usize = 400;
const WORKERS: usize = 8;

/// Four of ten requests fail: half of them before anything was done, half of them after.
fn faults() -> [Fault; 8] {
    [
        Fault::response(429, "").header("retry-after", 0).probability(0.08),
        Fault::status(429).header("x-ratelimit-reset", 0).probability(0.045),
        Fault::response(503, "<html>maintenance</html>").probability(0.045),
        Fault::reset().probability(0.05),
        Fault::truncate().probability(0.06),
        Fault::reset().carried_out().probability(0.065),
        Fault::response(502, "").carried_out().probability(0.07),
        Fault::slow(Duration::from_millis(1)).probability(0.075),
    ]
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
    let account = Account::new();
    for fault in faults() {
        account.inject(fault);
    }
    let server = account.serve(0).await.unwrap();
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
                // Who does not know the outcome does not try again.
                patched += usize::from(client.v2().deals().update(id).value(1.0).await.is_ok());
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
    let requests = account.requests();
    let mut changes: BTreeMap<&str, usize> = BTreeMap::new();
    for request in requests.iter().filter(|request| request.method == "PATCH" && request.is_carried_out) {
        *changes.entry(request.path.as_str()).or_default() += 1;
    }
    assert!(changes.values().all(|count| *count == 1), "no deal was changed twice: {changes:?}");
    assert!(patched > 0 && patched <= changes.len(), "{patched} changes went well");

    let failed = requests.iter().filter(|request| request.status.is_none_or(|status| status >= 400)).count();
    // Bodies that are cut off or slow have a status of success.
    assert!(requests.len() > 2_000 && failed > requests.len() / 5, "{} requests, {failed} of them failed", requests.len());
}

#[tokio::test]
async fn files_are_sent_again_as_a_whole() {
    let account = Account::new();
    // A body that does not arrive as a whole is no request at all to this server.
    account.inject(Fault::response(429, "").header("retry-after", 0).carried_out().on("v1.files.upload").times(3));
    let server = account.serve(0).await.unwrap();
    let policy = RetryPolicy::new().base_delay(Duration::from_micros(50));
    let client = Client::builder().api_token("x").base_url(server.url()).retry(policy).build().unwrap();
    client.v2().deals().create("Lamps").await.unwrap();
    let path = std::env::temp_dir().join(format!("pipedrive-chaos-{}", std::process::id()));
    let content: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    std::fs::write(&path, &content).unwrap();
    let file = client.v1().files().upload(Upload::from_path(&path).name("big.bin")).deal_id(1).await;
    std::fs::remove_file(&path).unwrap();
    let file = file.unwrap();
    assert_eq!((file.id.0, file.file_size), (4, Some(200_000)), "the account has taken the first three too");
    assert_eq!(client.v1().files().download(file.id).await.unwrap().bytes().await.unwrap(), content);

    let requests = account.requests();
    let bodies: Vec<_> = requests.iter().filter(|request| request.path == "/v1/files").map(|request| &request.content).collect();
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|body| *body == bodies[0]), "every attempt sends the same");
    let whole = bodies[0].windows(content.len()).any(|window| window == content);
    assert!(whole, "and all of it");
}
