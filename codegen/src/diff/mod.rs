//! What a change of the description does to the wire and to the Rust API.
//!
//! Two extractors, one report. `wire` compares what is written, operation by operation, on any OpenAPI 3.0 description; `rust` compares what
//! users of the emitted crate see. A difference that shows on both sides is one [`ApiChange`]: both know where the thing is described.

mod accept;
mod change;
mod collate;
mod correlate;
mod examples;
mod fingerprint;
pub mod render;
pub mod rules;
mod rust;
mod side;
mod source_map;
mod verdict;
mod wire;

pub use accept::{Accepted, is_date, read_accepted};
pub use change::{ApiChange, ChangeLocation, Effect, Impact, SemverLevel, WireDirection, WireLevel};
pub use examples::{ExampleCheck, ExampleMismatch};
pub use side::{Side, SideOrigin};
pub use verdict::{CrateVersion, DiffVerdict, FailOn};

use std::collections::BTreeMap;

/// Everything that there is to say.
#[derive(Debug)]
pub struct DiffReport {
    /// What was compared with what: `main`, `the working tree`.
    pub base: String,
    /// The other side.
    pub head: String,
    /// The changes: by resource, worst first; resources in the order of their worst change.
    pub changes: Vec<ApiChange>,
    /// Why the Rust side could not be compared, if it could not.
    pub without_rust: Option<String>,
    /// Whether replies that are known from before still fit.
    pub examples: ExampleCheck,
    /// What follows from all this.
    pub verdict: DiffVerdict,
    /// Fingerprints that were accepted, and that no change has.
    pub unused: Vec<Accepted>,
}

/// Compares two descriptions. `version` is that of the crate before the change.
pub fn compare(base: &Side, head: &Side, version: Option<CrateVersion>, accepted: &[Accepted]) -> DiffReport {
    let pairs = wire::pair(&base.document, &head.document);
    let wire = wire::compare(&base.document, &head.document, &pairs);
    let (impacts, without_rust) = match (&base.surface, &head.surface) {
        (Ok(old), Ok(new)) => (rust::compare(old, new, &pairs, &wire.same), None),
        (Err(why), _) => (Vec::new(), Some(format!("{}: {why}", base.origin.label))),
        (_, Err(why)) => (Vec::new(), Some(format!("{}: {why}", head.origin.label))),
    };
    let mut changes = collate::collate(base, head, &pairs, wire, impacts, without_rust.is_none());
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

/// The resource with the worst change first, and in each the worst change first.
fn sort(changes: &mut [ApiChange]) {
    let mut worst: BTreeMap<String, _> = BTreeMap::new();
    for change in changes.iter() {
        let weight = worst.entry(change.resource.clone()).or_insert_with(|| change.weight());
        *weight = (*weight).max(change.weight());
    }
    changes.sort_by(|a, b| {
        let by_resource = worst[&b.resource].cmp(&worst[&a.resource]).then_with(|| a.resource.cmp(&b.resource));
        let by_weight = by_resource.then_with(|| b.weight().cmp(&a.weight()));
        by_weight.then_with(|| key(a).cmp(&key(b)))
    });
}

fn key(change: &ApiChange) -> (&str, &str, Option<&str>, Option<&str>, Option<&ChangeLocation>) {
    (change.rule.code, &change.subject, change.old.as_deref(), change.new.as_deref(), change.location.as_ref())
}
