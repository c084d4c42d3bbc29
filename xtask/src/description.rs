//! Reading the description, and telling what is wrong with it.

use std::io::IsTerminal as _;
use std::path::Path;

use clap::ValueEnum;
use pipedrive_codegen::diag::{self, Diagnostics, Style};
use pipedrive_codegen::load::Document;

use crate::Failure;

/// Reads the description of the workspace.
pub(crate) fn load(workspace: &Path) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let document = Document::load(&workspace.join("spec/openapi.yaml"), &mut diagnostics);
    (document, diagnostics)
}

/// The form in which faults are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people; goes to standard error, all others to standard output.
    #[default]
    Text,
    /// One JSON document, described in docs/lint.md.
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Prints whatever was found; a failure if some of it is an error.
pub(crate) fn tell(diagnostics: &Diagnostics) -> Result<(), Failure> {
    tell_as(diagnostics, Format::Text)
}

/// The same in another form.
pub(crate) fn tell_as(diagnostics: &Diagnostics, format: Format) -> Result<(), Failure> {
    let form = match format {
        Format::Text => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            eprint!("{}", diagnostics.render(if colour { Style::Colour } else { Style::Plain }));
            None
        }
        Format::Json => Some(diag::DiagnosticFormat::Json),
        Format::Github => Some(diag::DiagnosticFormat::Github),
        Format::Sarif => Some(diag::DiagnosticFormat::Sarif),
    };
    if let Some(form) = form {
        print!("{}", diagnostics.show(form));
    }
    if diagnostics.has_errors() { Err(Failure::Told) } else { Ok(()) }
}
