//! Loading an external description and emitting its crate. The input is the document, in YAML or JSON.

use std::path::Path;

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::pipeline;

use crate::{reports, seeds};

/// Generates, and checks the result and what is reported.
pub fn run(input: &[u8]) {
    // Files that are not UTF-8 are an error before they are parsed.
    let Ok(text) = std::str::from_utf8(input) else { return };
    generate(text);
}

/// Generates the crate of a description. Returns `None` if it has errors.
///
/// # Panics
///
/// Panics if an error is not reported, or a file cannot be written on some system.
pub fn generate(text: &str) -> Option<FileSet> {
    let file = if text.trim_start().starts_with('{') { "api.json" } else { "api.yaml" };
    let package = Package { name: "any-api".to_owned(), from: file.to_owned(), standalone: true };
    let options = Options { package: Some(package), ..Options::default() };
    let mut diagnostics = Diagnostics::new();
    let source = Memory::new().with(file, text);
    let generated = Document::load_from_as(&source, file, Flavour::Foreign, &mut diagnostics)
        .and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
    assert_ne!(generated.is_some(), diagnostics.has_errors(), "a crate or an error");
    reports::assert_diagnostics(&diagnostics);
    let files = generated?.files;
    for path in files.keys() {
        assert!(path.is_ascii() && path.len() <= 100 && !path.contains(".."), "unusable path of a file: {path}");
    }
    Some(files)
}

/// The external descriptions of the tests.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let cases = ["foreign", "golden", "diff"].into_iter().flat_map(seeds::cases).flatten();
    let is_read = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "yaml" || extension == "json");
    cases
        .filter(|file| is_read(&file.name))
        .filter(|file| file.content.starts_with(b"openapi:") || file.content.starts_with(b"{"))
        .map(|file| file.content)
        .collect()
}
