//! What the comparison finds.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Location;

/// How the two sides differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The vendor says something, and we do not.
    Missing,
    /// Both say something, and not the same.
    Contradicts,
    /// We say something, and the vendor does not.
    OnlyHere,
}

impl Class {
    /// Every class, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Contradicts, Self::OnlyHere];

    /// As it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing here",
            Self::Contradicts => "contradicts",
            Self::OnlyHere => "only here",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How the sides differ.
    pub class: Class,
    /// The operation, as in `GET /api/v2/deals`.
    pub operation: String,
    /// Further operations that share our place.
    pub also: Vec<String>,
    /// What it is about, as in `reply data[].value`.
    pub subject: String,
    /// What the vendor says.
    pub vendor: String,
    /// What we say.
    pub ours: String,
    /// Where we say it, or would.
    pub our_location: Option<Location>,
    /// Where the vendor says it.
    pub vendor_location: Option<Location>,
    /// The `x-source` that explains it.
    pub source: Option<String>,
}

impl Finding {
    /// What a side says by having the thing at all.
    pub const PRESENT: &str = "there is one";

    /// Whether somebody should look at it: the vendor says something that we neither follow nor explain.
    pub fn is_open(&self) -> bool {
        self.class != Class::OnlyHere && self.source.is_none()
    }
}

/// Findings as they come in; the same one at the same place of ours is kept once.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    known: BTreeMap<DriftKey, usize>,
    /// Properties of ours that the vendor has in some operation. Where schemas are shared, others need not have them.
    confirmed: BTreeSet<Location>,
}

type DriftKey = (Class, Option<Location>, String, String);

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        let name = finding.subject.rsplit('.').next().unwrap_or_default();
        let key = (finding.class, finding.our_location.clone(), name.to_owned(), finding.vendor.clone());
        match self.known.get(&key).and_then(|index| self.list.get_mut(*index)) {
            Some(first) if finding.our_location.is_some() => {
                if first.operation != finding.operation && !first.also.contains(&finding.operation) {
                    first.also.push(finding.operation);
                }
                // Where one of them is unexplained, all are.
                if finding.source.is_none() {
                    first.source = None;
                }
            }
            _ => {
                self.known.insert(key, self.list.len());
                self.list.push(finding);
            }
        }
    }

    /// Whether it is known already that this place of ours lacks the thing.
    pub fn lacks(&self, our_location: &Location, name: &str) -> bool {
        let key = (Class::Missing, Some(our_location.clone()), name.to_owned(), Finding::PRESENT.to_owned());
        self.known.contains_key(&key)
    }

    /// The vendor has this property of ours.
    pub fn confirm(&mut self, our_location: Location) {
        self.confirmed.insert(our_location);
    }

    pub fn into_list(self) -> Vec<Finding> {
        let Self { mut list, confirmed, .. } = self;
        list.retain(|finding| {
            let is_confirmed = finding.our_location.as_ref().is_some_and(|place| confirmed.contains(place));
            !is_confirmed || finding.class != Class::OnlyHere || finding.ours != Finding::PRESENT
        });
        list
    }
}
