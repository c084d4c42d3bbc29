//! The stages one after the other, as every command runs them.

use std::path::Path;

use crate::diag::Diagnostics;
use crate::emit::{FileSet, Options, emit};
use crate::ir::Api;
use crate::load::{Document, Flavour};
use crate::names::{NamePlan, lock_file};
use crate::{lint, lower, names, parallel, passes};

/// What the description says, and the names of everything public.
pub struct Model {
    /// The model.
    pub api: Api,
    /// The names.
    pub names: NamePlan,
}

/// From a loaded description of any flavour to the model and its names, with everything that is wrong on the way.
pub fn model(document: &Document, diagnostics: &mut Diagnostics) -> Model {
    // The rules of lint are about how we write.
    if document.flavour() != Flavour::Curated {
        return unjudged(document, diagnostics);
    }
    let mut found = Diagnostics::new();
    let is_whole = !diagnostics.has_errors();
    let (model, faults) = parallel::both(|| unjudged(document, &mut found), || lint::check(document, is_whole, |_| true));
    diagnostics.absorb(faults);
    diagnostics.absorb(found);
    model
}

/// The same without lint, for those who have asked it as much as they want to know.
pub(crate) fn unjudged(document: &Document, diagnostics: &mut Diagnostics) -> Model {
    let api = passes::run(lower::lower(document, diagnostics), document, diagnostics);
    let names = names::plan(&api, document, diagnostics);
    Model { api, names }
}

/// What a run of the generator gives.
pub struct Generated {
    /// The files of the crate, without the runtime.
    pub files: FileSet,
    /// The text of `names.lock`.
    pub lock: String,
}

/// From the root file of a description to everything that follows from it; `None` when there are errors.
pub fn generate(root_file: &Path, options: &Options, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let document = Document::load(root_file, diagnostics)?;
    generate_from(&document, options, diagnostics)
}

/// From a loaded description of any flavour to everything that follows from it; `None` when there are errors.
pub fn generate_from(document: &Document, options: &Options, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let model = model(document, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let files = emit(&model.api, &model.names, options, diagnostics);
    let lock = lock_file(&model.api, &model.names);
    (!diagnostics.has_errors()).then_some(Generated { files, lock })
}
