//! Sources of the files of a description: a directory, a map in memory, a git revision.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::encoding;

/// An error of a [`SpecSource`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// The file does not exist.
    NotFound,
    /// Any other error, as a message.
    Other(String),
}

/// A source of the files of a description. Paths are relative to the directory of the description, with `/`.
pub trait SpecSource: Sync {
    /// Reads a file.
    fn read(&self, file: &str) -> Result<String, SourceError>;
    /// Returns the paths of all files, sorted.
    fn list(&self) -> Result<Vec<String>, SourceError>;
}

/// A directory on the disk.
#[derive(Debug, Clone)]
pub struct Disk {
    directory: PathBuf,
}

impl Disk {
    /// Creates a source of the files in `directory`.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }
}

impl SpecSource for Disk {
    fn read(&self, file: &str) -> Result<String, SourceError> {
        let bytes = std::fs::read(self.directory.join(file)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => SourceError::NotFound,
            kind => SourceError::Other(kind.to_string()),
        })?;
        encoding::decode(bytes).map_err(SourceError::Other)
    }

    fn list(&self) -> Result<Vec<String>, SourceError> {
        let mut files = Vec::new();
        collect(&self.directory, "", &mut files).map_err(|error| SourceError::Other(error.kind().to_string()))?;
        files.sort();
        Ok(files)
    }
}

/// Collects the files of a directory and its subdirectories, without hidden files. Links to directories are not followed, since they could be
/// cyclic.
fn collect(directory: &Path, prefix: &str, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}

/// A file on the disk with the files that it refers to. Other files in its directory are not listed.
#[derive(Debug, Clone)]
pub struct Single {
    disk: Disk,
    file: String,
}

impl Single {
    /// Creates a source with the root file `file` in `directory`.
    pub fn new(directory: impl Into<PathBuf>, file: impl Into<String>) -> Self {
        Self { disk: Disk::new(directory), file: file.into() }
    }
}

impl SpecSource for Single {
    fn read(&self, file: &str) -> Result<String, SourceError> {
        self.disk.read(file)
    }

    fn list(&self) -> Result<Vec<String>, SourceError> {
        Ok(vec![self.file.clone()])
    }
}

/// Files in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, String>,
}

impl Memory {
    /// Creates a source without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, file: impl Into<String>, content: impl Into<String>) -> Self {
        self.files.insert(file.into(), content.into());
        self
    }
}

impl SpecSource for Memory {
    fn read(&self, file: &str) -> Result<String, SourceError> {
        self.files.get(file).cloned().ok_or(SourceError::NotFound)
    }

    fn list(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.files.keys().cloned().collect())
    }
}
