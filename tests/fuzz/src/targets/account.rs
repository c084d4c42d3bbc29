//! Snapshots of accounts. The input is two of them, with a line `===` between them; without one, both are the same.

use pipedrive_account::{AccountReport, Snapshot, SnapshotError, generate};

use super::diff::BETWEEN;
use crate::{reports, seeds};

/// Reads the snapshots, generates their modules, and compares them.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (old, new) = text.split_once(BETWEEN).unwrap_or((text, text));
    let (Some(old), Some(new)) = (read(old), read(new)) else { return };
    compare(&old, &new);
    compare(&new, &old);
}

/// Reads a snapshot and generates its module, which does not change when it is generated again.
fn read(text: &str) -> Option<Snapshot> {
    let mut snapshot = Snapshot::from_json(text).map_err(|error| check(&error)).ok()?;
    let stored = snapshot.to_json();
    assert_eq!(Snapshot::from_json(&stored).ok().as_ref(), Some(&snapshot), "{stored}");
    let module = generate(&snapshot).map_err(|error| check(&error)).ok()?;
    snapshot.names = module.names().clone();
    let again = generate(&snapshot).expect("the names are those of the generator");
    assert_eq!(again.source(), module.source());
    assert_eq!(again.names(), module.names());
    Some(snapshot)
}

fn compare(old: &Snapshot, new: &Snapshot) {
    let report = AccountReport::compare(old, new).expect("the names are those of the generator");
    reports::assert_inert(&report.to_text());
    reports::assert_json(&report.to_json());
    drop(report.to_markdown());
    if old == new {
        assert!(report.is_empty(), "a snapshot differs from itself: {:?}", report.changes);
    }
}

fn check(error: &SnapshotError) {
    reports::assert_inert(&error.to_string());
}

/// The snapshots of the tests.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::cases("account").into_iter().flatten().filter(|file| file.name == "account.json");
    files.map(|file| file.content).collect()
}
