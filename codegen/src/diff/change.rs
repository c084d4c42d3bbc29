//! One change, with its weight on both axes.

use serde::Serialize;

use super::rules::DiffRule;
use crate::load::Pointer;

/// What a change does to values that travel in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WireLevel {
    /// Nothing.
    #[default]
    None,
    /// What was valid still is.
    Compatible,
    /// What was valid need not be any more.
    Breaking,
}

impl WireLevel {
    /// Its name, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change asks of the version of the crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SemverLevel {
    /// Nothing.
    #[default]
    None,
    /// A patch: documentation and the like.
    Patch,
    /// A minor version: something new, or a warning.
    Minor,
    /// A major version: code that compiled may compile no longer.
    Major,
}

impl SemverLevel {
    /// Its name, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How a change moves the set of values that are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Not at all.
    None,
    /// More is valid.
    Widens,
    /// Less is valid.
    Narrows,
    /// Other values are valid, or it cannot be said.
    Changes,
    /// Something new that nobody has to use.
    Adds,
}

impl Effect {
    /// Which values that were valid may be refused now: those that are sent when less is valid, those that come back when more is.
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

/// Which way values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireDirection {
    /// To the API.
    Request,
    /// From the API.
    Response,
}

/// Where a change stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeLocation {
    /// The file, as people open it: `spec/v2/deals.yaml`, `main:spec/v2/deals.yaml`.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
    /// Whether it is only in what was there before.
    pub removed: bool,
}

/// What a change does to the Rust API.
#[derive(Clone, Debug)]
pub struct Impact {
    /// The rule that tells it.
    pub rule: &'static DiffRule,
    /// What the version needs for it.
    pub level: SemverLevel,
    /// What it is about: `v2::deals::Deal::value`.
    pub path: String,
    /// The signature that was.
    pub old: Option<String>,
    /// The signature that is.
    pub new: Option<String>,
    pub(super) owner: Owner,
    /// The operation that it belongs to, where it belongs to one.
    pub(super) operation: Option<String>,
}

/// The things of both sides that a change is about: an operation, a parameter, a property, a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    pub base: Option<Pointer>,
    pub head: Option<Pointer>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct ApiChange {
    /// The rule that tells it.
    pub rule: &'static DiffRule,
    /// Where the reader looks for it: `v2/deals`.
    pub resource: String,
    /// What changed: `Deal.value`, `GET /api/v2/deals`.
    pub subject: String,
    /// The value that was.
    pub old: Option<String>,
    /// The value that is.
    pub new: Option<String>,
    /// What it does to requests.
    pub request: WireLevel,
    /// What it does to responses.
    pub response: WireLevel,
    /// What it asks of the version of the crate.
    pub rust: SemverLevel,
    /// The same item by item, with signatures.
    pub impacts: Vec<Impact>,
    /// Whether replies that were read before may be refused now.
    pub stricter: bool,
    /// The operations that feel it, by their id or method and path.
    pub operations: Vec<String>,
    /// Where it stands.
    pub location: Option<ChangeLocation>,
    /// The evidence that the description gives (`x-source`).
    pub source: Option<String>,
    /// Stays the same as long as the change does, whatever else changes.
    pub fingerprint: String,
    /// Why somebody has accepted it, if anybody has.
    pub accepted: Option<String>,
    pub(super) owner: Owner,
}

impl ApiChange {
    /// The heavier of both directions.
    pub fn wire(&self) -> WireLevel {
        self.request.max(self.response)
    }

    /// Whether it is listed apart, below everything else.
    pub fn is_secondary(&self) -> bool {
        self.rule.section.is_some() && self.wire() < WireLevel::Breaking && self.rust < SemverLevel::Major
    }

    /// Worst first.
    pub(super) fn weight(&self) -> (bool, WireLevel, SemverLevel, bool) {
        (self.accepted.is_none(), self.wire(), self.rust, self.stricter)
    }
}
