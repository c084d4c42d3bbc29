//! Lists and reads directory trees.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use crate::emit::FileSet;

/// Reads every file below `dir`. Each path in the result starts with `prefix`.
pub fn read_tree(dir: &Path, prefix: &str) -> io::Result<FileSet> {
    let mut files = FileSet::new();
    for path in list(dir)? {
        let content = fs::read_to_string(dir.join(&path))?;
        files.insert(format!("{prefix}{path}"), content);
    }
    Ok(files)
}

/// Returns the paths of all files below `dir`, relative to it and with `/` as the separator.
///
/// Returns no paths if the directory does not exist. Build artifacts (`target/` and `Cargo.lock`) are ignored.
pub(super) fn list(dir: &Path) -> io::Result<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    collect(dir, "", &mut paths)?;
    Ok(paths)
}

fn collect(dir: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> io::Result<()> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            if path != "target" {
                collect(&entry.path(), &format!("{path}/"), paths)?;
            }
        } else if path != "Cargo.lock" {
            paths.insert(path);
        }
    }
    Ok(())
}

/// Removes empty directories below `dir`.
pub(super) fn remove_empty_dirs(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != "target" {
            remove_empty_dirs(&entry.path())?;
            if fs::read_dir(entry.path())?.next().is_none() {
                fs::remove_dir(entry.path())?;
            }
        }
    }
    Ok(())
}
