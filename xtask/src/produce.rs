//! Generates the files that `generate` writes and `check` compares.

mod public_api;
mod runtime;

use std::path::{Path, PathBuf};
use std::{fs, io};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour};
use pipedrive_codegen::output::{self, Obstacle, ObstacleReason, Ownership, WriteError, WriteSummary};
use pipedrive_codegen::{bundle, parallel, pipeline};

use crate::{Failure, version};

/// A directory and its generated files.
pub(crate) struct OutputDirectory {
    /// The name of the directory in messages.
    pub name: &'static str,
    folder: PathBuf,
    files: FileSet,
    /// Which of the files are links to files elsewhere in the workspace.
    links: Vec<Link>,
    /// Which files in the directory may be overwritten and removed.
    ownership: Ownership,
}

/// The licence texts. Every crate contains them, and the repository contains them once.
const LICENSES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The directories of files that `pipedrive` contains unchanged, in the workspace and in `pipedrive`.
const STATIC: [(&str, &str); 2] = [("codegen/static/examples", "examples"), ("codegen/static/guide", "src/guide")];

/// A file that a crate has in common with the workspace, which contains it once: its path in the crate, and in the workspace.
struct Link {
    path: String,
    source: String,
}

impl Link {
    /// Returns the source relative to the directory of the link, in a crate that is a directory of the workspace.
    fn target(&self) -> String {
        format!("{}{}", "../".repeat(self.path.matches('/').count() + 1), self.source)
    }
}

impl OutputDirectory {
    /// Writes the files that differ, and removes those that are no longer generated. With `overwrite`, existing files may belong to others.
    pub(crate) fn write(&self, overwrite: bool) -> Result<WriteSummary, WriteError> {
        let edited: Vec<Obstacle> = self.links.iter().filter(|file| self.is_edited(file)).map(edited).collect();
        if !overwrite && !edited.is_empty() {
            return Err(WriteError::Obstacles(edited));
        }
        // A file behind a link has the wanted content already, so it is not written again.
        for file in &self.links {
            let path = self.folder.join(&file.path);
            link(&file.target(), &path).map_err(|error| WriteError::Io(path, error))?;
        }
        output::write(&self.folder, &self.files, self.ownership, overwrite)
    }

    /// Whether a file with content of its own is in the place of a link. Git without links writes their targets.
    fn is_edited(&self, file: &Link) -> bool {
        let path = self.folder.join(&file.path);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let is_own = |present: Vec<u8>| present == file.target().as_bytes() || present == self.files[&file.path].as_bytes();
        is_file && !fs::read(&path).is_ok_and(is_own)
    }

    /// Returns the differences between the directory and the generated files as a unified diff.
    pub(crate) fn diff(&self) -> Result<String, WriteError> {
        output::diff(self.name, &self.folder, &self.files, self.ownership)
    }

    /// Whether one of the files, or of those that an earlier run wrote, has this canonical path.
    pub(crate) fn contains(&self, path: &Path) -> Result<bool, WriteError> {
        let Some(relative) = path.strip_prefix(&self.folder).ok().and_then(Path::to_str) else { return Ok(false) };
        Ok(self.files.contains_key(relative) || output::is_recorded(&self.folder, relative)?)
    }
}

fn edited(file: &Link) -> Obstacle {
    Obstacle { path: file.path.clone(), reason: ObstacleReason::Edited }
}

/// Runs the generator on the workspace. Returns no outputs if it fails; the diagnostics contain the reason.
pub(crate) fn outputs(root: &Path) -> Result<(Vec<OutputDirectory>, Diagnostics), Failure> {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let options = Options { version: version::read(root)?, ..Options::default() };
    let document = Document::load(&root.join("spec/openapi.yaml"), &mut diagnostics);
    let generated = document.as_ref().and_then(|document| pipeline::generate_from(document, &options, &mut diagnostics));
    let (Some(document), Some(generated)) = (document, generated) else { return Ok((Vec::new(), diagnostics)) };
    let mut files = generated.files;
    let links = links(root)?;
    add_copies(root, &links, &mut files)?;
    let (public_api, description) = parallel::both(|| public_api::files(root, &files), || bundle::for_mock(&document));
    let description = FileSet::from([("description.json".to_owned(), description)]);
    let outputs = vec![
        OutputDirectory { name: "generated/", folder: root.join("generated"), files, links, ownership: Ownership::Marked },
        OutputDirectory {
            name: "spec/public-api/",
            folder: root.join("spec/public-api"),
            files: public_api?,
            links: Vec::new(),
            ownership: Ownership::Marked,
        },
        OutputDirectory {
            name: "codegen/mock/",
            folder: root.join("codegen/mock"),
            files: description,
            links: Vec::new(),
            ownership: Ownership::Listed,
        },
    ];
    Ok((outputs, diagnostics))
}

