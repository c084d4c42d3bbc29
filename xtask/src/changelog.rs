//! `cargo xtask changelog`

mod file;

use std::fs;
use std::path::Path;

use pipedrive_codegen::diff::{DiffReport, render};

use crate::{Failure, diff, workspace};

pub(crate) use file::release;

/// The changelog, which is also copied into the emitted crate.
const FILE: &str = "CHANGELOG.md";

/// Arguments of `cargo xtask changelog`.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangelogArgs {
    /// Base of the comparison, as for `diff`; typically the tag of the last release.
    base: String,
    /// Head of the comparison [default: the description in the working tree].
    head: Option<String>,
    /// Add missing entries to the section "Unreleased" of `CHANGELOG.md` instead of printing them.
    #[arg(long)]
    write: bool,
}

/// Prints the entries, or adds them to the changelog.
pub(crate) fn run(arguments: &ChangelogArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    let report = diff::compare(&root, &diff::DiffArgs::between(arguments.base.clone(), arguments.head.clone()))?;
    if let Some(why) = &report.without_rust {
        eprintln!("warning: only the wire is compared: {why}");
    }
    if !arguments.write {
        return diff::print(&entry(&report));
    }
    let (content, added) = added(&read(&root)?, &report);
    write(&root, &content)?;
    eprintln!("{added} entries added to {FILE}");
    Ok(())
}

/// Renders the entries of a release, without its heading.
pub(crate) fn entry(report: &DiffReport) -> String {
    file::entry(&render::changelog(report))
}

/// Adds missing entries to the content of the changelog. Returns the new content and the number of added entries.
pub(crate) fn added(content: &str, report: &DiffReport) -> (String, usize) {
    file::insert(content, &render::changelog(report))
}

/// Reads the changelog.
pub(crate) fn read(root: &Path) -> Result<String, Failure> {
    fs::read_to_string(root.join(FILE)).map_err(|error| Failure::Message(format!("{FILE}: {error}")))
}

/// Writes the changelog.
pub(crate) fn write(root: &Path, content: &str) -> Result<(), Failure> {
    fs::write(root.join(FILE), content).map_err(|error| Failure::Message(format!("{FILE}: {error}")))
}
