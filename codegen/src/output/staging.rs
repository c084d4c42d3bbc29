//! Replaces files as a whole: a file is written elsewhere and then renamed, so that a run that ends early leaves the old or the new file.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::WriteError;

/// The directory of the files that are being written.
const NAME: &str = ".generated.tmp";

/// Locks a directory until the result is dropped, also if the process is killed. Waits for other runs that write to it.
#[cfg(unix)]
pub(super) fn lock(dir: &Path) -> Result<Option<File>, WriteError> {
    let file = File::open(dir).map_err(WriteError::io(dir))?;
    match file.lock() {
        Ok(()) => Ok(Some(file)),
        // Some network file systems have no locks.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(WriteError::io(dir)(error)),
    }
}

/// Does nothing: directories cannot be locked on this platform.
#[cfg(not(unix))]
pub(super) fn lock(_dir: &Path) -> Result<Option<File>, WriteError> {
    Ok(None)
}

/// A directory for files that are being written. It is removed with them if it is dropped.
pub(super) struct Staging {
    dir: PathBuf,
}

impl Staging {
    /// Creates the directory in `parent`, without the files of a run that was killed.
    pub(super) fn create(parent: &Path) -> Result<Self, WriteError> {
        let dir = parent.join(NAME);
        match fs::create_dir(&dir) {
            Ok(()) => return Ok(Self { dir }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(WriteError::io(&dir)(error)),
        }
        let is_dir = fs::symlink_metadata(&dir).map_err(WriteError::io(&dir))?.is_dir();
        if !is_dir {
            return Err(WriteError::Io(dir, io::Error::other("exists and is not a directory; delete or rename it")));
        }
        let staging = Self { dir };
        staging.clear();
        Ok(staging)
    }

    /// Writes a file that [`Staging::place`] moves to its place.
    pub(super) fn write(&self, number: usize, content: &str) -> Result<(), WriteError> {
        let file = self.file(number);
        let written = File::create_new(&file).and_then(|mut created| io::Write::write_all(&mut created, content.as_bytes()));
        written.map_err(WriteError::io(&file))
    }

    /// Moves a file to its place, where it replaces a file or a link.
    pub(super) fn place(&self, number: usize, target: &Path) -> Result<(), WriteError> {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(WriteError::io(parent))?;
        }
        fs::rename(self.file(number), target).map_err(WriteError::io(target))
    }

    fn file(&self, number: usize) -> PathBuf {
        self.dir.join(number.to_string())
    }

    /// Removes the files whose names are numbers.
    fn clear(&self) {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.parse::<usize>().is_ok())) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.clear();
        // Fails if it contains something else, which is kept.
        let _ = fs::remove_dir(&self.dir);
    }
}
