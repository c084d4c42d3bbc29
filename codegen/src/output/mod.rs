//! Brings a folder in line with a set of files, or tells how it differs.

mod tree;

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use similar::TextDiff;

pub use tree::read_tree;

use crate::emit::FileSet;
use crate::parallel;

/// What [`write()`] changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new content.
    pub written: Vec<String>,
    /// Files that no longer follow from the description.
    pub removed: Vec<String>,
}

/// Writes the files that differ and removes those that are not in the set. An unchanged file keeps its time, so that cargo
/// does not build it again.
pub fn write(folder: &Path, files: &FileSet) -> io::Result<Written> {
    let orphans = orphans(&tree::list(folder)?, files);
    let mut changes = write_into(folder, files)?;
    for path in orphans {
        fs::remove_file(folder.join(&path))?;
        changes.removed.push(path);
    }
    tree::remove_empty_folders(folder)?;
    Ok(changes)
}

/// Writes the files that differ into a folder that holds others too.
pub fn write_into(folder: &Path, files: &FileSet) -> io::Result<Written> {
    let files: Vec<(&String, &String)> = files.iter().collect();
    let changed = parallel::map(&files, |(path, text)| {
        let changed = write_one(&folder.join(path), text)?;
        Ok(changed.then(|| (*path).clone()))
    });
    let written: io::Result<Vec<Option<String>>> = changed.into_iter().collect();
    Ok(Written { written: written?.into_iter().flatten().collect(), removed: Vec::new() })
}

/// Writes a file if it differs, and tells whether it did.
fn write_one(target: &Path, text: &str) -> io::Result<bool> {
    if fs::read(target).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(false);
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(target, text)?;
    Ok(true)
}

/// How a folder differs from a set of files, as a unified diff; empty when it does not. `name` is what the folder is called.
pub fn diff(name: &str, folder: &Path, files: &FileSet) -> io::Result<String> {
    let mut report = diff_in(name, folder, files)?;
    for path in orphans(&tree::list(folder)?, files) {
        let present = fs::read(folder.join(&path))?;
        let path = format!("{name}{path}");
        match unified(&path, &String::from_utf8_lossy(&present), "") {
            // An empty file too many has no lines to show.
            diff if diff.is_empty() => report.extend(["--- present/", &path, "\n+++ wanted/", &path, " (no such file)\n"]),
            diff => report.push_str(&diff),
        }
    }
    Ok(report)
}

/// The same for a folder that holds other files too.
pub fn diff_in(name: &str, folder: &Path, files: &FileSet) -> io::Result<String> {
    let mut report = String::new();
    for (path, text) in files {
        let present = match fs::read(folder.join(path)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        if present != *text {
            report.push_str(&unified(&format!("{name}{path}"), &present, text));
        }
    }
    Ok(report)
}

fn orphans(present: &BTreeSet<String>, files: &FileSet) -> Vec<String> {
    present.iter().filter(|path| !files.contains_key(*path)).cloned().collect()
}

fn unified(path: &str, present: &str, wanted: &str) -> String {
    let diff = TextDiff::from_lines(present, wanted);
    diff.unified_diff().header(&format!("present/{path}"), &format!("wanted/{path}")).to_string()
}
