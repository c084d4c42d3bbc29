//! One side of a comparison: a description and its Rust API.

use std::collections::{BTreeMap, BTreeSet};

use super::source_map::SourceMap;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Severity, Style, codes};
use crate::emit::surface::{Surface, surface};
use crate::lint;
use crate::load::{Document, Flavour, LoadedOperation, Pointer, SpecSource};
use crate::pipeline::{self, ApiModel};
use crate::public_api::PublicApi;

/// The origin of a side, as shown in reports.
#[derive(Debug, Clone)]
pub struct SideOrigin {
    /// The label, such as `HEAD~1` or `the working tree`.
    pub label: String,
    /// The prefix of its file names, such as `HEAD~1:spec/` or `spec/`.
    pub prefix: String,
}

/// A description with the Rust API that is generated from it.
#[derive(Debug)]
pub struct Side {
    /// The origin.
    pub origin: SideOrigin,
    /// The description as it is written.
    pub document: Document,
    /// The public API of the crate, or why the generator rejects the description.
    pub surface: Result<Surface, String>,
    /// The stored public APIs of the published crates, by package.
    pub public_api: BTreeMap<String, PublicApi>,
    /// The converted form of a third-party description.
    converted: Option<Document>,
    /// The index of each operation in the effective document, by its pointer in `document`.
    operations: BTreeMap<Pointer, usize>,
}

/// Errors with a lower code mean that a file could not be read, so the comparison would be incomplete.
const FIRST_NON_LOAD_CODE: &str = "PD0008";

impl Side {
    /// Loads a side from its root file. Returns the diagnostics if a file cannot be read or is not an OpenAPI 3 document.
    pub fn load(source: &dyn SpecSource, root: &str, origin: SideOrigin) -> Result<Self, String> {
        let mut diagnostics = Diagnostics::with_prefix(origin.prefix.clone());
        let document = Document::load_from(source, root, &mut diagnostics);
        let load_errors: BTreeSet<&str> = diagnostics
            .sorted()
            .into_iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error && diagnostic.code.id < FIRST_NON_LOAD_CODE)
            .map(|diagnostic| diagnostic.code.id)
            .collect();
        let Some(document) = document.filter(|_| load_errors.is_empty()) else {
            return Err(format!("cannot read {}\n\n{}", origin.label, diagnostics.render(Style::Plain)));
        };
        if document.node(&crate::load::Pointer::root(root.to_owned()).child("openapi")).is_none() {
            return Err(format!("{}: {}{root} is not an OpenAPI 3 document: missing key `openapi`", origin.label, origin.prefix));
        }
        if Flavour::of(source, root) == Flavour::Foreign {
            return Ok(Self::load_foreign(source, root, origin, document));
        }
        let surface = native_surface(&document, diagnostics);
        let operations = document.operations().iter().map(|operation| operation.at.clone()).zip(0..).collect();
        let public_api = stored_apis(source);
        Ok(Self { origin, document, surface, public_api, converted: None, operations })
    }

    /// Loads a third-party description. The wire is compared as written; the Rust API is derived from the converted document, whose pointers are
    /// mapped back to the original.
    fn load_foreign(source: &dyn SpecSource, root: &str, origin: SideOrigin, document: Document) -> Self {
        let mut diagnostics = Diagnostics::new();
        let Some(converted) = Document::load_from_as(source, root, Flavour::Foreign, &mut diagnostics) else {
            let surface = check_accepted(&diagnostics).and(Err("the generator cannot convert it".to_owned()));
            let (public_api, operations) = (BTreeMap::new(), BTreeMap::new());
            return Self { origin, document, surface, public_api, converted: None, operations };
        };
        let source_map = SourceMap::of(&document);
        let ApiModel { api, names } = pipeline::model(&converted, &mut diagnostics);
        let surface = check_accepted(&diagnostics).map(|()| {
            let mut surface = surface(&api, &names);
            source_map.restore(&converted, &mut surface);
            surface
        });
        let operations =
            converted.operations().iter().map(|operation| source_map.original(&converted, &operation.at)).zip(0..).collect();
        Self { origin, document, surface, public_api: BTreeMap::new(), converted: Some(converted), operations }
    }

    /// Returns the document that the generator reads: the original, or the converted form of a third-party description.
    pub(super) fn effective_document(&self) -> &Document {
        self.converted.as_ref().unwrap_or(&self.document)
    }

    /// Returns the operation in the effective document whose original is at `at`.
    pub(super) fn operation(&self, at: &Pointer) -> Option<&LoadedOperation> {
        self.effective_document().operations().get(*self.operations.get(at)?)
    }
}

/// Reads the stored public APIs, which older descriptions and those of others do not have.
fn stored_apis(source: &dyn SpecSource) -> BTreeMap<String, PublicApi> {
    let files = source.list().unwrap_or_default();
    let apis = files.iter().filter_map(|file| {
        let package = PublicApi::package(file)?;
        Some((package.to_owned(), PublicApi::parse(&source.read(file).ok()?)))
    });
    apis.collect()
}

/// The lints that later stages rely on. The others do not affect the Rust API.
const REQUIRED_LINTS: [DiagnosticCode; 4] =
    [codes::OPERATION_ID_FORM, codes::OPERATION_ID_TWICE, codes::ID_TYPE, codes::PATH_PARAMETERS];

/// Derives the Rust API of a description of this project.
fn native_surface(document: &Document, mut diagnostics: Diagnostics) -> Result<Surface, String> {
    let is_whole = !diagnostics.has_errors();
    diagnostics.absorb(lint::check(document, is_whole, |code| REQUIRED_LINTS.contains(&code)));
    let ApiModel { api, names } = pipeline::model_without_lint(document, &mut diagnostics);
    check_accepted(&diagnostics).map(|()| surface(&api, &names))
}

/// Returns the first error that makes the generator reject a description, if any.
fn check_accepted(diagnostics: &Diagnostics) -> Result<(), String> {
    // An orphan file does not affect the model.
    let counts = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error && diagnostic.code != codes::ORPHAN_FILE;
    let errors: Vec<&Diagnostic> = diagnostics.sorted().into_iter().filter(counts).collect();
    match errors.as_slice() {
        [] => Ok(()),
        [only] => Err(format!("the generator rejects it ({} [{}])", only.message, only.code.id)),
        [first, ..] => {
            let (count, message, code) = (errors.len(), &first.message, first.code.id);
            Err(format!("the generator rejects it ({count} errors, the first: {message} [{code}])"))
        }
    }
}
