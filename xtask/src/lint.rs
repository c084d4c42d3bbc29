//! `cargo xtask lint`

use pipedrive_codegen::diag::Severity;
use pipedrive_codegen::pipeline;

use crate::{Failure, description, touched, workspace};

/// Arguments of `cargo xtask lint`.
#[derive(Debug, clap::Args)]
pub(crate) struct LintArgs {
    /// Output format of diagnostics.
    #[arg(long, value_enum, default_value_t)]
    format: description::DiagnosticFormatArg,
    /// Fail on warnings too.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Show only diagnostics on lines that have changed since the merge base with this git revision.
    #[arg(long, value_name = "REVISION")]
    touched: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Deny {
    Warnings,
}

pub(crate) fn run(arguments: &LintArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    let (document, mut diagnostics) = description::load(&root);
    if let Some(document) = &document {
        pipeline::model(document, &mut diagnostics);
    }
    if let Some(base) = &arguments.touched {
        let changes = touched::since(&root.join("spec"), base)?;
        let hidden = diagnostics.retain(|item| changes.touch(document.as_ref(), item));
        if hidden > 0 {
            eprintln!("hidden diagnostics on lines that have not changed since {base}: {hidden}");
        }
    }
    description::report_as(&diagnostics, arguments.format)?;
    match arguments.deny {
        Some(Deny::Warnings) if diagnostics.count(Severity::Warning) > 0 => Err(Failure::Reported),
        _ => Ok(()),
    }
}
