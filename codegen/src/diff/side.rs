//! One side of a comparison.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Style, codes};
use crate::emit::surface::{Surface, surface};
use crate::load::{Document, Source};
use crate::{lint, lower, names, passes};

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
}

/// Below this code a fault means that a file could not be read, so that what is compared would have a hole.
const UNREADABLE: &str = "PD0008";

impl Side {
    /// Reads one side from its root file. What OpenAPI allows is taken as it is; an error is a file that cannot be read, with the diagnostics.
    pub fn load(source: &dyn Source, root: &str, origin: Origin) -> Result<Self, String> {
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
        let surface = surface_of(&document, diagnostics);
        Ok(Self { origin, document, surface })
    }
}

/// What the stages after lint rely on. The other rules are about style, and say nothing about the Rust API.
const RELIED_ON: [Code; 4] = [codes::OPERATION_ID_FORM, codes::OPERATION_ID_TWICE, codes::ID_TYPE, codes::PATH_PARAMETERS];

fn surface_of(document: &Document, mut diagnostics: Diagnostics) -> Result<Surface, String> {
    lint::run_some(document, &mut diagnostics, |code| RELIED_ON.contains(&code));
    let api = passes::run(lower::lower(document, &mut diagnostics), document, &mut diagnostics);
    let names = names::plan(&api, document, &mut diagnostics);
    // A file too many takes nothing away from the model.
    let counts = |fault: &&Diagnostic| fault.severity == Severity::Error && fault.code != codes::ORPHAN_FILE;
    let errors: Vec<&Diagnostic> = diagnostics.sorted().into_iter().filter(counts).collect();
    match errors.first() {
        None => Ok(surface(&api, &names)),
        Some(first) => {
            let (count, message, code) = (errors.len(), &first.message, first.code.id);
            Err(format!("the generator does not take it ({count} faults, the first: {message} [{code}])"))
        }
    }
}
