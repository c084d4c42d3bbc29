//! `cargo xtask changelog`

mod file;

use std::path::Path;
use std::{fs, io};

use pipedrive_codegen::diff::{DiffReport, render};
use pipedrive_codegen::inert::terminal;

use crate::{Failure, diff, workspace};

pub(crate) use file::release;

/// The changelog of the crate, which is also part of the emitted crate.
const FILE: &str = "CHANGELOG.md";
/// The changelog of the generator, which is written by hand.
const GENERATOR_FILE: &str = "codegen/CHANGELOG.md";

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
        eprintln!("warning: only the wire is compared: {}", terminal::line(why));
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

/// Gives the unreleased entries of the generator's changelog the heading of a release. Does nothing if there are none.
pub(crate) fn release_generator(root: &Path, version: &str, date: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Message(format!("{GENERATOR_FILE}: {error}"));
    let path = root.join(GENERATOR_FILE);
    let content = fs::read_to_string(&path).map_err(failed)?;
    match release(&content, version, date) {
        Some(released) => fs::write(&path, released).map_err(failed),
        None => Ok(()),
    }
}

/// Writes the changelog.
pub(crate) fn write(root: &Path, content: &str) -> Result<(), Failure> {
    fs::write(root.join(FILE), content).map_err(|error| Failure::Message(format!("{FILE}: {error}")))
}
