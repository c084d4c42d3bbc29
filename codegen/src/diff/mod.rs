//! Compares two descriptions, on the wire and in the derived Rust API.
//!
//! `wire` compares any two OpenAPI 3.0 descriptions, operation by operation; `rust` compares the public API of the emitted crates. A difference
//! that is found by both is reported as one [`ApiChange`]; findings are matched by the pointers of what they describe. `stored` compares the stored
//! public APIs of the published crates, for what the descriptions do not explain.

mod accept;
mod change;
mod collate;
mod correlate;
mod examples;
mod pool;
pub mod render;
pub mod rules;
mod rust;
mod side;
mod source_map;
mod stored;
mod verdict;
mod wire;

pub use accept::{Accepted, entry, is_date, parse_accepted};
pub use change::{ApiChange, ChangeLocation, Effect, Impact, SemverLevel, WireDirection, WireLevel};
pub use examples::{ExampleCheck, ExampleMismatch};
pub use side::{Side, SideOrigin};
pub use verdict::{CrateVersion, DiffVerdict, FailOn};

use std::collections::BTreeMap;

/// The result of a comparison.
#[derive(Debug)]
pub struct DiffReport {
    /// The label of the base, such as `main`.
    pub base: String,
    /// The label of the head, such as `the working tree`.
    pub head: String,
    /// The changes by resource, most severe first; resources are ordered by their most severe change.
    pub changes: Vec<ApiChange>,
    /// Why the Rust API was not compared, if it was not.
    pub without_rust: Option<String>,
    /// Which stored examples no longer match.
    pub examples: ExampleCheck,
    /// The summary of the changes.
    pub verdict: DiffVerdict,
    /// Accepted changes that were not found.
    pub unused: Vec<Accepted>,
}

/// Compares two descriptions. `version` is the version of the crate before the change.
pub fn compare(base: &Side, head: &Side, version: Option<CrateVersion>, accepted: &[Accepted]) -> DiffReport {
    let pairs = wire::pair(&base.document, &head.document);
    let wire = wire::compare(&base.document, &head.document, &pairs);
    let (impacts, without_rust) = match (&base.surface, &head.surface) {
        (Ok(old), Ok(new)) => (rust::compare(old, new, &pairs, &wire.same), None),
        (Err(why), _) => (Vec::new(), Some(format!("{}: {why}", base.origin.label))),
        (_, Err(why)) => (Vec::new(), Some(format!("{}: {why}", head.origin.label))),
    };
    let mut changes = collate::collate(base, head, &pairs, wire, impacts, without_rust.is_none());
    if let (Ok(old), Ok(new)) = (&base.surface, &head.surface) {
        changes.extend(stored::compare(base, head, (old, new)));
    }
    let mut unused: Vec<Accepted> = accepted.to_vec();
    for change in &mut changes {
        if let Some(entry) = accepted.iter().find(|entry| entry.fingerprint == change.fingerprint) {
            change.accepted = Some(format!("{}, {}", entry.reason, entry.date));
            unused.retain(|other| other.fingerprint != entry.fingerprint);
        }
    }
    sort(&mut changes);
    let examples = examples::check(base, head, &pairs);
    let verdict = DiffVerdict::of(&changes, version);
    let (base, head) = (base.origin.label.clone(), head.origin.label.clone());
    DiffReport { base, head, changes, without_rust, examples, verdict, unused }
}

/// Sorts resources and the changes of each resource by severity, most severe first.
fn sort(changes: &mut [ApiChange]) {
    let mut worst: BTreeMap<String, _> = BTreeMap::new();
    for change in changes.iter() {
        let severity = worst.entry(change.resource.clone()).or_insert_with(|| change.severity());
        *severity = (*severity).max(change.severity());
    }
    changes.sort_by(|a, b| {
        let by_resource = worst[&b.resource].cmp(&worst[&a.resource]).then_with(|| a.resource.cmp(&b.resource));
        let by_severity = by_resource.then_with(|| b.severity().cmp(&a.severity()));
        by_severity.then_with(|| key(a).cmp(&key(b)))
    });
}

fn key(change: &ApiChange) -> (&str, &str, Option<&str>, Option<&str>, Option<&ChangeLocation>) {
    (change.rule.code, &change.subject, change.old.as_deref(), change.new.as_deref(), change.location.as_ref())
}
