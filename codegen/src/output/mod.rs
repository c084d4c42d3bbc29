//! Writes a set of files to a directory, or compares the two.

mod error;
mod manifest;
mod ownership;
mod staging;
mod tree;
mod write;

use std::path::Path;
use std::{fs, io};

use similar::TextDiff;

pub use error::{Obstacle, ObstacleReason, WriteError};
pub use ownership::Ownership;
pub use tree::read_tree;
pub use write::{WriteSummary, write};

use crate::emit::FileSet;

/// Returns the differences between a directory and a set of files as a unified diff, which is empty if there are none.
/// `name` is the prefix of paths in the diff. Files that [`write()`] would keep are ignored.
pub fn diff(name: &str, dir: &Path, files: &FileSet, ownership: Ownership) -> Result<String, WriteError> {
    let mut report = String::new();
    for (path, content) in files {
        let existing = read(&dir.join(path))?;
        if existing != *content {
            report.push_str(&unified(&format!("{name}{path}"), &existing, content));
        }
    }
    for path in ownership.orphans(dir, files)?.removable {
        let existing = read(&dir.join(&path))?;
        let path = format!("{name}{path}");
        match unified(&path, &existing, "") {
            // An unexpected empty file has no lines to show.
            diff if diff.is_empty() => report.extend(["--- current/", &path, "\n+++ expected/", &path, " (no such file)\n"]),
            diff => report.push_str(&diff),
        }
    }
    Ok(report)
}

/// Whether the manifest of a directory lists a path, so that [`write()`] may overwrite or remove the file.
pub fn is_recorded(dir: &Path, path: &str) -> Result<bool, WriteError> {
    Ok(manifest::WrittenFiles::read(dir)?.lists(path))
}

/// Returns the content of a file, which is empty if the file does not exist.
fn read(path: &Path) -> Result<String, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(WriteError::io(path)(error)),
    }
}

fn unified(path: &str, existing: &str, expected: &str) -> String {
    let diff = TextDiff::from_lines(existing, expected);
    diff.unified_diff().header(&format!("current/{path}"), &format!("expected/{path}")).to_string()
}