/// Runs the generator on a third-party description. Returns no output if it fails; the diagnostics contain the reason.
pub(crate) fn foreign(
    root: &Path,
    spec: &Path,
    folder: &Path,
    package: Package,
) -> Result<(Option<OutputDirectory>, Diagnostics), Failure> {
    let parent = spec.parent().map(|parent| parent.display().to_string()).filter(|parent| !parent.is_empty());
    let mut diagnostics = Diagnostics::with_prefix(parent.map_or_else(String::new, |parent| format!("{parent}/")));
    let name = package.name.clone();
    let options = Options { package: Some(package), ..Options::default() };
    let document = Document::load_as(spec, Flavour::Foreign, &mut diagnostics);
    let generated = document.and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
    let Some(generated) = generated else { return Ok((None, diagnostics)) };
    let mut files = generated.files;
    add_copies(root, &licenses(), &mut files)?;
    files.extend(runtime::copy(&root.join("codegen/runtime"), &name, &options.version)?);
    Ok((
        Some(OutputDirectory { name: "", folder: folder.to_owned(), files, links: Vec::new(), ownership: Ownership::Recorded }),
        diagnostics,
    ))
}

fn licenses() -> Vec<Link> {
    LICENSES.map(|name| Link { path: name.to_owned(), source: name.to_owned() }).into()
}

/// Returns the files of the workspace that `pipedrive` contains as links.
fn links(root: &Path) -> Result<Vec<Link>, Failure> {
    let mut links = licenses();
    links.push(Link { path: "CHANGELOG.md".to_owned(), source: "CHANGELOG.md".to_owned() });
    for (source, path) in STATIC {
        let failure = |error: io::Error| Failure::Message(format!("{source}: {error}"));
        for entry in fs::read_dir(root.join(source)).map_err(failure)? {
            let name = entry.map_err(failure)?.file_name();
            let name = name.to_string_lossy();
            if name.ends_with(".md") || name.ends_with(".rs") {
                links.push(Link { path: format!("{path}/{name}"), source: format!("{source}/{name}") });
            }
        }
    }
    Ok(links)
}

fn add_copies(root: &Path, links: &[Link], files: &mut FileSet) -> Result<(), Failure> {
    for Link { path, source } in links {
        let text = fs::read_to_string(root.join(source)).map_err(|error| Failure::Message(format!("{source}: {error}")))?;
        files.insert(path.clone(), text);
    }
    Ok(())
}

/// Makes `path` a link to `target`, which is relative to the directory of `path`.
#[cfg(unix)]
fn link(target: &str, path: &Path) -> io::Result<()> {
    if fs::read_link(path).is_ok_and(|present| present == Path::new(target)) {
        return Ok(());
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    std::os::unix::fs::symlink(target, path)
}

/// Does nothing: creating links needs privileges on this platform, so the file is written as a copy.
#[cfg(not(unix))]
fn link(_target: &str, _path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use pipedrive_codegen::emit::FileSet;
    use pipedrive_codegen::output::{Ownership, WriteError};

    use super::{Link, OutputDirectory};

    #[test]
    fn edited_files_are_not_replaced_with_links() {
        let root = std::env::temp_dir().join(format!("xtask-links-{}", std::process::id()));
        let path = root.join("generated/A.md");
        let output = OutputDirectory {
            name: "generated/",
            folder: root.join("generated"),
            files: FileSet::from([("A.md".to_owned(), "ours".to_owned())]),
            links: vec![Link { path: "A.md".to_owned(), source: "A.md".to_owned() }],
            ownership: Ownership::Marked,
        };
        fs::create_dir_all(&output.folder).expect("writable");
        fs::write(root.join("A.md"), "ours").expect("writable");
        fs::write(&path, "mine").expect("writable");
        assert!(matches!(output.write(false), Err(WriteError::Obstacles(obstacles)) if obstacles[0].path == "A.md"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
        output.write(true).expect("overwritten");
        assert_eq!(fs::read_link(&path).expect("a link").to_str(), Some("../A.md"));
        // What Git writes where it has no links.
        fs::remove_file(&path).expect("removed");
        fs::write(&path, "../A.md").expect("writable");
        output.write(false).expect("a link again");
        assert!(fs::read_link(&path).is_ok());
        fs::remove_dir_all(root).expect("removed");
    }
}
