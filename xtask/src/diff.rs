//! `cargo xtask diff`

mod git;
mod input;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::Style;
use pipedrive_codegen::diff::{self, CrateVersion, DiffReport, FailOn, render};

use crate::{Failure, workspace};

/// Let pass, with a reason, what would fail the check.
const ACCEPTED_FILE: &str = "accepted-changes.yaml";

/// What with what, and what to do about it.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// What was there: a git revision (`main`, `HEAD~1`, `v1:path/in/it`), a folder with `openapi.yaml`, or an `OpenAPI` 3.0 file.
    base: String,
    /// What is there now, given likewise; the description in the working tree without it.
    head: Option<String>,
    /// How to tell it.
    #[arg(long, value_enum, default_value_t = DiffFormat::Terminal)]
    format: DiffFormat,
    /// FailCondition on changes like this that nobody has accepted, or on a version that is too low for the change; several with commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    fail_on: Vec<FailCondition>,
    /// The file of accepted changes; `accepted-changes.yaml` in the workspace without it, if that is there.
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// The version of the crate before the change, such as the one that was published last, if not that of the base.
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
    CrateVersion,
}

/// Compares two descriptions and tells what has changed.
pub(crate) fn run(arguments: &DiffArgs) -> Result<(), Failure> {
    let report = compare(&workspace::root()?, arguments)?;
    print(&rendered(&report, arguments.format))?;
    arguments.fail_on.iter().try_for_each(|fail_on| fail(&report, *fail_on))
}

/// The same without telling anybody.
pub(crate) fn compare(root: &Path, arguments: &DiffArgs) -> Result<DiffReport, Failure> {
    let base = input::side(root, &arguments.base).map_err(|why| Failure::Message(format!("base: {why}")))?;
    let head = match &arguments.head {
        Some(head) => input::side(root, head),
        None => input::working_tree(root),
    };
    let head = head.map_err(|why| Failure::Message(format!("head: {why}")))?;
    let before = version_before(root, arguments)?;
    let accepted = accepted(root, arguments.accept.as_deref())?;
    // Where the crate has no version on the base side, the one in the working tree is taken for it, and tells nothing about the change.
    let working_tree = || input::manifest(root, None).as_deref().and_then(version_in);
    let mut report = diff::compare(&base, &head, before.or_else(working_tree), &accepted);
    report.verdict.declared = before.and_then(|_| version_in(&input::manifest(root, arguments.head.as_deref())?));
    Ok(report)
}

impl DiffArgs {
    /// Only what with what.
    pub(crate) fn between(base: String, head: Option<String>) -> Self {
        Self { base, head, format: DiffFormat::Terminal, fail_on: Vec::new(), accept: None, current_version: None }
    }
}

/// Whoever reads may stop reading at any time.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
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

fn accepted(root: &Path, file: Option<&Path>) -> Result<Vec<diff::Accepted>, Failure> {
    let default = root.join(ACCEPTED_FILE);
    let path = match file {
        Some(file) => file,
        None if default.is_file() => &default,
        None => return Ok(Vec::new()),
    };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
    diff::read_accepted(&text).map_err(|why| Failure::Message(format!("{}: {why}", path.display())))
}

/// The version that the crate had before the change: the one that was given, or that of the base where that is a revision.
fn version_before(root: &Path, arguments: &DiffArgs) -> Result<Option<CrateVersion>, Failure> {
    if let Some(version) = &arguments.current_version {
        return version.parse().map(Some).map_err(Failure::Message);
    }
    Ok(input::manifest(root, Some(&arguments.base)).as_deref().and_then(version_in))
}

/// The version that stands in a `Cargo.toml`.
fn version_in(manifest: &str) -> Option<CrateVersion> {
    crate::version::of(manifest).and_then(|version| version.parse().ok())
}

fn fail(report: &DiffReport, fail_on: FailCondition) -> Result<(), Failure> {
    let (fail_on, what) = match fail_on {
        FailCondition::Breaking => (FailOn::Breaking, "break the wire"),
        FailCondition::Major => (FailOn::Major, "break Rust code"),
        FailCondition::CrateVersion => return fail_on_version(report),
    };
    // Without the Rust side nobody knows whether it breaks.
    if fail_on == FailOn::Major {
        has_rust(report)?;
    }
    let failing = fail_on.failing(&report.changes).count();
    if failing == 0 {
        return Ok(());
    }
    let remedy = format!("mend them, or accept them with a reason in {ACCEPTED_FILE} (fingerprint, reason, date)");
    Err(Failure::Message(format!("changes that {what}: {failing}; {remedy}")))
}

/// A change that was accepted needs its version all the same.
fn fail_on_version(report: &DiffReport) -> Result<(), Failure> {
    has_rust(report)?;
    let (Some(needed), Some(declared)) = (report.verdict.next(), report.verdict.declared) else {
        let why = "only a git revision has a version; give that of the base with `--current-version`";
        return Err(Failure::Message(format!("the versions could not be compared: {why}")));
    };
    if declared >= needed {
        return Ok(());
    }
    Err(Failure::Message(format!("required: {needed}; the workspace says {declared}")))
}

fn has_rust(report: &DiffReport) -> Result<(), Failure> {
    match &report.without_rust {
        Some(why) => Err(Failure::Message(format!("the Rust side could not be compared: {why}"))),
        None => Ok(()),
    }
}
