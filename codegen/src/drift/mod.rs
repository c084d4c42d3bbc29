//! Compares this description with the vendor's: what is missing, what contradicts, what exists only here, and what is explained without need.
//!
//! Both are compared as they are on the wire, independent of how they are split into schemas.

mod compare;
mod examples;
mod finding;
mod operations;
mod render;
mod schema_view;
mod schemas;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use finding::{Class, Finding};
pub use render::{json, text};

use crate::diag::Location;
use crate::load::{Document, Node};
use compare::Comparison;
use finding::Findings;

/// Returns whether a document describes any operations.
pub fn has_operations(document: &Document) -> bool {
    !operations::operations(document).is_empty()
}

/// The result of a comparison.
#[derive(Debug)]
pub struct Drift {
    /// The number of operations that exist on both sides.
    pub compared: usize,
    /// The differences, in the order of the vendor's paths.
    pub findings: Vec<Finding>,
    /// The operations that exist on both sides, such as `GET /api/v2/deals`.
    operations: BTreeSet<String>,
}

impl Drift {
    /// Marks what the vendor has removed since an earlier comparison: what exists only in this description now, but did not then, and is not deprecated.
    /// The earlier files need not contain all operations.
    pub fn mark_removed(&mut self, before: &Self) {
        let mut then: BTreeMap<(Option<&Location>, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        for finding in before.findings.iter().filter(|finding| finding.class == Class::OnlyHere) {
            then.entry(finding.element()).or_default().extend(finding.operations());
        }
        for finding in self.findings.iter_mut().filter(|finding| finding.class == Class::OnlyHere && !finding.is_deprecated) {
            let then = then.get(&finding.element());
            let existed =
                |operation: &str| before.operations.contains(operation) && then.is_none_or(|then| !then.contains(operation));
            if finding.operations().any(existed) {
                finding.class = Class::Removed;
            }
        }
    }
}

/// Compares this description with the vendor's files. An operation that no file contains is reported once.
pub fn compare(ours: &Document, vendors: &[Document]) -> Drift {
    let mut findings = Findings::default();
    let mut shared = BTreeSet::new();
    for vendor in vendors {
        shared.extend(Comparison::new(ours, vendor, &mut findings).run());
    }
    let mut both = BTreeSet::new();
    for (key, operation) in operations::operations(ours) {
        let name = format!("{} {}", operation.method, operation.path);
        if shared.contains(&key) {
            both.insert(name);
        } else {
            let finding = Finding {
                class: Class::OnlyHere,
                operation: name,
                also: Vec::new(),
                subject: "operation".to_owned(),
                vendor: Finding::ABSENT.to_owned(),
                vendor_type: None,
                ours: Finding::PRESENT.to_owned(),
                our_location: Some(ours.locate_key(&operation.at)),
                is_deprecated: operation.is_deprecated(ours),
                vendor_location: None,
                source: None,
            };
            findings.push(finding, BTreeSet::new());
        }
    }
    for (at, operation) in findings.unneeded_sources() {
        let finding = Finding {
            class: Class::Unneeded,
            operation,
            also: Vec::new(),
            subject: "x-source".to_owned(),
            vendor_type: None,
            vendor: Finding::ABSENT.to_owned(),
            ours: ours.node(&at).and_then(Node::as_str).unwrap_or_default().to_owned(),
            our_location: Some(ours.locate_key(&at)),
            is_deprecated: false,
            vendor_location: None,
            source: None,
        };
        findings.push(finding, BTreeSet::new());
    }
    Drift { compared: shared.len(), findings: findings.kept(), operations: both }
}
