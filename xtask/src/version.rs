//! The version of everything in the workspace, the emitted crate included. It stands in the workspace's `Cargo.toml` and nowhere else.

use std::fs;
use std::path::Path;

use crate::Failure;

const MANIFEST: &str = "Cargo.toml";
const START: &str = "version = \"";

/// The version in the text of a manifest.
pub(crate) fn of(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.trim().strip_prefix(START)?.strip_suffix('"'))
}

/// The version of the workspace.
pub(crate) fn read(root: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(root.join(MANIFEST)).map_err(|error| Failure::Message(format!("{MANIFEST}: {error}")))?;
    of(&text).map(str::to_owned).ok_or_else(|| Failure::Message(format!("{MANIFEST} has no line `{START}…\"`")))
}

/// Gives the workspace another version.
pub(crate) fn write(root: &Path, version: &str) -> Result<(), Failure> {
    let old = read(root)?;
    let path = root.join(MANIFEST);
    let failed = |error: std::io::Error| Failure::Message(format!("{MANIFEST}: {error}"));
    let text = fs::read_to_string(&path).map_err(failed)?;
    fs::write(&path, text.replacen(&format!("{START}{old}\""), &format!("{START}{version}\""), 1)).map_err(failed)
}
