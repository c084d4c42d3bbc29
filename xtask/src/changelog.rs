//! `cargo xtask changelog`

mod file;

use std::fs;
use std::path::Path;

use pipedrive_codegen::diff::{DiffReport, render};

use crate::{Failure, diff, workspace};

pub(crate) use file::release;

/// The file, which is also copied into the emitted crate.
const FILE: &str = "CHANGELOG.md";

/// What with what, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangelogArgs {
    /// What was there, as `diff` takes it: the tag of the last release, mostly.
    base: String,
    /// What is there now; the description in the working tree without it.
    head: Option<String>,
    /// Adds what is not there yet to `CHANGELOG.md`, under "Unreleased", instead of printing it.
    #[arg(long)]
    write: bool,
}

/// Prints the entry, or writes it.
pub(crate) fn run(arguments: &ChangelogArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    let report = diff::compare(&root, &diff::DiffArgs::between(arguments.base.clone(), arguments.head.clone()))?;
    if let Some(why) = &report.without_rust {
        eprintln!("only the wire is compared: {why}");
    }
    if !arguments.write {
        return diff::print(&entry(&report));
    }
    let (text, added) = added(&read(&root)?, &report);
    write(&root, &text)?;
    eprintln!("{added} entries added to {FILE}");
    Ok(())
}

/// The entry of a release, without its heading.
pub(crate) fn entry(report: &DiffReport) -> String {
    file::entry(&render::changelog(report))
}

/// The text of the file with what is not there yet, and how many entries that was.
pub(crate) fn added(text: &str, report: &DiffReport) -> (String, usize) {
    file::insert(text, &render::changelog(report))
}

/// The text of the file.
pub(crate) fn read(root: &Path) -> Result<String, Failure> {
    fs::read_to_string(root.join(FILE)).map_err(|error| Failure::Message(format!("{FILE}: {error}")))
}

/// Replaces the text of the file.
pub(crate) fn write(root: &Path, text: &str) -> Result<(), Failure> {
    fs::write(root.join(FILE), text).map_err(|error| Failure::Message(format!("{FILE}: {error}")))
}
