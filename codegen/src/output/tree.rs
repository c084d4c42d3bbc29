//! The files below a folder.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use crate::emit::FileSet;

/// Every file below `folder` with its text, under `prefix`.
pub fn read_tree(folder: &Path, prefix: &str) -> io::Result<FileSet> {
    let mut files = FileSet::new();
    for path in list(folder)? {
        let text = fs::read_to_string(folder.join(&path))?;
        files.insert(format!("{prefix}{path}"), text);
    }
    Ok(files)
}

/// The paths of the files below a folder, relative to it, with `/`. A folder that does not exist has none; what cargo
/// builds there is not looked at.
pub(super) fn list(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    collect(folder, "", &mut paths)?;
    Ok(paths)
}

fn collect(folder: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
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
pub(super) fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != "target" {
            remove_empty_folders(&entry.path())?;
            if fs::read_dir(entry.path())?.next().is_none() {
                fs::remove_dir(entry.path())?;
            }
        }
    }
    Ok(())
}
