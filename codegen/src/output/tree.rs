//! The files below a folder.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use crate::emit::FileSet;

/// Every file below `folder` with its text, under `prefix`.
pub fn read_tree(dir: &Path, prefix: &str) -> io::Result<FileSet> {
    let mut files = FileSet::new();
    for path in list(dir)? {
        let content = fs::read_to_string(dir.join(&path))?;
        files.insert(format!("{prefix}{path}"), content);
    }
    Ok(files)
}

/// The paths of the files below a folder, relative to it, with `/`. A folder that does not exist has none; what cargo
/// builds there is not looked at.
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

/// Removes the folders below `folder` that hold nothing.
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
