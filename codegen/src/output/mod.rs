//! Writes a set of files to a directory, or compares the two.

mod tree;

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use similar::TextDiff;

pub use tree::read_tree;

use crate::emit::FileSet;
use crate::parallel;

/// The changes of [`write()`].
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files that were created or changed.
    pub written: Vec<String>,
    /// Files that were removed because they are no longer generated.
    pub removed: Vec<String>,
}

/// Writes the files that differ and removes files that are not in the set.
///
/// Unchanged files keep their modification time, so that cargo does not rebuild them.
pub fn write(dir: &Path, files: &FileSet) -> io::Result<WriteSummary> {
    let orphans = orphans(&tree::list(dir)?, files);
    let mut changes = write_into(dir, files)?;
    for path in orphans {
        fs::remove_file(dir.join(&path))?;
        changes.removed.push(path);
    }
    tree::remove_empty_dirs(dir)?;
    Ok(changes)
}

/// Writes the files that differ. Other files in the directory are kept.
pub fn write_into(dir: &Path, files: &FileSet) -> io::Result<WriteSummary> {
    let files: Vec<(&String, &String)> = files.iter().collect();
    let changed = parallel::map(&files, |(path, content)| {
        let changed = write_one(&dir.join(path), content)?;
        Ok(changed.then(|| (*path).clone()))
    });
    let written: io::Result<Vec<Option<String>>> = changed.into_iter().collect();
    Ok(WriteSummary { written: written?.into_iter().flatten().collect(), removed: Vec::new() })
}

/// Writes a file if its content differs, and returns whether it did.
fn write_one(target: &Path, content: &str) -> io::Result<bool> {
    if fs::read(target).is_ok_and(|existing| existing == content.as_bytes()) {
        return Ok(false);
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(target, content)?;
    Ok(true)
}

/// Returns the differences between a directory and a set of files as a unified diff, which is empty if there are none.
/// `name` is the prefix of paths in the diff.
pub fn diff(name: &str, dir: &Path, files: &FileSet) -> io::Result<String> {
    let mut report = diff_in(name, dir, files)?;
    for path in orphans(&tree::list(dir)?, files) {
        let existing = fs::read(dir.join(&path))?;
        let path = format!("{name}{path}");
        match unified(&path, &String::from_utf8_lossy(&existing), "") {
            // An unexpected empty file has no lines to show.
            diff if diff.is_empty() => report.extend(["--- current/", &path, "\n+++ expected/", &path, " (no such file)\n"]),
            diff => report.push_str(&diff),
        }
    }
    Ok(report)
}

/// Like [`diff`], but ignores files that are not in the set.
pub fn diff_in(name: &str, dir: &Path, files: &FileSet) -> io::Result<String> {
    let mut report = String::new();
    for (path, content) in files {
        let existing = match fs::read(dir.join(path)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        if existing != *content {
            report.push_str(&unified(&format!("{name}{path}"), &existing, content));
        }
    }
    Ok(report)
}

fn orphans(existing: &BTreeSet<String>, files: &FileSet) -> Vec<String> {
    existing.iter().filter(|path| !files.contains_key(*path)).cloned().collect()
}

fn unified(path: &str, existing: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(existing, expected);
    diff.unified_diff().header(&format!("current/{path}"), &format!("expected/{path}")).to_string()
}
