//! Paths without links and `..`, which can be compared.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::Failure;

/// Returns the canonical form of a path, the end of which need not exist.
pub(crate) fn canonical(path: &Path) -> Result<PathBuf, Failure> {
    let failed = |error| Failure::Message(format!("`{}`: {error}", path.display()));
    let mut canonical = PathBuf::new();
    for component in std::path::absolute(path).map_err(failed)?.components() {
        match component {
            // The parent is the right one, because what precedes contains no links.
            Component::ParentDir => _ = canonical.pop(),
            component => canonical.push(component),
        }
        if fs::symlink_metadata(&canonical).is_ok_and(|metadata| metadata.is_symlink()) {
            canonical = fs::canonicalize(&canonical).map_err(failed)?;
        }
    }
    Ok(canonical)
}
