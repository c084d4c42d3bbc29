//! The descriptions with a fault: `bad/<code>/<name>/`.

#![allow(clippy::missing_panics_doc, reason = "tests are what panics here")]

use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::load::Document;
use pipedrive_codegen::pipeline;

/// The folder of all of them.
pub fn bad() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bad")
}

/// The folders in a folder, sorted.
pub fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(of)
        .unwrap_or_else(|error| panic!("{}: {error}", of.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What every stage that judges the description has to say.
pub fn judge(case: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    if let Some(document) = Document::load(&case.join("openapi.yaml"), &mut diagnostics) {
        pipeline::model(&document, &mut diagnostics);
    }
    diagnostics
}
