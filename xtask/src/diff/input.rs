//! Loads the sides of the comparison from arguments.

use std::path::Path;

use pipedrive_codegen::diff::{Side, SideOrigin};
use pipedrive_codegen::load::{Disk, Memory, Single};

use super::git;

/// The directory of the description in the workspace.
const SPEC: &str = "spec";
/// The possible names of the root file.
const ROOTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

/// Loads the description in the working tree.
pub(super) fn working_tree(root: &Path) -> Result<Side, String> {
    let origin = SideOrigin { label: "the working tree".to_owned(), prefix: format!("{SPEC}/") };
    Side::load(&Disk::new(root.join(SPEC)), ROOTS[0], origin)
}

/// Loads a directory, a file, or a git revision with an optional path.
pub(super) fn side(root: &Path, argument: &str) -> Result<Side, String> {
    let path = Path::new(argument);
    if path.is_dir() {
        return on_disk(path, argument);
    }
    if path.is_file() {
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let prefix = argument.strip_suffix(&name).unwrap_or_default().to_owned();
        return Side::load(&Single::new(dir, name.clone()), &name, SideOrigin { label: argument.to_owned(), prefix });
    }
    let (revision, inside) = argument.split_once(':').unwrap_or((argument, SPEC));
    if git::is_revision(root, revision) {
        return at_revision(root, argument, revision, inside.trim_end_matches('/'));
    }
    Err(format!("cannot find `{argument}`: no such directory, file or git revision"))
}

fn on_disk(dir: &Path, argument: &str) -> Result<Side, String> {
    let Some(name) = ROOTS.into_iter().find(|name| dir.join(name).is_file()) else {
        return Err(format!("cannot find any of {} in `{argument}`", ROOTS.join(", ")));
    };
    let prefix = format!("{}/", argument.trim_end_matches('/'));
    Side::load(&Disk::new(dir), name, SideOrigin { label: argument.to_owned(), prefix })
}

fn at_revision(root: &Path, argument: &str, revision: &str, inside: &str) -> Result<Side, String> {
    let label = argument.to_owned();
    match git::kind(root, revision, inside).as_deref() {
        Some("tree") => {
            let files = git::directory(root, revision, inside)?;
            let name = ROOTS.into_iter().find(|name| git::kind(root, revision, &format!("{inside}/{name}")).is_some());
            let Some(name) = name else {
                return Err(format!("cannot find any of {} in {revision}:{inside}", ROOTS.join(", ")));
            };
            Side::load(&files, name, SideOrigin { label, prefix: format!("{revision}:{inside}/") })
        }
        Some(_) => {
            // References of the file are relative to its directory.
            let (dir, name) = inside.rsplit_once('/').unwrap_or(("", inside));
            let files = if dir.is_empty() {
                Memory::new().with(name, git::file(root, revision, inside)?)
            } else {
                git::directory(root, revision, dir)?
            };
            let prefix = inside.strip_suffix(name).unwrap_or_default();
            Side::load(&files, name, SideOrigin { label, prefix: format!("{revision}:{prefix}") })
        }
        None => Err(format!("cannot find `{inside}` in {revision}")),
    }
}

/// Returns the workspace's `Cargo.toml` of a revision, or of the working tree without an argument; `None` for a directory or file.
pub(super) fn manifest(root: &Path, argument: Option<&str>) -> Option<String> {
    match argument {
        None => std::fs::read_to_string(root.join("Cargo.toml")).ok(),
        Some(argument) => file(root, argument, "Cargo.toml"),
    }
}

/// Returns a file of the workspace in the revision that an argument names; `None` for a directory or file.
pub(super) fn file(root: &Path, argument: &str, name: &str) -> Option<String> {
    let revision = argument.split_once(':').map_or(argument, |(revision, _)| revision);
    if Path::new(argument).exists() { None } else { git::file(root, revision, name).ok() }
}
