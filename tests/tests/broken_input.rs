//! Whatever the input, the generator says what is wrong and does not panic.

use std::fs;
use std::path::Path;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::emit::{Options, emit};
use pipedrive_codegen::load::{Document, Memory};
use pipedrive_codegen::{bundle, pipeline};
use pipedrive_tests::mutate::{Numbers, mutate};

fn texts(folder: &Path, base: &Path, into: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, base, into);
        } else if let (Ok(text), Ok(name)) = (fs::read_to_string(&path), path.strip_prefix(base)) {
            into.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
}

#[test]
fn nothing_panics() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad");
    let mut numbers = Numbers::new(2026);
    let mut judged = 0;
    for code in fs::read_dir(&bad)
        .expect("a folder")
        .map(|entry| entry.expect("readable").path())
        .collect::<std::collections::BTreeSet<_>>()
    {
        for case in fs::read_dir(&code)
            .expect("a folder")
            .map(|entry| entry.expect("readable").path())
            .collect::<std::collections::BTreeSet<_>>()
        {
            let mut files = Vec::new();
            texts(&case, &case, &mut files);
            for _ in 0..20 {
                let source =
                    files.iter().fold(Memory::new(), |source, (name, text)| source.with(name, mutate(text, &mut numbers)));
                let mut diagnostics = Diagnostics::new();
                if let Some(document) = Document::load_from(&source, "openapi.yaml", &mut diagnostics) {
                    let model = pipeline::model(&document, &mut diagnostics);
                    if !diagnostics.has_errors() {
                        emit(&model.api, &model.names, &Options::default(), &mut diagnostics);
                        assert!(!diagnostics.has_errors(), "{}", diagnostics.render(Style::Plain));
                    }
                    let bundle = bundle::bundle(&document);
                    bundle::render(&bundle, bundle::BundleFormat::Yaml).expect("text");
                } else {
                    assert!(diagnostics.has_errors(), "nothing was said");
                }
                drop(diagnostics.render(Style::Colour));
                judged += 1;
            }
        }
    }
    assert!(judged > 1000, "only {judged}");
}

#[test]
fn a_bundle_can_be_read_again() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad/PD0116/many-faults-ok/openapi.yaml");
    let mut diagnostics = Diagnostics::new();
    let document = Document::load(&bad, &mut diagnostics).expect("readable");
    let bundled = bundle::bundle(&document);
    let text = bundle::render(&bundled, bundle::BundleFormat::Yaml).expect("text");
    let again =
        Document::load_from(&Memory::new().with("openapi.yaml", text), "openapi.yaml", &mut diagnostics).expect("readable");
    assert_eq!(diagnostics.render(Style::Plain), "");
    assert_eq!(bundle::bundle(&again), bundled);
}
