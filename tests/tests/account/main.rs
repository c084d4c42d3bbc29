//! The crate `pipedrive-account`: snapshots of accounts, what is generated from them, and what differs between them.

mod check;
mod fetch;
mod golden;
mod names;
mod reports;
mod responses;
mod snapshot;

use std::fs;
use std::path::{Path, PathBuf};

use pipedrive::Client;
use pipedrive_account::{FetchOptions, Snapshot, fetch};
use pipedrive_mock::Account;

/// The account of the demo with a client.
fn demo() -> (Account, Client) {
    let account = Account::demo();
    let client =
        Client::builder().api_token("token").burst_limit(None).transport(account.clone()).build().expect("the client is built");
    (account, client)
}

/// Reads the account of a client.
async fn read(client: &Client) -> Snapshot {
    fetch(client, &FetchOptions::default(), |_| {}).await.expect("the account can be read")
}

/// An empty directory for the files of a test.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("account-{name}"));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("the directory can be created");
    directory
}
