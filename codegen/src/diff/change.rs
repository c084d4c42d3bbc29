//! A change, with its severity on the wire and for the Rust API.

use serde::Serialize;

use super::rules::{self, DiffRule};
use crate::load::Pointer;

/// How a change affects the values of one direction, requests or responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WireLevel {
    /// No effect.
    #[default]
    None,
    /// Everything that was valid before is still valid.
    Compatible,
    /// Something that was valid before may be invalid now.
    Breaking,
}

impl WireLevel {
    /// Returns the name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// The part of the crate's version that a change requires to be raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SemverLevel {
    /// No part.
    #[default]
    None,
    /// The patch version: documentation and similar changes.
    Patch,
    /// The minor version: additions and warnings.
    Minor,
    /// The major version: code may no longer compile.
    Major,
}

impl SemverLevel {
    /// Returns the name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How a change affects the set of valid values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The set is unchanged.
    None,
    /// More values are valid.
    Widens,
    /// Fewer values are valid.
    Narrows,
    /// Different values are valid, or the effect is unknown.
    Changes,
    /// An optional addition.
    Adds,
}

impl Effect {
    /// Returns the effect on one direction: a request breaks when fewer values are valid, a response when more are.
    pub fn on(self, direction: WireDirection) -> WireLevel {
        match (self, direction) {
            (Self::None, _) => WireLevel::None,
            (Self::Changes, _) | (Self::Narrows, WireDirection::Request) | (Self::Widens, WireDirection::Response) => {
                WireLevel::Breaking
            }
            _ => WireLevel::Compatible,
        }
    }
}

/// The direction in which a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireDirection {
    /// To the API.
    Request,
    /// From the API.
    Response,
}

/// The location of a change in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeLocation {
    /// The path of the file, such as `spec/v2/deals.yaml` or `main:spec/v2/deals.yaml`.
    pub file: String,
    /// The line, starting at 1.
    pub line: usize,
    /// The column, starting at 1.
    pub column: usize,
    /// Whether the location exists only in the base.
    pub removed: bool,
}

/// One effect of a change on the Rust API.
#[derive(Clone, Debug)]
pub struct Impact {
    /// The rule that reports it.
    pub rule: &'static DiffRule,
    /// The part of the version that it requires to be raised.
    pub level: SemverLevel,
    /// The path of the Rust item, such as `v2::deals::Deal::value`.
    pub path: String,
    /// The signature in the base.
    pub old: Option<String>,
    /// The signature in the head.
    pub new: Option<String>,
    pub(super) owner: Owner,
    /// The pointer of the operation that it belongs to, if any.
    pub(super) operation: Option<String>,
}

/// The pointers of a changed operation, parameter, property or schema on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    pub base: Option<Pointer>,
    pub head: Option<Pointer>,
}

/// A change between two descriptions.
#[derive(Clone, Debug)]
pub struct ApiChange {
    /// The rule that reports it.
    pub rule: &'static DiffRule,
    /// The resource under which it is listed, such as `v2/deals`.
    pub resource: String,
    /// The name of what changed, such as `Deal.value` or `GET /api/v2/deals`.
    pub subject: String,
    /// The value in the base.
    pub old: Option<String>,
    /// The value in the head.
    pub new: Option<String>,
    /// The effect on requests.
    pub request: WireLevel,
    /// The effect on responses.
    pub response: WireLevel,
    /// The part of the crate's version that it requires to be raised.
    pub rust: SemverLevel,
    /// The effects on single items of the Rust API.
    pub impacts: Vec<Impact>,
    /// Whether responses that were decoded before may be rejected now.
    pub stricter: bool,
    /// The affected operations, by operation id, or by method and path.
    pub operations: Vec<String>,
    /// The location in the head, or in the base if it was removed.
    pub location: Option<ChangeLocation>,
    /// The nearest `x-source` of the description.
    pub source: Option<String>,
    /// A hash that identifies the change, independent of line numbers and of other changes.
    pub fingerprint: String,
    /// The reason and date of its acceptance, if it was accepted.
    pub accepted: Option<String>,
    pub(super) owner: Owner,
}

impl ApiChange {
    /// Returns the more severe level of both directions.
    pub fn wire(&self) -> WireLevel {
        self.request.max(self.response)
    }

    /// Returns why the change matters, in one sentence.
    pub fn why(&self) -> &'static str {
        let is_of_open_enum = self.rule == &rules::VALUE_ADDED && self.response == WireLevel::Compatible;
        if is_of_open_enum { rules::VALUE_ADDED_TO_OPEN } else { self.rule.why }
    }

    /// Returns whether it is listed in a section of its own, after the main changes.
    pub fn is_secondary(&self) -> bool {
        self.rule.section.is_some() && self.wire() < WireLevel::Breaking && self.rust < SemverLevel::Major
    }

    /// Returns a sort key that is greater for more severe changes.
    pub(super) fn severity(&self) -> (bool, WireLevel, SemverLevel, bool) {
        (self.accepted.is_none(), self.wire(), self.rust, self.stricter)
    }
}
