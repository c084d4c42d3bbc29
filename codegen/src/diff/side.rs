//! One side of a comparison.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Places;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, Severity, Style, codes};
use crate::emit::surface::{Surface, surface};
use crate::lint;
use crate::load::{Document, Flavour, LoadedOperation, Pointer, SpecSource};
use crate::pipeline::{self, Model};

/// Where a side comes from, for people.
#[derive(Debug, Clone)]
pub struct Origin {
    /// What it is called: `HEAD~1`, `the working tree`.
    pub label: String,
    /// What stands before the names of its files: `HEAD~1:spec/`, `spec/`.
    pub prefix: String,
}

/// A description with the Rust API that follows from it.
#[derive(Debug)]
pub struct Side {
    /// Where it comes from.
    pub origin: Origin,
    /// The description.
    pub document: Document,
    /// The public side of the crate, or why there is none: a description that the generator does not take has no Rust API.
    pub surface: Result<Surface, String>,
    /// What the generator makes of a description that is not ours.
    made: Option<Document>,
    /// Where each operation stands among those that the generator takes, by the place where it was written.
    operations: BTreeMap<Pointer, usize>,
}

/// Below this code a fault means that a file could not be read, so that what is compared would have a hole.
const UNREADABLE: &str = "PD0008";

impl Side {
    /// Reads one side from its root file. What OpenAPI allows is taken as it is; an error is a file that cannot be read, with the diagnostics.
    pub fn load(source: &dyn SpecSource, root: &str, origin: Origin) -> Result<Self, String> {
        let mut diagnostics = Diagnostics::with_prefix(origin.prefix.clone());
        let document = Document::load_from(source, root, &mut diagnostics);
        let holes: BTreeSet<&str> = diagnostics
            .sorted()
            .into_iter()
            .filter(|fault| fault.severity == Severity::Error && fault.code.id < UNREADABLE)
            .map(|fault| fault.code.id)
            .collect();
        let Some(document) = document.filter(|_| holes.is_empty()) else {
            return Err(format!("{} cannot be read\n\n{}", origin.label, diagnostics.render(Style::Plain)));
        };
        if document.node(&crate::load::Pointer::root(root.to_owned()).child("openapi")).is_none() {
            return Err(format!("{}: {}{root} is no OpenAPI 3 description: it has no `openapi:`", origin.label, origin.prefix));
        }
        if Flavour::of(source, root) == Flavour::Foreign {
            return Ok(Self::adopted(source, root, origin, document));
        }
        let surface = surface_of(&document, diagnostics);
        let operations = document.operations().iter().map(|operation| operation.at.clone()).zip(0..).collect();
        Ok(Self { origin, document, surface, made: None, operations })
    }

    /// A description that is not ours. The wire is compared as it is written; the Rust API follows from what the generator makes of it, and every
    /// part of that knows the place where it was written.
    fn adopted(source: &dyn SpecSource, root: &str, origin: Origin, document: Document) -> Self {
        let mut diagnostics = Diagnostics::new();
        let Some(made) = Document::load_from_as(source, root, Flavour::Foreign, &mut diagnostics) else {
            let surface = taken(&diagnostics).and(Err("the generator makes nothing of it".to_owned()));
            return Self { origin, document, surface, made: None, operations: BTreeMap::new() };
        };
        let places = Places::of(&document);
        let Model { api, names } = pipeline::model(&made, &mut diagnostics);
        let surface = taken(&diagnostics).map(|()| {
            let mut surface = surface(&api, &names);
            places.restore(&made, &mut surface);
            surface
        });
        let operations = made.operations().iter().map(|operation| places.written(&made, &operation.at)).zip(0..).collect();
        Self { origin, document, surface, made: Some(made), operations }
    }

    /// The description that the generator takes: this one, or what it makes of it.
    pub(super) fn read(&self) -> &Document {
        self.made.as_ref().unwrap_or(&self.document)
    }

    /// The operation that stands at a place, as the generator takes it.
    pub(super) fn operation(&self, at: &Pointer) -> Option<&LoadedOperation> {
        self.read().operations().get(*self.operations.get(at)?)
    }
}

/// What the stages after lint rely on. The other rules are about style, and say nothing about the Rust API.
const RELIED_ON: [DiagnosticCode; 4] =
    [codes::OPERATION_ID_FORM, codes::OPERATION_ID_TWICE, codes::ID_TYPE, codes::PATH_PARAMETERS];

/// The Rust API of a description that is ours.
fn surface_of(document: &Document, mut diagnostics: Diagnostics) -> Result<Surface, String> {
    let is_whole = !diagnostics.has_errors();
    diagnostics.absorb(lint::check(document, is_whole, |code| RELIED_ON.contains(&code)));
    let Model { api, names } = pipeline::unjudged(document, &mut diagnostics);
    taken(&diagnostics).map(|()| surface(&api, &names))
}

/// Whether the generator takes a description, by what it said.
fn taken(diagnostics: &Diagnostics) -> Result<(), String> {
    // A file too many takes nothing away from the model.
    let counts = |fault: &&Diagnostic| fault.severity == Severity::Error && fault.code != codes::ORPHAN_FILE;
    let errors: Vec<&Diagnostic> = diagnostics.sorted().into_iter().filter(counts).collect();
    match errors.as_slice() {
        [] => Ok(()),
        [only] => Err(format!("the generator does not take it ({} [{}])", only.message, only.code.id)),
        [first, ..] => {
            let (count, message, code) = (errors.len(), &first.message, first.code.id);
            Err(format!("the generator does not take it ({count} faults, the first: {message} [{code}])"))
        }
    }
}
