//! The vendor's description against ours: what we lack, what we contradict, what only we have.
//!
//! Both are compared as they are on the wire, so it does not matter how each of them is cut into schemas.

mod compare;
mod examples;
mod finding;
mod operations;
mod render;
mod schema_view;
mod schemas;

use std::collections::BTreeSet;

pub use finding::{Class, Finding};
pub use render::{json, text};

use crate::load::Document;
use compare::Comparison;
use finding::Findings;

/// Whether there is anything to compare.
pub fn has_operations(document: &Document) -> bool {
    !operations::operations(document).is_empty()
}

/// What a comparison found.
#[derive(Debug)]
pub struct Drift {
    /// How many operations both sides have.
    pub compared: usize,
    /// How they differ, in the order of the vendor's paths.
    pub findings: Vec<Finding>,
}

/// Compares our description with files of the vendor. Of our operations that none of them has, one finding tells.
pub fn compare(ours: &Document, vendors: &[Document]) -> Drift {
    let mut findings = Findings::default();
    let mut shared = BTreeSet::new();
    for vendor in vendors {
        shared.extend(Comparison::new(ours, vendor, &mut findings).run());
    }
    for (key, operation) in operations::operations(ours) {
        if !shared.contains(&key) {
            findings.push(Finding {
                class: Class::OnlyHere,
                operation: format!("{} {}", operation.method, operation.path),
                also: Vec::new(),
                subject: "the operation".to_owned(),
                vendor: "nothing".to_owned(),
                ours: Finding::PRESENT.to_owned(),
                our_location: Some(ours.locate_key(&operation.at)),
                vendor_location: None,
                source: None,
            });
        }
    }
    Drift { compared: shared.len(), findings: findings.into_list() }
}
