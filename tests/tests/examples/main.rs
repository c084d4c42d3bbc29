//! Runs the examples of `pipedrive` as their users do: as programs, against a server with a mock account.

mod export_deals;
mod harness;
mod import_contacts;
mod move_deals;
mod sync_sqlite;

use pipedrive::Client;
use pipedrive_mock::Account;

/// Returns a client of an account, to fill and to check it.
fn client(account: &Account) -> Client {
    Client::builder().api_token("any").burst_limit(None).transport(account.clone()).build().expect("the client is built")
}

/// Returns the number of requests of an operation.
fn count(account: &Account, operation: &str) -> usize {
    account.requests().iter().filter(|request| request.operation.as_deref() == Some(operation)).count()
}

/// Waits until an account has received a number of requests of an operation.
async fn received(account: &Account, operation: &str, requests: usize) {
    while count(account, operation) < requests {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}
