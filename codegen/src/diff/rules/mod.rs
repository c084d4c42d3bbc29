//! The rules, one file per family. A rule defines a kind of change, its effect on the set of valid values, and why it matters.

mod document;
mod extensions;
mod headers;
mod parameters;
mod paths;
mod request_body;
mod responses;
mod rust;
mod schema;
mod security;

use serde::Serialize;

use super::change::{Effect, SemverLevel};

pub use document::*;
pub use extensions::*;
pub use headers::*;
pub use parameters::*;
pub use paths::*;
pub use request_body::*;
pub use responses::*;
pub use rust::*;
pub use schema::*;
pub use security::*;

/// A rule: a kind of change that is reported.
#[derive(Debug, PartialEq, Eq)]
pub struct DiffRule {
    /// The code, such as `DF0601`. Codes are never reused.
    pub code: &'static str,
    /// The name, such as `property-added`.
    pub name: &'static str,
    /// The part of a description that it applies to.
    pub area: Area,
    /// The aspect that changes.
    pub kind: ChangeKind,
    /// How the aspect changes.
    pub action: Action,
    /// The default effect on the set of valid values.
    pub effect: Effect,
    /// The minimum part of the version to raise, independent of effects on the Rust API.
    pub rust: SemverLevel,
    /// The section in which minor changes of this rule are listed, after the main changes.
    pub section: Option<ReportSection>,
    /// Whether responses that were decoded before may be rejected now.
    pub stricter: bool,
    /// Why the change matters, in one sentence.
    pub why: &'static str,
}

/// The part of a description that a rule applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Area {
    Paths,
    Parameters,
    RequestBody,
    Responses,
    Headers,
    Schema,
    Security,
    Extensions,
    Document,
    Rust,
}

impl Area {
    /// Returns the name of the family's module and test directory.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paths => "paths",
            Self::Parameters => "parameters",
            Self::RequestBody => "request_body",
            Self::Responses => "responses",
            Self::Headers => "headers",
            Self::Schema => "schema",
            Self::Security => "security",
            Self::Extensions => "extensions",
            Self::Document => "document",
            Self::Rust => "rust",
        }
    }
}

/// The aspect of a part that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ChangeKind {
    Existence,
    Requiredness,
    Mutability,
    Type,
    Constraints,
    Values,
    Structure,
    Lifecycle,
    Documentation,
}

/// How an aspect changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Action {
    Add,
    Remove,
    Change,
    Generalize,
    Specialize,
    Increase,
    Decrease,
    Set,
    Unset,
}

/// A section of a report, after the main changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ReportSection {
    Cost,
    Scopes,
    Limits,
    Deprecation,
    Documentation,
}

impl ReportSection {
    /// Returns the heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Cost => "Cost",
            Self::Scopes => "Scopes",
            Self::Limits => "Limits",
            Self::Deprecation => "Deprecation",
            Self::Documentation => "Documentation",
        }
    }
}

/// Returns the rules of all families.
pub fn all() -> impl Iterator<Item = &'static DiffRule> {
    [paths::ALL, parameters::ALL, request_body::ALL, responses::ALL, headers::ALL, schema::ALL, security::ALL, extensions::ALL]
        .into_iter()
        .chain([document::ALL, rust::ALL])
        .flatten()
        .copied()
}

/// Defines the rules of a family: code, name, kind, action, effect, fields that differ from the default, and why the rule matters.
macro_rules! family {
    ($area:ident; $($name:ident = $code:literal $slug:literal $kind:ident $action:ident $effect:ident $($key:ident : $value:expr,)* => $why:literal;)*) => {
        $(
            #[doc = $why]
            pub static $name: super::DiffRule = super::DiffRule {
                $($key: $value,)*
                ..super::DiffRule {
                    code: $code,
                    name: $slug,
                    area: super::Area::$area,
                    kind: super::ChangeKind::$kind,
                    action: super::Action::$action,
                    effect: super::Effect::$effect,
                    rust: super::SemverLevel::None,
                    section: None,
                    stricter: false,
                    why: $why,
                }
            };
        )*
        pub(super) static ALL: &[&super::DiffRule] = &[$(&$name),*];
    };
}
use family;
