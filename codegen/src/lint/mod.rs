//! What reads well as OpenAPI and comes out badly in Rust. One rule per file; each says why it matters in its [`DiagnosticCode`].

mod comma_lists;
mod counts;
mod date_formats;
mod descriptions;
mod error_responses;
mod examples;
mod file_length;
mod flags;
mod get_bodies;
mod ids;
mod inline_types;
mod levels;
mod long_names;
mod object;
mod operation_ids;
mod pagination;
mod path_parameters;
mod placeholders;
mod replaced_by;
mod required;
mod required_defaults;
mod responses;
mod same_structure;
mod scopes;
mod secrets;
mod tags;
mod token_cost;
mod touched;
mod update_defaults;
mod validate;
mod waiting;

pub use examples::example_mismatches;

use std::sync::OnceLock;

use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::load::{Document, Pointer};
use crate::parallel;
use levels::LintLevels;
use validate::Validation;

pub use touched::ChangedLines;

/// One rule.
pub trait LintRule: Sync {
    /// What the rule reports; the title and the reason stand in the registry.
    fn code(&self) -> DiagnosticCode;

    /// Looks at the whole description.
    fn check(&self, document: &Document, report: &mut LintReport<'_>);
}

/// Where a rule puts what it finds.
pub struct LintReport<'a> {
    code: DiagnosticCode,
    document: &'a Document,
    levels: &'a LintLevels,
    validations: &'a OnceLock<Vec<Validation>>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> LintReport<'a> {
    /// How the examples fit, which more than one rule wants to know.
    fn validations(&self, document: &Document) -> &'a [Validation] {
        self.validations.get_or_init(|| examples::validations(document))
    }

    /// A fault in the value at a place.
    pub fn at(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let location = self.document.locate(at);
        self.push(Diagnostic::new(self.code, message).at(location).help(help));
    }

    /// A fault of the thing that a key names.
    pub fn at_key(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let location = self.document.locate_key(at);
        self.push(Diagnostic::new(self.code, message).at(location).help(help));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if let Some(diagnostic) = self.levels.apply(diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// Every rule there is, in the order of the codes.
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
    ]
}

/// Applies the rules that `wanted` picks out by their code, and tells what they found. `is_whole` is whether load found no error.
pub fn check(document: &Document, is_whole: bool, wanted: impl Fn(DiagnosticCode) -> bool) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let levels = LintLevels::of(document, &mut diagnostics);
    let validations = OnceLock::new();
    // Load leaves out what it could not read, so the examples of a faulty operation only seem to belong to none.
    let wanted = |code: DiagnosticCode| wanted(code) && (is_whole || code != codes::EXAMPLE_ORPHAN);
    let rules: Vec<_> = rules().into_iter().filter(|rule| wanted(rule.code())).collect();
    let found = parallel::map(&rules, |rule| {
        let mut diagnostics = Diagnostics::new();
        let report = &mut LintReport {
            code: rule.code(),
            document,
            levels: &levels,
            validations: &validations,
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
