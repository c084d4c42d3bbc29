//! Replaces files as a whole: a file is written elsewhere and then renamed, so that a run that ends early leaves the old or the new file.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::WriteError;
use crate::fingerprint;

/// The directory of the files that are being written.
const NAME: &str = ".generated.tmp";

/// Locks a directory until the result is dropped, also if the process is killed. Waits for other runs that write to it.
pub(super) fn lock(dir: &Path) -> Result<Option<File>, WriteError> {
    let file = if cfg!(unix) { File::open(dir) } else { stand_in(dir) }.map_err(WriteError::io(dir))?;
    match file.lock() {
        Ok(()) => Ok(Some(file)),
        // Some network file systems have no locks.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(WriteError::io(dir)(error)),
    }
}

/// Opens the file that is locked in place of a directory where directories cannot be locked. It is in the directory for temporary files,
/// because it must not be removed while another run waits for it.
fn stand_in(dir: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(stand_in_path(dir)?)
}

fn stand_in_path(dir: &Path) -> io::Result<PathBuf> {
    let name = fingerprint::of([fs::canonicalize(dir)?.as_os_str().as_encoded_bytes()]);
    Ok(std::env::temp_dir().join(format!("pipedrive-generate-{name}.lock")))
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

#[cfg(test)]
mod tests {
    use std::fs::{self, TryLockError};
    use std::path::Path;

    use super::{lock, stand_in, stand_in_path};

    /// A directory that is removed when it is dropped.
    struct Scratch(std::path::PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("pipedrive-{name}-{}", std::process::id()));
            fs::create_dir_all(dir.join("inner")).expect("writable");
            Self(dir)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            for dir in [self.0.join("inner"), self.0.clone()] {
                let _ = stand_in_path(&dir).and_then(fs::remove_file);
            }
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn is_locked(dir: &Path) -> bool {
        let file = if cfg!(unix) { fs::File::open(dir) } else { stand_in(dir) };
        matches!(file.expect("a file").try_lock(), Err(TryLockError::WouldBlock))
    }

    #[test]
    fn a_directory_is_locked_until_the_lock_is_dropped() {
        let scratch = Scratch::new("lock");
        let held = lock(&scratch.0).expect("locked");
        assert!(is_locked(&scratch.0));
        assert!(!is_locked(&scratch.0.join("inner")));
        drop(held);
        assert!(!is_locked(&scratch.0));
    }

    #[test]
    fn the_file_in_place_of_a_directory_is_the_same_for_every_path_to_it() {
        let scratch = Scratch::new("stand-in");
        let held = stand_in(&scratch.0).expect("a file");
        held.lock().expect("locked");
        let again = stand_in(&scratch.0.join("inner/..")).expect("a file");
        assert!(matches!(again.try_lock(), Err(TryLockError::WouldBlock)));
        let other = stand_in(&scratch.0.join("inner")).expect("a file");
        other.try_lock().expect("another directory is not locked");
        drop(held);
        again.try_lock().expect("no longer locked");
    }
}
