//! Reading the description, and telling what is wrong with it.

use std::io::IsTerminal as _;
use std::path::Path;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::load::Document;

use crate::Failure;

/// Reads the description of the workspace.
pub(crate) fn load(workspace: &Path) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let document = Document::load(&workspace.join("spec/openapi.yaml"), &mut diagnostics);
    (document, diagnostics)
}

/// Prints whatever was found; a failure if some of it is an error.
pub(crate) fn tell(diagnostics: &Diagnostics) -> Result<(), Failure> {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    eprint!("{}", diagnostics.render(if colour { Style::Colour } else { Style::Plain }));
    if diagnostics.has_errors() { Err(Failure::Told) } else { Ok(()) }
}
