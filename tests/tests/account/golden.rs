//! The modules that are generated from snapshots.
//!
//! In `account/<case>/`, `account.rs` is generated, and so is the section `names` of `account.json`. The test target `behaviour` compiles and
//! uses the modules. This target does not depend on them, so they can be updated even if they do not compile.

use std::fs;
use std::path::{Path, PathBuf};

use pipedrive::Client;
use pipedrive_account::{FetchOptions, Snapshot, fetch, generate};
use pipedrive_mock::Account;
use pipedrive_tests::{accounts, bench, stored};

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test account golden::";

fn path(case: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("account").join(case).join(file)
}

/// Compares the module of a snapshot, and the snapshot with the names, with what is stored.
fn check(case: &str, mut snapshot: Snapshot) {
    let module = generate(&snapshot).expect("a module");
    snapshot.names = module.names().clone();
    for (file, now) in [("account.rs", module.to_string()), ("account.json", snapshot.to_json())] {
        let path = path(case, file);
        let stored = fs::read_to_string(&path).unwrap_or_default();
        if stored != now && stored::updates() {
            fs::write(&path, &now).expect("the file is written");
        } else {
            assert!(stored == now, "{case}/{file} is outdated: {UPDATE}\n{}", stored::diff(file, &stored, &now));
        }
    }
    assert!(stored::updates() || module.is_current(path(case, "account.rs")).expect("the file is read"));
    assert_eq!(generate(&snapshot).expect("a module").to_string(), module.to_string(), "the names are kept");
}

#[test]
fn small() {
    check("small", Snapshot::read(path("small", "account.json")).expect("a snapshot"));
}

#[test]
fn hostile() {
    check("hostile", accounts::hostile());
}

/// The account of the benchmark `decode`.
#[test]
fn deals() {
    check("bench", bench::deals::account());
}

#[tokio::test]
async fn mock() {
    let account = Account::new();
    let client = Client::builder().api_token("token").burst_limit(None).transport(account).build().expect("a client");
    accounts::define(&client).await.expect("the fields are defined");
    check("mock", fetch(&client, &FetchOptions::default(), |_| ()).await.expect("a snapshot"));
}
