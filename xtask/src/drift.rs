//! `cargo xtask drift`

use std::path::PathBuf;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::drift;
use pipedrive_codegen::load::Document;

use crate::{Failure, description, workspace};

/// What to compare with, and how to say what differs.
#[derive(Debug, clap::Args)]
pub(crate) struct DriftArgs {
    /// Descriptions that the vendor publishes: `OpenAPI` in YAML or JSON, each in one file.
    #[arg(required = true)]
    vendor: Vec<PathBuf>,
    /// How to show the differences.
    #[arg(long, value_enum, default_value_t)]
    format: DriftFormat,
    /// Show also what is explained by an `x-source`, and what only we have.
    #[arg(long)]
    all: bool,
    /// Fail when something is missing here or contradicted without an explanation.
    #[arg(long)]
    fail_on_drift: bool,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum DriftFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON document with every difference, described in docs/drift.md.
    Json,
}

pub(crate) fn run(arguments: &DriftArgs) -> Result<(), Failure> {
    let (ours, diagnostics) = description::load(&workspace::root()?);
    let Some(ours) = ours.filter(|_| !diagnostics.has_errors()) else { return description::report(&diagnostics) };
    let vendors = arguments.vendor.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let found = drift::compare(&ours, &vendors);
    match arguments.format {
        DriftFormat::Text => print!("{}", drift::text(&found, "spec/", arguments.all)),
        DriftFormat::Json => print!("{}", drift::json(&found, "spec/")),
    }
    if arguments.fail_on_drift && found.findings.iter().any(drift::Finding::is_open) { Err(Failure::Reported) } else { Ok(()) }
}

/// The vendor's faults are not ours to judge; only what cannot be read at all is a failure.
fn read(path: &PathBuf) -> Result<Document, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Message(format!("{name}: {error}")))?;
    let mut diagnostics = Diagnostics::new();
    let document = Document::read_foreign(&name, &text, &mut diagnostics);
    document.filter(drift::has_operations).ok_or_else(|| {
        eprint!("{}", diagnostics.render(Style::Plain));
        Failure::Message(format!("{name}: this is no OpenAPI document"))
    })
}
