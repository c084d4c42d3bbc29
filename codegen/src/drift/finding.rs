//! Findings of the comparison.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Location;
use crate::load::Pointer;

/// The kind of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only the vendor specifies it.
    Missing,
    /// Both specify it, differently.
    Contradicts,
    /// Only this description specifies it.
    OnlyHere,
    /// An `x-source` names what it explains, but there is no such difference any more.
    Unneeded,
    /// Only this description specifies it, and an earlier file of the vendor did, too.
    Removed,
}

impl Class {
    /// All classes, most urgent first.
    pub const ALL: [Self; 5] = [Self::Missing, Self::Contradicts, Self::Removed, Self::Unneeded, Self::OnlyHere];

    /// Returns the name, as used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing here",
            Self::Contradicts => "contradicts",
            Self::OnlyHere => "only here",
            Self::Unneeded => "explains nothing",
            Self::Removed => "removed by the vendor",
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
    /// The type of a missing parameter or property, such as `list of string`.
    pub vendor_type: Option<String>,
    /// Our value.
    pub ours: String,
    /// Our location, or where the missing element belongs.
    pub our_location: Option<Location>,
    /// Whether our element is deprecated, so that its removal is known.
    pub is_deprecated: bool,
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

    /// Returns whether the finding is unresolved: the vendor specifies something that this description neither follows nor explains, or has
    /// removed something, or this description explains a difference that does not exist.
    pub fn is_open(&self) -> bool {
        match self.class {
            // What its `x-source` states was written when the vendor still had it.
            Class::Removed => true,
            Class::OnlyHere => false,
            Class::Missing | Class::Contradicts | Class::Unneeded => self.source.is_none(),
        }
    }

    /// Returns the operations with the finding.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.operation).chain(&self.also).map(String::as_str)
    }

    /// Returns what identifies an element of this description: its location, its name and its value.
    pub(super) fn element(&self) -> (Option<&Location>, &str, &str) {
        (self.our_location.as_ref(), self.name(), &self.ours)
    }

    /// Returns the last part of the subject: the name of the element.
    fn name(&self) -> &str {
        self.subject.rsplit('.').next().unwrap_or_default()
    }
}

/// A collection of findings; equal findings at the same location of ours are merged.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    known: BTreeMap<DriftKey, usize>,
    /// Our properties that the vendor has in at least one operation. Other operations that share the schema may lack them.
    confirmed: BTreeSet<Location>,
    /// Each `x-source` of the elements that were compared, with the first operation.
    visited: BTreeMap<Pointer, String>,
    /// For each finding, every `x-source` that explains it.
    explained_by: Vec<BTreeSet<Pointer>>,
}

type DriftKey = (Class, Option<Location>, String, String);

impl Findings {
    /// Adds a finding, and every `x-source` that explains it.
    pub fn push(&mut self, finding: Finding, explained_by: BTreeSet<Pointer>) {
        let key = (finding.class, finding.our_location.clone(), finding.name().to_owned(), finding.vendor.clone());
        let Some(index) = self.known.get(&key).copied().filter(|_| finding.our_location.is_some()) else {
            self.known.insert(key, self.list.len());
            self.list.push(finding);
            self.explained_by.push(explained_by);
            return;
        };
        let first = &mut self.list[index];
        // Operations are compared one after the other.
        if first.operation != finding.operation && first.also.last() != Some(&finding.operation) {
            first.also.push(finding.operation);
        }
        // The merged finding is explained only if all are.
        if finding.source.is_none() {
            first.source = None;
        }
        self.explained_by[index].extend(explained_by);
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

    /// Records the `x-source` of an element that is compared.
    pub fn visit(&mut self, source: Pointer, operation: &str) {
        self.visited.entry(source).or_insert_with(|| operation.to_owned());
    }

    /// Returns each `x-source` that explains none of the findings, with an operation.
    pub fn unneeded_sources(&self) -> Vec<(Pointer, String)> {
        let kept = self.list.iter().zip(&self.explained_by).filter(|(finding, _)| self.is_kept(finding));
        let needed: BTreeSet<&Pointer> = kept.flat_map(|(_, sources)| sources).collect();
        let unneeded = self.visited.iter().filter(|(at, _)| !needed.contains(at));
        unneeded.map(|(at, operation)| (at.clone(), operation.clone())).collect()
    }

    /// Returns the findings that are reported.
    pub fn kept(&self) -> Vec<Finding> {
        self.list.iter().filter(|finding| self.is_kept(finding)).cloned().collect()
    }

    /// Returns whether a finding is reported: properties that exist only here may be confirmed by another operation.
    fn is_kept(&self, finding: &Finding) -> bool {
        let is_confirmed = finding.our_location.as_ref().is_some_and(|location| self.confirmed.contains(location));
        !is_confirmed || finding.class != Class::OnlyHere || finding.ours != Finding::PRESENT
    }
}
