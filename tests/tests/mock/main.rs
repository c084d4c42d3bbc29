//! Tests of the mock account, through the typed client.

#![allow(deprecated, reason = "the mock account has the operations that are deprecated too")]

mod archive;
mod beside;
mod contract;
mod control;
mod conversions;
mod deal_products;
mod deals;
mod fields;
mod filled;
mod followers;
mod merge;
mod policy;
mod projects;
mod related;
mod search;
mod seed;
mod server;
mod summaries;
mod users;
mod versions;
mod webhooks;

use pipedrive::Client;
use pipedrive_mock::Account;
use serde_json::Value;

/// A new account with a client.
fn account() -> (Account, Client) {
    let account = Account::new();
    let client =
        Client::builder().api_token("token").burst_limit(None).transport(account.clone()).build().expect("the client is built");
    (account, client)
}

/// A new account with a client for which a value of an unexpected type is an error.
fn strict() -> (Account, Client) {
    let account = Account::new();
    let builder = Client::builder().api_token("token").burst_limit(None).strict(true);
    let client = builder.transport(account.clone()).build().expect("the client is built");
    (account, client)
}

/// The whole response of a call, as it was sent.
async fn call(client: &Client, method: http::Method, path: &str, body: Option<Value>) -> Result<Value, pipedrive::Error> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut request = client.request(method, path);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        request = request.query(name, value);
    }
    if let Some(body) = body {
        request = request.body(&body);
    }
    let response = request.send().await?;
    Ok(serde_json::from_slice(&response.into_data()).expect("a response is JSON"))
}
