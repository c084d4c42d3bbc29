//! Lists and reads directory trees.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::WriteError;
use crate::emit::FileSet;

/// Reads every file below `dir`. Each path in the result starts with `prefix`.
pub fn read_tree(dir: &Path, prefix: &str) -> Result<FileSet, WriteError> {
    let mut files = FileSet::new();
    for path in list(dir)? {
        let file = dir.join(&path);
        let content = fs::read_to_string(&file).map_err(WriteError::io(&file))?;
        files.insert(format!("{prefix}{path}"), content);
    }
    Ok(files)
}

/// Returns the paths of all files below `dir`, relative to it and with `/` as the separator.
///
/// Returns no paths if the directory does not exist. Ignores what is never generated: build artifacts (`target/` and `Cargo.lock`), hidden files, and
/// names that are not Unicode.
pub(super) fn list(dir: &Path) -> Result<BTreeSet<String>, WriteError> {
    let mut paths = BTreeSet::new();
    collect(dir, "", &mut paths)?;
    Ok(paths)
}

fn collect(dir: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> Result<(), WriteError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(WriteError::io(dir)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(WriteError::io(dir))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().map_err(WriteError::io(&entry.path()))?.is_dir() {
            if path != "target" {
                collect(&entry.path(), &format!("{path}/"), paths)?;
            }
        } else if path != "Cargo.lock" {
            paths.insert(path);
        }
    }
    Ok(())
}

/// What exists at the path of a file.
pub(super) enum Present {
    /// Nothing.
    Nothing,
    /// A file with this content.
    File(Vec<u8>),
    /// A link.
    Link,
    /// Something that makes it impossible to write the file: the reason.
    Blocked(String),
}

/// Returns what exists at a path in a directory, without following links in the directory.
pub(super) fn inspect(dir: &Path, path: &str) -> Result<Present, WriteError> {
    let mut ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    ends.push(path.len());
    for end in ends {
        let (part, is_leaf) = (&path[..end], end == path.len());
        let full = dir.join(part);
        let kind = match fs::symlink_metadata(&full) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Present::Nothing),
            Err(error) => return Err(WriteError::io(&full)(error)),
        };
        match (is_leaf, kind.is_symlink(), kind.is_dir()) {
            (false, true, _) => return Ok(Present::Blocked(format!("`{part}` is a link, and links are not followed"))),
            (false, false, false) => return Ok(Present::Blocked(format!("`{part}` is not a directory"))),
            (false, false, true) => {}
            (true, true, _) => return Ok(Present::Link),
            (true, false, _) if kind.is_file() => return fs::read(&full).map(Present::File).map_err(WriteError::io(&full)),
            (true, false, _) => return Ok(Present::Blocked(format!("`{part}` is not a file"))),
        }
    }
    Ok(Present::Nothing)
}

/// Removes the directories that contained a removed file and are empty now.
pub(super) fn remove_empty_parents(dir: &Path, removed: &str) {
    let parents = removed.match_indices('/').rev().map(|(at, _)| dir.join(&removed[..at]));
    // Only empty directories can be removed in this way.
    let _ = parents.map(fs::remove_dir).take_while(io::Result::is_ok).count();
}
