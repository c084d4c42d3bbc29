//! Generates the files that `generate` writes and `check` compares.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour};
use pipedrive_codegen::output::{self, Written};
use pipedrive_codegen::pipeline;

use crate::{Failure, version};

/// A directory and its generated files.
pub(crate) struct OutputDirectory {
    /// The name of the directory in messages.
    pub name: &'static str,
    folder: PathBuf,
    files: FileSet,
    /// Whether other files in the directory are deleted.
    owned: bool,
}

impl OutputDirectory {
    /// Writes the files that differ, and deletes other files if the directory is owned.
    pub(crate) fn write(&self) -> io::Result<Written> {
        if self.owned { output::write(&self.folder, &self.files) } else { output::write_into(&self.folder, &self.files) }
    }

    /// Returns the differences between the directory and the generated files as a unified diff.
    pub(crate) fn diff(&self) -> io::Result<String> {
        if self.owned {
            output::diff(self.name, &self.folder, &self.files)
        } else {
            output::diff_in(self.name, &self.folder, &self.files)
        }
    }
}

/// Runs the generator on the workspace. Returns no outputs if it fails; the diagnostics contain the reason.
pub(crate) fn outputs(root: &Path) -> Result<(Vec<OutputDirectory>, Diagnostics), Failure> {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let options = Options { version: version::read(root)?, ..Options::default() };
    let Some(generated) = pipeline::generate(&root.join("spec/openapi.yaml"), &options, &mut diagnostics) else {
        return Ok((Vec::new(), diagnostics));
    };
    let mut files = generated.files;
    files.extend(read(&root.join("codegen/static"), "")?);
    add_copies(root, &["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"], &mut files)?;
    let lock = FileSet::from([("names.lock".to_owned(), generated.lock)]);
    let outputs = vec![
        OutputDirectory { name: "generated/", folder: root.join("generated"), files, owned: true },
        OutputDirectory { name: "spec/", folder: root.join("spec"), files: lock, owned: false },
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
    let options = Options { package: Some(package), ..Options::default() };
    let document = Document::load_as(spec, Flavour::Foreign, &mut diagnostics);
    let generated = document.and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
    let Some(generated) = generated else { return Ok((None, diagnostics)) };
    let mut files = generated.files;
    add_copies(root, &["LICENSE-MIT", "LICENSE-APACHE"], &mut files)?;
    Ok((Some(OutputDirectory { name: "", folder: folder.to_owned(), files, owned: true }), diagnostics))
}

/// Adds the files that are copied into every crate: the runtime, and files of the workspace root.
fn add_copies(root: &Path, names: &[&str], files: &mut FileSet) -> Result<(), Failure> {
    files.extend(read(&root.join("codegen/runtime"), "runtime/src/")?);
    for &name in names {
        let text = fs::read_to_string(root.join(name)).map_err(|error| Failure::Message(format!("{name}: {error}")))?;
        files.insert(name.to_owned(), text);
    }
    Ok(())
}

fn read(folder: &Path, prefix: &str) -> Result<FileSet, Failure> {
    output::read_tree(folder, prefix).map_err(|error| Failure::Message(format!("{}: {error}", folder.display())))
}
