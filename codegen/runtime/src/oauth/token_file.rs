//! Tokens in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::store::{StoreError, TokenStore};
use super::tokens::Tokens;
use crate::http::transport::BoxFuture;

/// A [`TokenStore`] in a file, for a program that one user runs, such as a command-line tool.
///
/// Only the owner of the file can read it (on Unix; on Windows it has the permissions of its directory), but it is not encrypted. Tokens
/// are written to a new file, which replaces the old one, so that a crash leaves the old tokens or the new ones. Several programs can
/// share the file: each finds the tokens that another one has refreshed.
///
/// The file is small, so it is read and written with blocking I/O.
#[derive(Clone, Debug)]
pub struct TokenFile {
    path: PathBuf,
}

impl TokenFile {
    /// Creates a store in the file at `path`, which need not exist. Its directory must exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Deletes the file, for example because the user has uninstalled the app. A missing file is not an error.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be deleted.
    pub fn delete(&self) -> io::Result<()> {
        fs::remove_file(&self.path).or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
    }

    fn write(&self, tokens: &Tokens) -> io::Result<()> {
        // In the same directory, because a file can only be replaced by one on the same file system.
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let new = self.path.with_file_name(name);
        // Left by a process with the same id that was killed.
        let _ = fs::remove_file(&new);
        let written = create_private(&new)
            .and_then(|mut file| {
                file.write_all(&serde_json::to_vec(tokens)?)?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&new, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }

    fn read(&self) -> Result<Option<Tokens>, StoreError> {
        match fs::read(&self.path) {
            // The error of the parser may contain a part of the file.
            Ok(content) => serde_json::from_slice(&content)
                .map(Some)
                .map_err(|_| format!("the file `{}` does not contain tokens", self.path.display()).into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("cannot read the file `{}`: {error}", self.path.display()).into()),
        }
    }
}

impl TokenStore for TokenFile {
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        let written = self.write(tokens);
        let result = written.map_err(|error| format!("cannot write the file `{}`: {error}", self.path.display()).into());
        Box::pin(std::future::ready(result))
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, StoreError>> {
        Box::pin(std::future::ready(self.read()))
    }
}

/// Creates a file that only its owner can read. Fails if it exists, so that nobody else has opened it before.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(path)
}
