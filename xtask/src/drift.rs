//! `cargo xtask drift`

use std::path::PathBuf;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::drift;
use pipedrive_codegen::load::{Document, decode};

use crate::{Failure, description, workspace};

/// Arguments of `cargo xtask drift`.
#[derive(Debug, clap::Args)]
pub(crate) struct DriftArgs {
    /// The vendor's descriptions: `OpenAPI` files in YAML or JSON.
    #[arg(required = true)]
    vendor: Vec<PathBuf>,
    /// An earlier file of the vendor, to report what has been removed since; can be repeated.
    #[arg(long, value_name = "FILE")]
    before: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: DriftFormat,
    /// Also show findings that are explained by an `x-source` or exist only in this description.
    #[arg(long)]
    all: bool,
    /// Fail if a finding is missing or contradicting here and not explained.
    #[arg(long)]
    fail_on_drift: bool,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum DriftFormat {
    /// Text.
    #[default]
    Text,
    /// One JSON document with all findings, as described in docs/drift.md.
    Json,
}

pub(crate) fn run(arguments: &DriftArgs) -> Result<(), Failure> {
    let (ours, diagnostics) = description::load(&workspace::root()?);
    let Some(ours) = ours.filter(|_| !diagnostics.has_errors()) else { return description::report(&diagnostics) };
    let vendors = arguments.vendor.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut found = drift::compare(&ours, &vendors);
    if !arguments.before.is_empty() {
        let before = arguments.before.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        found.mark_removed(&drift::compare(&ours, &before));
    }
    match arguments.format {
        DriftFormat::Text => print!("{}", drift::text(&found, "spec/", arguments.all)),
        DriftFormat::Json => print!("{}", drift::json(&found, "spec/")),
    }
    if arguments.fail_on_drift && found.findings.iter().any(drift::Finding::is_open) { Err(Failure::Reported) } else { Ok(()) }
}

/// Reads a vendor file. Only files that cannot be read are errors; other diagnostics are ignored.
fn read(path: &PathBuf) -> Result<Document, Failure> {
    let name = path.display().to_string();
    let content = std::fs::read(path).map_err(|error| error.to_string()).and_then(decode);
    let content = content.map_err(|error| Failure::Message(format!("{name}: {error}")))?;
    let mut diagnostics = Diagnostics::new();
    let document = Document::read_foreign(&name, &content, &mut diagnostics);
    document.filter(drift::has_operations).ok_or_else(|| {
        eprint!("{}", diagnostics.render(Style::Plain));
        Failure::Message(format!("{name}: not an OpenAPI document with operations"))
    })
}
