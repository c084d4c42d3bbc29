//! Rules for descriptions that are valid OpenAPI but would give a bad Rust crate. One file per rule; the reason is in its [`DiagnosticCode`].
//!
//! A rule does not report what only follows from an error of load: see `Document::is_intact`.

mod comma_lists;
mod counts;
mod date_formats;
mod descriptions;
mod docs_urls;
mod entries;
mod error_responses;
mod examples;
mod file_length;
mod flags;
mod get_bodies;
mod ids;
mod inline_types;
mod levels;
mod listed_twice;
mod long_names;
mod object;
mod operation_ids;
mod pagination;
mod path_parameters;
mod patterns;
mod placeholders;
mod proven;
mod replaced_by;
mod required;
mod required_defaults;
mod responses;
mod same_structure;
mod scopes;
mod secrets;
mod shared;
mod sources;
mod summaries;
mod tags;
mod token_cost;
mod touched;
mod update_defaults;
mod validate;
mod waiting;

pub use examples::example_mismatches;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::load::{Document, LoadedOperation, Pointer};
use crate::parallel;
use levels::LintLevels;
use validate::Validation;

pub use touched::ChangedLines;

/// A rule.
pub trait LintRule: Sync {
    /// The code of the diagnostics of the rule.
    fn code(&self) -> DiagnosticCode;

    /// Checks the whole description.
    fn check(&self, document: &Document, report: &mut LintReport<'_>);
}

/// The report of one rule.
pub struct LintReport<'a> {
    code: DiagnosticCode,
    document: &'a Document,
    levels: &'a LintLevels,
    validations: &'a OnceLock<BTreeMap<Pointer, Validation>>,
    /// Whether load found no error, so that everything that exists is known.
    is_complete: bool,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> LintReport<'a> {
    /// The validations of the examples, by the locations of their operations. Several rules share them.
    fn validations(&self) -> &'a BTreeMap<Pointer, Validation> {
        self.validations.get_or_init(|| examples::validations(self.document))
    }

    /// Whether the example of an operation does not match its schema.
    fn has_mismatch(&self, operation: &LoadedOperation) -> bool {
        self.validations().get(&operation.at).is_some_and(|validation| !validation.mismatches.is_empty())
    }

    /// Creates a diagnostic of the rule. It is not reported before [`push`](Self::push).
    fn diagnostic(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, message)
    }

    /// Reports an error in the value at a location.
    pub fn at(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let location = self.document.locate(at);
        self.push(Diagnostic::new(self.code, message).at(location).help(help));
    }

    /// Reports an error at the key of a location.
    pub fn at_key(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let location = self.document.locate_key(at);
        self.push(Diagnostic::new(self.code, message).at(location).help(help));
    }

    /// Reports a diagnostic with the level that `lint.yaml` sets.
    fn push(&mut self, diagnostic: Diagnostic) {
        if let Some(diagnostic) = self.levels.apply(diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// All rules, in the order of their codes.
pub fn rules() -> Vec<Box<dyn LintRule>> {
    vec![
        Box::new(operation_ids::OperationIdForm),
        Box::new(operation_ids::UniqueOperationIds),
        Box::new(tags::DeclaredTags),
        Box::new(pagination::PaginationFits),
        Box::new(comma_lists::CommaSeparatedLists),
        Box::new(flags::ZeroOneFlags),
        Box::new(date_formats::DateFormats),
        Box::new(inline_types::NamedTypes),
        Box::new(same_structure::IdenticalSchemas),
        Box::new(update_defaults::UpdateBodyDefaults),
        Box::new(required::RequiredProperties),
        Box::new(replaced_by::Replacements),
        Box::new(responses::DocumentedResponses),
        Box::new(examples::ExamplePerOperation),
        Box::new(examples::OrphanExamples),
        Box::new(examples::ExamplesMatchSchemas),
        Box::new(examples::CompleteExamples),
        Box::new(secrets::SensitiveProperties),
        Box::new(ids::IdTypes),
        Box::new(descriptions::Descriptions),
        Box::new(descriptions::DescriptionStyle),
        Box::new(token_cost::TokenCosts),
        Box::new(file_length::FileLength),
        Box::new(path_parameters::PathParameters),
        Box::new(scopes::DeclaredScopes),
        Box::new(error_responses::SharedErrorResponses),
        Box::new(counts::IntegerCounts),
        Box::new(placeholders::ExamplePlaceholders),
        Box::new(get_bodies::GetWithoutBody),
        Box::new(required_defaults::RequiredWithDefault),
        Box::new(long_names::LongNames),
        Box::new(pagination::MaximumPageSize),
        Box::new(waiting::WaitFits),
        Box::new(summaries::OperationDescriptions),
        Box::new(summaries::SummaryStyle),
        Box::new(listed_twice::ListedOnce),
        Box::new(sources::KnownSources),
        Box::new(proven::ProvenInResponses),
        Box::new(patterns::ValidPatterns),
        Box::new(docs_urls::DocsUrls),
    ]
}

/// Runs the rules for whose code `wanted` returns true. `is_complete` is whether load found no error.
pub fn check(document: &Document, is_complete: bool, wanted: impl Fn(DiagnosticCode) -> bool) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let levels = LintLevels::of(document, &mut diagnostics);
    let validations = OnceLock::new();
    // The operation or the property that an example belongs to can be in the part with the error.
    let needs_all = |code: DiagnosticCode| code == codes::EXAMPLE_ORPHAN || code == codes::EXAMPLE_INCOMPLETE;
    let wanted = |code: DiagnosticCode| wanted(code) && (is_complete || !needs_all(code));
    let rules: Vec<_> = rules().into_iter().filter(|rule| wanted(rule.code())).collect();
    let found = parallel::map(&rules, |rule| {
        let mut diagnostics = Diagnostics::new();
        let report = &mut LintReport {
            code: rule.code(),
            document,
            levels: &levels,
            validations: &validations,
            is_complete,
            diagnostics: &mut diagnostics,
        };
        rule.check(document, report);
        diagnostics
    });
    for found in found {
        diagnostics.absorb(found);
    }
    diagnostics
}

macro_rules! rule {
    ($name:ident, $code:ident, $doc:literal, |$document:ident, $report:ident| $body:expr) => {
        #[doc = $doc]
        pub(super) struct $name;

        impl super::LintRule for $name {
            fn code(&self) -> crate::diag::DiagnosticCode {
                super::codes::$code
            }

            fn check(&self, $document: &crate::load::Document, $report: &mut super::LintReport<'_>) {
                $body;
            }
        }
    };
}
use rule;
