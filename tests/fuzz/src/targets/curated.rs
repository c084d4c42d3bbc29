//! Loading a curated description and emitting its crate. The input is its files: `openapi.yaml`, and others after lines such as
//! `=== v2/lamps.yaml`.

use pipedrive_codegen::bundle::{self, BundleFormat};
use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{Options, emit};
use pipedrive_codegen::load::{Document, Memory};
use pipedrive_codegen::{names, pipeline};

use crate::{reports, seeds};

const ROOT: &str = "openapi.yaml";

/// The start of the line before a file.
const FILE: &str = "=== ";

/// Generates, and checks what is reported.
///
/// # Panics
///
/// Panics if an error is not reported, or a bundle of a description without errors cannot be loaded.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let source = files(text);
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = Document::load_from(&source, ROOT, &mut diagnostics) {
        let model = pipeline::model(&document, &mut diagnostics);
        if !diagnostics.has_errors() {
            emit(&model.api, &model.names, &Options::default(), &mut diagnostics);
            assert!(!diagnostics.has_errors(), "an error in the last stage");
            names::lock_file(&model.api, &model.names);
        }
        let mut bundle = bundle::bundle(&document);
        bundle::render(&bundle, BundleFormat::Yaml).expect("rendered");
        bundle::as_sent(&mut bundle);
    } else {
        assert!(diagnostics.has_errors(), "no error without a document");
    }
    reports::assert_diagnostics(&diagnostics);
}

fn files(text: &str) -> Memory {
    let mut source = Memory::new();
    let (mut name, mut content) = (ROOT, String::new());
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix(FILE) {
            source = source.with(name, std::mem::take(&mut content));
            name = next.trim();
        } else {
            content.push_str(line);
        }
    }
    source.with(name, content)
}

/// The invalid descriptions of the tests, and the valid ones beside them.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let join = |mut files: Vec<seeds::SeedFile>| {
        files.sort_by_key(|file| (file.name != ROOT, file.name.clone()));
        let mut all = Vec::new();
        for file in files {
            if file.name != ROOT {
                all.extend(format!("{FILE}{}\n", file.name).bytes());
            }
            all.extend(file.content);
        }
        all
    };
    seeds::cases("bad").into_iter().map(join).collect()
}
