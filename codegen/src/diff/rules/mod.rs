//! Every rule, one file per family. A rule says what kind of change it tells, what that does to the set of valid values, and why it matters.

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

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct DiffRule {
    /// Stable: `DF0601`.
    pub code: &'static str,
    /// The same for people: `property-added`.
    pub name: &'static str,
    /// What part of a description it looks at.
    pub area: Area,
    /// What about it.
    pub kind: ChangeKind,
    /// What happened to it.
    pub action: Action,
    /// What that does to the set of valid values, unless the change itself knows better.
    pub effect: Effect,
    /// What the version of the crate needs for it at least: the documentation changes, for one.
    pub rust: SemverLevel,
    /// The list that it stands in, below everything else.
    pub section: Option<ReportSection>,
    /// Whether replies that were read before may be refused now.
    pub stricter: bool,
    /// Why it matters, in one line.
    pub why: &'static str,
}

/// The part of a description that a rule looks at.
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
    /// The name of the family's file and of the folder of its examples.
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

/// What about it changed.
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

/// What happened to it.
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

/// A list below everything else.
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
    /// Its heading.
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

/// Every rule of every family, by code.
pub fn all() -> impl Iterator<Item = &'static DiffRule> {
    [paths::ALL, parameters::ALL, request_body::ALL, responses::ALL, headers::ALL, schema::ALL, security::ALL, extensions::ALL]
        .into_iter()
        .chain([document::ALL, rust::ALL])
        .flatten()
        .copied()
}

/// The rules of a family: code, name, kind, action, effect, then what is not as usual, then why.
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
