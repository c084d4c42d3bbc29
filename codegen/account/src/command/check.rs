//! `pipedrive-account check`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use pipedrive_account::{AccountReport, RustEffect, Snapshot};

/// Compare a snapshot with the account, and report what has changed and what it does to the generated Rust types.
///
/// The effect of a change is `major` if code that uses the types may no longer compile, `minor` if something is added, `docs` if only labels
/// and documentation change, and `none` otherwise.
///
/// Exit status: 0 if there is no denied change, 1 if there is one, 2 if the comparison has failed.
#[derive(Debug, Args)]
pub(super) struct AccountCheckArgs {
    /// The snapshot, as `fetch` has written it.
    snapshot: PathBuf,
    /// Compare with this later snapshot instead of the account.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// The format of the report, which is written to standard output.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// The changes for which the exit status is 1.
    #[arg(long, value_enum, default_value_t = DeniedChanges::Any)]
    deny: DeniedChanges,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportFormat {
    /// A line per change.
    Text,
    /// An object, for programs.
    Json,
    /// A table, for the summary of a CI job.
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DeniedChanges {
    /// Changes with the effect `major`.
    Breaking,
    /// All changes.
    Any,
}

impl AccountCheckArgs {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let read = |path: &PathBuf| Snapshot::read(path).map_err(|error| error.to_string());
        let old = read(&self.snapshot)?;
        let new = if let Some(path) = &self.against {
            read(path)?
        } else {
            let new = super::fetch_account(old.users.is_some())?;
            let file = self.snapshot.display().to_string();
            super::same_company(&file, &old, &new, "set the credentials of the company of the snapshot")?;
            new
        };
        let report = AccountReport::compare(&old, &new).map_err(|error| format!("`{}`: {error}", self.snapshot.display()))?;
        super::print(&match self.format {
            ReportFormat::Text => report.to_text(),
            ReportFormat::Json => report.to_json(),
            ReportFormat::Markdown => report.to_markdown(),
        })?;
        let is_denied = match self.deny {
            DeniedChanges::Breaking => report.effect() == RustEffect::Major,
            DeniedChanges::Any => !report.is_empty(),
        };
        Ok(ExitCode::from(u8::from(is_denied)))
    }
}
