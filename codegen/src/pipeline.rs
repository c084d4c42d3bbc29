//! Runs the stages in order.

use std::path::Path;

use crate::diag::Diagnostics;
use crate::emit::{FileSet, Options, emit};
use crate::ir::Api;
use crate::load::{Document, Flavour};
use crate::names::NamePlan;
use crate::{lint, lower, names, parallel, passes};

/// The API model with the names of its public items.
pub struct ApiModel {
    /// The API model.
    pub api: Api,
    /// The names of public items.
    pub names: NamePlan,
}

/// Builds the model and its names from a loaded description, and reports all problems. Curated descriptions are also linted.
pub fn model(document: &Document, diagnostics: &mut Diagnostics) -> ApiModel {
    // The lint rules only apply to curated descriptions.
    if document.flavour() != Flavour::Curated {
        return model_without_lint(document, diagnostics);
    }
    let mut found = Diagnostics::new();
    let is_whole = !diagnostics.has_errors();
    let (model, findings) =
        parallel::both(|| model_without_lint(document, &mut found), || lint::check(document, is_whole, |_| true));
    diagnostics.absorb(findings);
    diagnostics.absorb(found);
    model
}

/// Builds the model without running lint, for callers that run it themselves.
pub(crate) fn model_without_lint(document: &Document, diagnostics: &mut Diagnostics) -> ApiModel {
    let api = passes::run(lower::lower(document, diagnostics), document, diagnostics);
    let names = names::plan(&api, document, diagnostics);
    ApiModel { api, names }
}

/// The output of a generator run.
pub struct Generated {
    /// Files of the crate, without the runtime.
    pub files: FileSet,
}

/// Generates the crate from the root file of a description. Returns `None` if there are errors.
pub fn generate(root_file: &Path, options: &Options, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let document = Document::load(root_file, diagnostics)?;
    generate_from(&document, options, diagnostics)
}

/// Generates the crate from a loaded description. Returns `None` if there are errors.
pub fn generate_from(document: &Document, options: &Options, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let model = model(document, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let files = emit(&model.api, &model.names, options, diagnostics);
    (!diagnostics.has_errors()).then_some(Generated { files })
}
