//! The version of the workspace, including the emitted crate. It is defined only in the workspace's `Cargo.toml`.

use std::fs;
use std::path::Path;

use crate::Failure;

const MANIFEST: &str = "Cargo.toml";
const START: &str = "version = \"";

/// Returns the version in the content of a manifest.
pub(crate) fn of(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.trim().strip_prefix(START)?.strip_suffix('"'))
}

/// Returns the version of the workspace.
pub(crate) fn read(root: &Path) -> Result<String, Failure> {
    let content = fs::read_to_string(root.join(MANIFEST)).map_err(|error| Failure::Message(format!("{MANIFEST}: {error}")))?;
    of(&content).map(str::to_owned).ok_or_else(|| Failure::Message(format!("cannot find a line `{START}…\"` in {MANIFEST}")))
}

/// Sets the version of the workspace, and that of the runtime in the dependencies of the workspace.
pub(crate) fn write(root: &Path, version: &str) -> Result<(), Failure> {
    let old = read(root)?;
    let path = root.join(MANIFEST);
    let failed = |error: std::io::Error| Failure::Message(format!("{MANIFEST}: {error}"));
    let content = fs::read_to_string(&path).map_err(failed)?;
    let content = content.replacen(&format!("{START}{old}\""), &format!("{START}{version}\""), 1);
    fs::write(&path, content.replace(&format!("{START}={old}\""), &format!("{START}={version}\""))).map_err(failed)
}
