//! The public API of the published crates, which is stored so that changes of templates and of the runtime can be reviewed.

use std::fs;
use std::path::Path;

use pipedrive_codegen::emit::FileSet;
use pipedrive_codegen::output;
use pipedrive_codegen::public_api::{self, CrateSource};

use crate::Failure;

/// The published crates that are written by hand, by their directory.
const DIRECTORIES: [&str; 5] = ["codegen/idents", "codegen/inert", "codegen/runtime", "codegen/account", "codegen/mock"];

/// Returns the files with the public API of each published crate. `generated` are the files of the generated one. Without a runtime, as in tests of the
/// commands, there is no crate to publish.
pub(super) fn files(root: &Path, generated: &FileSet) -> Result<FileSet, Failure> {
    if !root.join("codegen/runtime/Cargo.toml").is_file() {
        return Ok(FileSet::new());
    }
    let mut crates = vec![CrateSource { package: "pipedrive".to_owned(), files: generated.clone() }];
    for directory in DIRECTORIES.into_iter().filter(|directory| root.join(directory).join("Cargo.toml").is_file()) {
        crates.push(source(root, directory).map_err(|error| Failure::Message(format!("{directory}: {error}")))?);
    }
    public_api::files(&crates).map_err(Failure::Message)
}

fn source(root: &Path, directory: &str) -> Result<CrateSource, String> {
    let folder = root.join(directory);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    let mut files = output::read_tree(&folder.join("src"), "src/").map_err(|error| error.to_string())?;
    files.insert("Cargo.toml".to_owned(), manifest);
    let name = directory.rsplit('/').next().unwrap_or_default();
    Ok(CrateSource { package: format!("pipedrive-{name}"), files })
}
