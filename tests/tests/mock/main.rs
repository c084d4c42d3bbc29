//! Tests of the mock account, through the typed client.

#![allow(deprecated, reason = "the mock account has the operations that are deprecated too")]

mod archive;
mod contract;
mod conversions;
mod deal_products;
mod deals;
mod followers;
mod merge;
mod policy;
mod projects;
mod search;
mod summaries;
mod users;
mod versions;

use pipedrive::Client;
use pipedrive_mock::Account;

/// A new account with a client.
fn account() -> (Account, Client) {
    let account = Account::new();
    let client = Client::builder().api_token("token").transport(account.clone()).build().expect("the client is built");
    (account, client)
}

/// A new account with a client for which a value of an unexpected type is an error.
fn strict() -> (Account, Client) {
    let account = Account::new();
    let builder = Client::builder().api_token("token").strict(true);
    let client = builder.transport(account.clone()).build().expect("the client is built");
    (account, client)
}

/// Returns the `data` of a response as JSON.
async fn data(client: &Client, path: impl Into<String>) -> serde_json::Value {
    let response = client.request(http::Method::GET, path.into()).send().await.expect("a response");
    let body: serde_json::Value = serde_json::from_slice(&response.into_data()).expect("JSON");
    body["data"].clone()
}
