//! Loads the description and prints its diagnostics.

use std::io::IsTerminal as _;
use std::path::Path;

use clap::ValueEnum;
use pipedrive_codegen::diag::{self, Diagnostics, Style};
use pipedrive_codegen::load::Document;

use crate::Failure;

/// Loads the description of the workspace.
pub(crate) fn load(workspace: &Path) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let document = Document::load(&workspace.join("spec/openapi.yaml"), &mut diagnostics);
    (document, diagnostics)
}

/// The output format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum DiagnosticFormatArg {
    /// Text on standard error; all other formats use standard output.
    #[default]
    Text,
    /// One JSON document, as described in docs/lint.md.
    Json,
    /// GitHub workflow commands, which annotate lines of a pull request.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Prints diagnostics as text. Fails if any of them is an error.
pub(crate) fn report(diagnostics: &Diagnostics) -> Result<(), Failure> {
    report_as(diagnostics, DiagnosticFormatArg::Text)
}

/// Prints diagnostics in a format. Fails if any of them is an error.
pub(crate) fn report_as(diagnostics: &Diagnostics, format: DiagnosticFormatArg) -> Result<(), Failure> {
    let form = match format {
        DiagnosticFormatArg::Text => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            eprint!("{}", diagnostics.render(if colour { Style::Colour } else { Style::Plain }));
            None
        }
        DiagnosticFormatArg::Json => Some(diag::DiagnosticFormat::Json),
        DiagnosticFormatArg::Github => Some(diag::DiagnosticFormat::Github),
        DiagnosticFormatArg::Sarif => Some(diag::DiagnosticFormat::Sarif),
    };
    if let Some(form) = form {
        print!("{}", diagnostics.show(form));
    }
    if diagnostics.has_errors() { Err(Failure::Reported) } else { Ok(()) }
}
