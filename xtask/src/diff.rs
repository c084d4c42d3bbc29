//! `cargo xtask diff`

mod git;
mod input;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::Style;
use pipedrive_codegen::diff::{self, CrateVersion, DiffReport, FailOn, render};

use crate::{Failure, workspace};

/// The default file of accepted changes.
const ACCEPTED_FILE: &str = "accepted-changes.yaml";

/// Arguments of `cargo xtask diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// Base of the comparison: a git revision (`main`, `HEAD~1`, `v1:path/in/it`), a directory with `openapi.yaml`, or an `OpenAPI` 3.0 file.
    base: String,
    /// Head of the comparison, in the same forms [default: the description in the working tree].
    head: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = DiffFormat::Terminal)]
    format: DiffFormat,
    /// Fail on breaking wire changes, on major Rust changes (both unless accepted), or on a version that is too low; separate several by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    fail_on: Vec<FailCondition>,
    /// File of accepted changes [default: `accepted-changes.yaml` in the workspace, if it exists].
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// Version of the crate before the change, such as the last published one [default: the version of the base].
    #[arg(long, value_name = "VERSION")]
    current_version: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DiffFormat {
    Terminal,
    Markdown,
    Json,
    Github,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FailCondition {
    Breaking,
    Major,
    Version,
}

/// Compares two descriptions and prints the report.
pub(crate) fn run(arguments: &DiffArgs) -> Result<(), Failure> {
    let report = compare(&workspace::root()?, arguments)?;
    print(&rendered(&report, arguments.format))?;
    if arguments.fail_on.is_empty() && FailOn::Breaking.failing(&report.changes).next().is_some() {
        eprintln!("help: `--fail-on breaking` prints the entries of {ACCEPTED_FILE} that accept the breaking changes");
    }
    arguments.fail_on.iter().try_for_each(|fail_on| fail(&report, *fail_on))
}

/// Compares two descriptions.
pub(crate) fn compare(root: &Path, arguments: &DiffArgs) -> Result<DiffReport, Failure> {
    let base = input::side(root, &arguments.base).map_err(|why| Failure::Message(format!("base: {why}")))?;
    let head = match &arguments.head {
        Some(head) => input::side(root, head),
        None => input::working_tree(root),
    };
    let head = head.map_err(|why| Failure::Message(format!("head: {why}")))?;
    let before = version_before(root, arguments)?;
    let accepted = accepted(root, arguments.accept.as_deref())?;
    // If the base has no version, that of the working tree is used, and the declared version is unknown.
    let working_tree = || input::manifest(root, None).as_deref().and_then(version_in);
    let mut report = diff::compare(&base, &head, before.or_else(working_tree), &accepted);
    // Entries that the base already contains accept earlier changes.
    let earlier = input::file(root, &arguments.base, ACCEPTED_FILE).and_then(|content| diff::parse_accepted(&content).ok());
    report.unused.retain(|entry| !earlier.iter().flatten().any(|earlier| earlier.fingerprint == entry.fingerprint));
    report.verdict.declared = before.and_then(|_| version_in(&input::manifest(root, arguments.head.as_deref())?));
    Ok(report)
}

impl DiffArgs {
    /// Creates arguments with default options.
    pub(crate) fn between(base: String, head: Option<String>) -> Self {
        Self { base, head, format: DiffFormat::Terminal, fail_on: Vec::new(), accept: None, current_version: None }
    }
}

/// Prints to standard output, ignoring a closed pipe.
pub(crate) fn print(output: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(output.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Message(error.to_string())),
        _ => Ok(()),
    }
}

fn rendered(report: &DiffReport, format: DiffFormat) -> String {
    match format {
        DiffFormat::Terminal => {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            render::terminal(report, if colour { Style::Colour } else { Style::Plain })
        }
        DiffFormat::Markdown => render::markdown(report),
        DiffFormat::Json => render::json(report),
        DiffFormat::Github => render::github(report),
    }
}

/// Removes the file of accepted changes, if there is one, and returns whether there was. After a release its entries accept nothing: comparisons start at
/// the new tag.
pub(crate) fn clear_accepted(root: &Path) -> Result<bool, Failure> {
    match std::fs::remove_file(root.join(ACCEPTED_FILE)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::Message(format!("{ACCEPTED_FILE}: {error}"))),
    }
}

fn accepted(root: &Path, file: Option<&Path>) -> Result<Vec<diff::Accepted>, Failure> {
    let default = root.join(ACCEPTED_FILE);
    let path = match file {
        Some(file) => file,
        None if default.is_file() => &default,
        None => return Ok(Vec::new()),
    };
    let content = std::fs::read_to_string(path).map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
    diff::parse_accepted(&content).map_err(|why| Failure::Message(format!("{}: {why}", path.display())))
}

/// Returns the version before the change: the given one, or that of the base if it is a git revision.
fn version_before(root: &Path, arguments: &DiffArgs) -> Result<Option<CrateVersion>, Failure> {
    if let Some(version) = &arguments.current_version {
        return version.parse().map(Some).map_err(Failure::Message);
    }
    Ok(input::manifest(root, Some(&arguments.base)).as_deref().and_then(version_in))
}

/// Returns the version in a `Cargo.toml`.
fn version_in(manifest: &str) -> Option<CrateVersion> {
    crate::version::of(manifest).and_then(|version| version.parse().ok())
}

fn fail(report: &DiffReport, fail_on: FailCondition) -> Result<(), Failure> {
    let (fail_on, name) = match fail_on {
        FailCondition::Breaking => (FailOn::Breaking, "breaking wire changes"),
        FailCondition::Major => (FailOn::Major, "major changes of the Rust API"),
        FailCondition::Version => return fail_on_version(report),
    };
    // The check must not pass if the Rust API was not compared.
    if fail_on == FailOn::Major {
        has_rust(report)?;
    }
    let date = jiff::Zoned::now().date().to_string();
    let entries: Vec<String> = fail_on.failing(&report.changes).map(|change| diff::entry(change, &date)).collect();
    if entries.is_empty() {
        return Ok(());
    }
    let help = format!("fix them, or add these entries to {ACCEPTED_FILE}, each with the reason:");
    Err(Failure::Message(format!("{name}: {}\nhelp: {help}\n{}", entries.len(), entries.concat().trim_end())))
}

/// Fails if the declared version is too low. Accepted changes count as well.
fn fail_on_version(report: &DiffReport) -> Result<(), Failure> {
    has_rust(report)?;
    let (Some(needed), Some(declared)) = (report.verdict.next(), report.verdict.declared) else {
        let help = "only git revisions have a version; pass the version of the base with `--current-version`";
        return Err(Failure::Message(format!("cannot compare versions\nhelp: {help}")));
    };
    if declared >= needed {
        return Ok(());
    }
    Err(Failure::Message(format!("the changes require version {needed}, but the workspace has {declared}")))
}

fn has_rust(report: &DiffReport) -> Result<(), Failure> {
    match &report.without_rust {
        Some(why) => Err(Failure::Message(format!("cannot compare the Rust API: {why}"))),
        None => Ok(()),
    }
}
