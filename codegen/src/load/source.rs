//! Where the files of the description come from: the disk, a map in a test, a git revision.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// There is no such file.
    NotFound,
    /// Anything else, in words.
    Other(String),
}

/// A folder with the files of a description. Names are relative to it, with `/`.
pub trait SpecSource: Sync {
    /// The text of a file.
    fn read(&self, file: &str) -> Result<String, SourceError>;
    /// The names of all files, sorted.
    fn list(&self) -> Result<Vec<String>, SourceError>;
}

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// The folder that holds the description.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }
}

impl SpecSource for Disk {
    fn read(&self, file: &str) -> Result<String, SourceError> {
        let bytes = std::fs::read(self.folder.join(file)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => SourceError::NotFound,
            kind => SourceError::Other(kind.to_string()),
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let byte = error.utf8_error().valid_up_to();
            SourceError::Other(format!("it is not UTF-8: byte {byte} is the first wrong one"))
        })
    }

    fn list(&self) -> Result<Vec<String>, SourceError> {
        let mut files = Vec::new();
        collect(&self.folder, "", &mut files).map_err(|error| SourceError::Other(error.kind().to_string()))?;
        files.sort();
        Ok(files)
    }
}

/// Hidden files are left out, and links to folders are not followed: they could lead round in a circle.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
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

/// One file on disk with whatever it refers to. Its neighbours are not part of the description, so they are not listed.
#[derive(Debug, Clone)]
pub struct Single {
    disk: Disk,
    file: String,
}

impl Single {
    /// The file `file` in `folder`.
    pub fn new(folder: impl Into<PathBuf>, file: impl Into<String>) -> Self {
        Self { disk: Disk::new(folder), file: file.into() }
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
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn with(mut self, file: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.insert(file.into(), text.into());
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
