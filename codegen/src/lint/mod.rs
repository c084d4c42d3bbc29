//! What reads well as OpenAPI and comes out badly in Rust. One rule per file; each says why it matters in its [`Code`].

mod comma_lists;
mod counts;
mod date_formats;
mod descriptions;
mod error_replies;
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

pub use examples::example_faults;

use std::sync::OnceLock;

use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::load::{Document, Pointer};
use crate::parallel;
use levels::Levels;
use validate::Validation;

pub use touched::Changes;

/// One rule.
pub trait Rule: Sync {
    /// What the rule reports; the title and the reason stand in the registry.
    fn code(&self) -> Code;

    /// Looks at the whole description.
    fn check(&self, document: &Document, report: &mut Report<'_>);
}

/// Where a rule puts what it finds.
pub struct Report<'a> {
    code: Code,
    document: &'a Document,
    levels: &'a Levels,
    validations: &'a OnceLock<Vec<Validation>>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Report<'a> {
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
pub fn rules() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(operation_ids::Form),
        Box::new(operation_ids::Unique),
        Box::new(tags::Tags),
        Box::new(pagination::Pagination),
        Box::new(comma_lists::CommaLists),
        Box::new(flags::Flags),
        Box::new(date_formats::DateFormats),
        Box::new(inline_types::InlineTypes),
        Box::new(same_structure::SameStructure),
        Box::new(update_defaults::UpdateDefaults),
        Box::new(required::Required),
        Box::new(replaced_by::ReplacedBy),
        Box::new(responses::Responses),
        Box::new(examples::Missing),
        Box::new(examples::Orphans),
        Box::new(examples::Valid),
        Box::new(examples::Complete),
        Box::new(secrets::Secrets),
        Box::new(ids::Ids),
        Box::new(descriptions::Present),
        Box::new(descriptions::Style),
        Box::new(token_cost::TokenCost),
        Box::new(file_length::FileLength),
        Box::new(path_parameters::PathParameters),
        Box::new(scopes::Scopes),
        Box::new(error_replies::ErrorReplies),
        Box::new(counts::Counts),
        Box::new(placeholders::Placeholders),
        Box::new(get_bodies::GetBodies),
        Box::new(required_defaults::RequiredDefaults),
        Box::new(long_names::LongNames),
        Box::new(pagination::PageSize),
        Box::new(waiting::Waiting),
    ]
}

/// Applies the rules that `wanted` picks out by their code, and tells what they found. `is_whole` is whether load found no error.
pub fn faults(document: &Document, is_whole: bool, wanted: impl Fn(Code) -> bool) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let levels = Levels::of(document, &mut diagnostics);
    let validations = OnceLock::new();
    // Load leaves out what it could not read, so the examples of a faulty operation only seem to belong to none.
    let wanted = |code: Code| wanted(code) && (is_whole || code != codes::EXAMPLE_ORPHAN);
    let rules: Vec<_> = rules().into_iter().filter(|rule| wanted(rule.code())).collect();
    let found = parallel::map(&rules, |rule| {
        let mut diagnostics = Diagnostics::new();
        let report = &mut Report {
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

        impl super::Rule for $name {
            fn code(&self) -> crate::diag::Code {
                super::codes::$code
            }

            fn check(&self, $document: &crate::load::Document, $report: &mut super::Report<'_>) {
                $body;
            }
        }
    };
}
use rule;
