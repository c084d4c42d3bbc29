//! Locates the workspace.

use std::path::{Path, PathBuf};

use crate::Failure;

/// Returns the root of the workspace: the parent of `xtask/` if run by cargo, or else the nearest ancestor of the current directory that contains the
/// description.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let by_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).and_then(|dir| Some(dir.parent()?.to_owned()));
    if let Some(root) = by_cargo.filter(|root| is_root(root)) {
        return Ok(root);
    }
    let here =
        std::env::current_dir().map_err(|error| Failure::Message(format!("cannot determine the current directory: {error}")))?;
    here.ancestors().find(|dir| is_root(dir)).map(Path::to_owned).ok_or_else(|| {
        Failure::Message(
            "cannot find `spec/openapi.yaml` in this directory or its ancestors\nhelp: run this inside the workspace".to_owned(),
        )
    })
}

fn is_root(dir: &Path) -> bool {
    dir.join("spec/openapi.yaml").is_file() && dir.join("Cargo.toml").is_file()
}
