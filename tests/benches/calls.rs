//! One call after the other over a connection that is kept: what the client adds to bare reqwest, and what it does by itself.
//!
//! `cargo bench -p pipedrive-tests --bench calls`

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use pipedrive::v2::deals::Deal;
use pipedrive::{BoxFuture, Client, ClientBuilder, RequestBody, ResponseBody, Transport, TransportError};
use pipedrive_tests::bench::deals::{self, LeanDeal};
use pipedrive_tests::bench::{Contender, compare, server};
use serde::de::DeserializeOwned;

/// How many calls make a round.
const CALLS: usize = 50;
const ROUNDS: usize = 300;

#[derive(serde::Deserialize)]
struct Envelope<T> {
    data: T,
}

/// Answers from memory.
struct Memory(Bytes);

impl Transport for Memory {
    fn send(&self, _request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async { Ok(Response::new(ResponseBody::from(self.0.clone()))) })
    }
}

async fn bare<T: DeserializeOwned>(client: &reqwest::Client, url: &str, timeout: Option<Duration>) -> T {
    let mut request =
        client.get(format!("{url}/api/v2/deals/1")).header("x-api-token", "secret").header("accept", "application/json");
    if let Some(timeout) = timeout {
        request = request.timeout(timeout);
    }
    let body = request.send().await.expect("a response").bytes().await.expect("a body");
    serde_json::from_slice::<Envelope<T>>(&body).expect("a deal").data
}

async fn get(client: &Client) -> Deal {
    client.v2().deals().get(1).await.expect("a deal")
}

fn client(change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    change(Client::builder().api_token("secret")).build().expect("nothing is wrong with it")
}

fn main() {
    let body = format!(r#"{{"success":true,"data":{}}}"#, deals::deal(0)).into_bytes();
    let shared: Arc<[u8]> = body.clone().into();
    let url = server::start(Duration::ZERO, move |_| Arc::clone(&shared));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");

    let reqwest = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let unlimited = client(|builder| builder.base_url(&url).burst_limit(None));
    let untimed = client(|builder| builder.base_url(&url).burst_limit(None).timeout(None).attempt_timeout(None));
    let limited = client(|builder| builder.base_url(&url).burst_limit(1_000_000));
    let contenders = &mut [
        Contender::new("reqwest, lean struct", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(bare::<LeanDeal>(&reqwest, &url, None).await));
                }
            });
        }),
        Contender::new("reqwest with a timeout, lean struct", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(bare::<LeanDeal>(&reqwest, &url, Some(Duration::from_secs(30))).await));
                }
            });
        }),
        Contender::new("reqwest, the crate's own type", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(bare::<Deal>(&reqwest, &url, None).await));
                }
            });
        }),
        Contender::new("pipedrive", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(get(&unlimited).await));
                }
            });
        }),
        Contender::new("pipedrive without timeouts", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(get(&untimed).await));
                }
            });
        }),
        Contender::new("pipedrive, its burst limit with room", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(get(&limited).await));
                }
            });
        }),
    ];
    compare(&format!("{CALLS} calls, one after the other, over loopback"), ROUNDS, contenders);

    let memory = client(|builder| builder.transport(Memory(body.clone().into())).company_domain("acme").burst_limit(None));
    let contenders = &mut [
        Contender::new("only decoding", || {
            for _ in 0..CALLS {
                drop(black_box(serde_json::from_slice::<Envelope<Deal>>(black_box(&body)).expect("a deal").data));
            }
        }),
        Contender::new("the whole call without a network", || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    drop(black_box(get(&memory).await));
                }
            });
        }),
    ];
    compare(&format!("{CALLS} calls, answered from memory"), ROUNDS, contenders);
}
