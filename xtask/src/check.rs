//! `cargo xtask check`

use pipedrive_codegen::inert::terminal;

use crate::{Failure, description, produce, workspace};

/// Arguments of `cargo xtask check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Output format of diagnostics. The diff is always text.
    #[arg(long, value_enum, default_value_t)]
    format: description::DiagnosticFormatArg,
}

pub(crate) fn run(arguments: &CheckArgs) -> Result<(), Failure> {
    let (outputs, diagnostics) = produce::outputs(&workspace::root()?)?;
    description::report_as(&diagnostics, arguments.format)?;
    let mut report = String::new();
    for output in outputs {
        report.push_str(&output.diff().map_err(|error| Failure::Message(error.to_string()))?);
    }
    if report.is_empty() {
        return Ok(());
    }
    let report = terminal::lines(&report);
    // With a machine-readable format, standard output contains only the diagnostics.
    if arguments.format == description::DiagnosticFormatArg::Text {
        print!("{report}");
    } else {
        eprint!("{report}");
    }
    Err(Failure::Message(
        "the generated files are out of date\nhelp: run `cargo xtask generate` and commit the result".to_owned(),
    ))
}
