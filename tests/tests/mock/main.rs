//! Tests of the mock account, through the typed client.

mod contract;
mod deals;
mod policy;
mod versions;

use pipedrive::Client;
use pipedrive_mock::Account;

/// A new account with a client.
fn account() -> (Account, Client) {
    let account = Account::new();
    let client = Client::builder().api_token("token").transport(account.clone()).build().expect("the client is built");
    (account, client)
}
