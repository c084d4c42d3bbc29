//! Where the workspace is.

use std::path::{Path, PathBuf};

use crate::Failure;

/// The root of the workspace: above `xtask/` when cargo runs this, else the nearest folder above the current one that holds the description.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let by_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).and_then(|dir| Some(dir.parent()?.to_owned()));
    if let Some(root) = by_cargo.filter(|root| is_root(root)) {
        return Ok(root);
    }
    let here = std::env::current_dir().map_err(|error| Failure::Message(format!("there is no current folder: {error}")))?;
    here.ancestors()
        .find(|folder| is_root(folder))
        .map(Path::to_owned)
        .ok_or_else(|| Failure::Message("run this inside the workspace: no spec/openapi.yaml above this folder".to_owned()))
}

fn is_root(folder: &Path) -> bool {
    folder.join("spec/openapi.yaml").is_file() && folder.join("Cargo.toml").is_file()
}
