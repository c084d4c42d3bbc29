//! Findings of the comparison.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Location;

/// The kind of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only the vendor specifies it.
    Missing,
    /// Both specify it, differently.
    Contradicts,
    /// Only this description specifies it.
    OnlyHere,
}

impl Class {
    /// All classes, most urgent first.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Contradicts, Self::OnlyHere];

    /// Returns the name, as used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing here",
            Self::Contradicts => "contradicts",
            Self::OnlyHere => "only here",
        }
    }
}

/// A difference between the two descriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of the difference.
    pub class: Class,
    /// The operation, such as `GET /api/v2/deals`.
    pub operation: String,
    /// Further operations with the same finding at the same location.
    pub also: Vec<String>,
    /// What differs, such as `response.data[].value`.
    pub subject: String,
    /// The vendor's value.
    pub vendor: String,
    /// Our value.
    pub ours: String,
    /// Our location, or where the missing element belongs.
    pub our_location: Option<Location>,
    /// The vendor's location.
    pub vendor_location: Option<Location>,
    /// The `x-source` that explains it.
    pub source: Option<String>,
}

impl Finding {
    /// The value of an element that exists.
    pub const PRESENT: &str = "present";
    /// The value of an element that does not exist.
    pub const ABSENT: &str = "absent";

    /// Returns whether the finding is unresolved: the vendor specifies something that this description neither follows nor explains.
    pub fn is_open(&self) -> bool {
        self.class != Class::OnlyHere && self.source.is_none()
    }
}

/// A collection of findings; equal findings at the same location of ours are merged.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    known: BTreeMap<DriftKey, usize>,
    /// Our properties that the vendor has in at least one operation. Other operations that share the schema may lack them.
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
                // The merged finding is explained only if all are.
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

    /// Returns whether a named element is already reported as missing at our location.
    pub fn lacks(&self, our_location: &Location, name: &str) -> bool {
        let key = (Class::Missing, Some(our_location.clone()), name.to_owned(), Finding::PRESENT.to_owned());
        self.known.contains_key(&key)
    }

    /// Records that the vendor has one of our properties.
    pub fn confirm(&mut self, our_location: Location) {
        self.confirmed.insert(our_location);
    }

    pub fn into_list(self) -> Vec<Finding> {
        let Self { mut list, confirmed, .. } = self;
        list.retain(|finding| {
            let is_confirmed = finding.our_location.as_ref().is_some_and(|location| confirmed.contains(location));
            !is_confirmed || finding.class != Class::OnlyHere || finding.ours != Finding::PRESENT
        });
        list
    }
}
