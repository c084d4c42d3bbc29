//! Generates the files that `generate` writes and `check` compares.

mod runtime;

use std::path::{Path, PathBuf};
use std::{fs, io};

use pipedrive_codegen::bundle;
use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour};
use pipedrive_codegen::output::{self, Ownership, WriteError, WriteSummary};
use pipedrive_codegen::pipeline;

use crate::{Failure, version};

/// A directory and its generated files.
pub(crate) struct OutputDirectory {
    /// The name of the directory in messages.
    pub name: &'static str,
    folder: PathBuf,
    files: FileSet,
    /// Which of the files are links to files elsewhere in the workspace, with their targets.
    links: &'static [(&'static str, &'static str)],
    /// Which files in the directory may be overwritten and removed.
    ownership: Ownership,
}

/// The licence texts. Every crate contains them, and the repository contains them once.
const LICENSES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The files of the workspace that `pipedrive` contains as links.
const LINKS: [(&str, &str); 3] =
    [("LICENSE-MIT", "../LICENSE-MIT"), ("LICENSE-APACHE", "../LICENSE-APACHE"), ("CHANGELOG.md", "../CHANGELOG.md")];

impl OutputDirectory {
    /// Writes the files that differ, and removes those that are no longer generated. With `overwrite`, existing files may belong to others.
    pub(crate) fn write(&self, overwrite: bool) -> Result<WriteSummary, WriteError> {
        // A file behind a link has the wanted content already, so it is not written again.
        for (path, target) in self.links {
            let path = self.folder.join(path);
            link(target, &path).map_err(|error| WriteError::Io(path, error))?;
        }
        output::write(&self.folder, &self.files, self.ownership, overwrite)
    }

    /// Returns the differences between the directory and the generated files as a unified diff.
    pub(crate) fn diff(&self) -> Result<String, WriteError> {
        output::diff(self.name, &self.folder, &self.files, self.ownership)
    }

    /// Whether one of the files has this canonical path.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(&self.folder).ok().and_then(Path::to_str);
        relative.is_some_and(|relative| self.files.contains_key(relative))
    }
}

/// Runs the generator on the workspace. Returns no outputs if it fails; the diagnostics contain the reason.
pub(crate) fn outputs(root: &Path) -> Result<(Vec<OutputDirectory>, Diagnostics), Failure> {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let options = Options { version: version::read(root)?, ..Options::default() };
    let document = Document::load(&root.join("spec/openapi.yaml"), &mut diagnostics);
    let generated = document.as_ref().and_then(|document| pipeline::generate_from(document, &options, &mut diagnostics));
    let (Some(document), Some(generated)) = (document, generated) else { return Ok((Vec::new(), diagnostics)) };
    let mut files = generated.files;
    add_copies(root, &LINKS.map(|(name, _)| name), &mut files)?;
    let lock = FileSet::from([("names.lock".to_owned(), generated.lock)]);
    let description = FileSet::from([("description.json".to_owned(), bundle::for_mock(&document))]);
    let outputs = vec![
        OutputDirectory {
            name: "generated/",
            folder: root.join("generated"),
            files,
            links: &LINKS,
            ownership: Ownership::Marked,
        },
        OutputDirectory { name: "spec/", folder: root.join("spec"), files: lock, links: &[], ownership: Ownership::Listed },
        OutputDirectory {
            name: "codegen/mock/",
            folder: root.join("codegen/mock"),
            files: description,
            links: &[],
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
    add_copies(root, &LICENSES, &mut files)?;
    files.extend(runtime::copy(&root.join("codegen/runtime"), &name, &options.version)?);
    Ok((
        Some(OutputDirectory { name: "", folder: folder.to_owned(), files, links: &[], ownership: Ownership::Recorded }),
        diagnostics,
    ))
}

fn add_copies(root: &Path, names: &[&str], files: &mut FileSet) -> Result<(), Failure> {
    for &name in names {
        let text = fs::read_to_string(root.join(name)).map_err(|error| Failure::Message(format!("{name}: {error}")))?;
        files.insert(name.to_owned(), text);
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
