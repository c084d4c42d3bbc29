//! Many tasks at once against a mock account that enforces the API's limit, with the limit kept by the client and without.
//!
//! `cargo bench -p pipedrive-tests --bench rate_limit`

use std::future::IntoFuture as _;
use std::time::{Duration, Instant};

use pipedrive::{Client, RetryPolicy};
use pipedrive_mock::{Account, Fault, Limits};

const LIMIT: u32 = 40;
const TASKS: usize = 200;

struct Outcome {
    seconds: f64,
    refused: usize,
    failed: usize,
}

async fn run(kept: bool) -> Outcome {
    let account = Account::demo();
    account.set_limits(Limits::default().burst(LIMIT).patience(None));
    // Some responses take their time, so that requests and responses overtake each other.
    account.inject(Fault::delay(Duration::from_millis(55)).probability(0.3));
    account.inject(Fault::delay(Duration::from_millis(20)).probability(0.5));
    let server = account.serve(0).await.expect("a port on loopback");
    // Patient enough to get through in the end either way.
    let policy = RetryPolicy::new().max_attempts(50);
    let mut builder = Client::builder().api_token("x").base_url(server.url()).retry(policy);
    if !kept {
        builder = builder.burst_limit(None);
    }
    let client = builder.timeout(None).build().expect("nothing is wrong with it");
    let begun = Instant::now();
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(client.v2().deals().get(1).into_future())).collect();
    let mut failed = 0;
    for task in tasks {
        failed += usize::from(!matches!(task.await, Ok(Ok(_))));
    }
    let refused = account.requests().iter().filter(|request| request.status == Some(429)).count();
    Outcome { seconds: begun.elapsed().as_secs_f64(), refused, failed }
}

#[tokio::main]
async fn main() {
    let (kept, not_kept) = (run(true).await, run(false).await);
    println!("{TASKS} calls at once, {LIMIT} allowed in two seconds");
    for (name, outcome) in [("limit kept by the client", &kept), ("left to the server", &not_kept)] {
        println!("{name:>26}: {:6.2} s, {:4} × 429, {} failed", outcome.seconds, outcome.refused, outcome.failed);
    }
    println!("{:>26}: {:6.2}", "time, kept / left", kept.seconds / not_kept.seconds);
    assert_eq!((kept.refused, kept.failed), (0, 0), "the client has broken the limit");
}
