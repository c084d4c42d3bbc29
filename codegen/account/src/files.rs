//! Reading and writing files: an interrupted write leaves the old content, and an unchanged file is not touched.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;

/// Reads a UTF-8 file, without the byte order mark that some editors write.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let content = String::from_utf8(bytes).map_err(|_| {
        format!("`{}` is not UTF-8: save it with the encoding UTF-8 (PowerShell's `>` writes UTF-16)", path.display())
    })?;
    Ok(content.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(content))
}

/// Writes a file, unless it has this content apart from line ends. Returns whether it was written.
///
/// The content is written to a new file next to it, which then replaces the old one.
pub(crate) fn write(path: &Path, content: &str) -> Result<bool, String> {
    if fs::read_to_string(path).is_ok_and(|old| old == content || old.replace("\r\n", "\n") == content) {
        return Ok(false);
    }
    replace(path, content).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    Ok(true)
}

fn replace(path: &Path, content: &str) -> io::Result<()> {
    // A symbolic link is kept, and the file that it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (temporary, mut file) = create_beside(&path)?;
    let written = file.write_all(content.as_bytes()).and_then(|()| {
        if let Ok(old) = fs::metadata(&path) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &path)
    });
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Creates a new file in the directory of `path`. A leftover of an interrupted run is not overwritten.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not the path of a file"))?;
    let mut number = 0;
    loop {
        let mut temporary = std::ffi::OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{}-{number}.tmp", process::id()));
        let temporary = path.with_file_name(temporary);
        match File::create_new(&temporary) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            created => return Ok((temporary, created?)),
        }
    }
}
