//! Any description becomes a crate that compiles without a warning: descriptions with random structure and names are generated and compiled.
//!
//! `ANY_SEEDS=100..200` tests other descriptions than the usual ones. A description that fails is made smaller before it is shown.
//! `ANY_FILES=DIR` compiles what is generated from the files of a directory, such as the corpus of a fuzzer, instead of the committed one.

pub(crate) mod compile;
mod shrink;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::pipeline;
use pipedrive_tests::describe;
use serde_json::Value;

use self::compile::Compiler;

/// Length of the path of a file. Windows allows 260 characters for a whole path.
const MAX_PATH: usize = 100;

fn seeds() -> std::ops::Range<u64> {
    let given = std::env::var("ANY_SEEDS").ok();
    let parsed = given.as_deref().map(|range| {
        let (start, end) = range.split_once("..").expect("`ANY_SEEDS` is a range");
        start.parse().expect("a number")..end.parse().expect("a number")
    });
    parsed.unwrap_or(0..8)
}

fn generate(description: &str) -> Result<FileSet, String> {
    let file = if description.starts_with('{') { "any.json" } else { "any.yaml" };
    let package = Package { name: "any-api".to_owned(), from: file.to_owned(), standalone: false };
    let options = Options { package: Some(package), ..Options::default() };
    let mut diagnostics = Diagnostics::new();
    let source = Memory::new().with(file, description);
    let generated = Document::load_from_as(&source, file, Flavour::Foreign, &mut diagnostics)
        .and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
    generated.map(|generated| generated.files).ok_or_else(|| diagnostics.render(Style::Plain))
}

/// What is wrong with the names of files.
fn unusable_files(files: &FileSet) -> Vec<&String> {
    let mut seen = std::collections::BTreeSet::new();
    let is_device = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        ["con", "prn", "aux", "nul", "com1", "lpt9"].contains(&stem)
    };
    let is_wrong = |path: &&String| {
        path.len() > MAX_PATH || !path.is_ascii() || path.split('/').any(is_device) || !seen.insert(path.to_ascii_lowercase())
    };
    files.keys().filter(is_wrong).collect()
}

/// Generates and compiles a crate. The error is what failed.
fn check(compiler: &Compiler, description: &Value) -> Result<(), String> {
    let description = &description.to_string();
    // If the process ends, this is the description that it failed for.
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/any.json"), description).expect("writable");
    let files = generate(description)?;
    let unusable = unusable_files(&files);
    if !unusable.is_empty() {
        return Err(format!("unusable names of files: {unusable:?}"));
    }
    compiler.check(&files)
}

#[test]
fn any_description_becomes_a_crate_that_compiles() {
    let compiler = Compiler::find("any");
    for seed in seeds() {
        let description = describe::random(seed);
        if let Err(error) = check(&compiler, &description) {
            // Another error would be about what was removed.
            let kind = |error: &str| error.split(['`', '\n']).next().map(str::to_owned);
            let fails = |candidate: &Value| check(&compiler, candidate).is_err_and(|other| kind(&other) == kind(&error));
            let smaller = shrink::shrink(description, fails);
            let mut report = format!("the description of seed {seed} fails:\n{error}\nsmaller:\n{smaller:#}\n");
            let _ = write!(report, "{}", check(&compiler, &smaller).err().unwrap_or_default());
            panic!("{report}");
        }
    }
}

/// Otherwise the test above could not fail.
#[test]
fn a_crate_that_does_not_compile_is_found() {
    let compiler = Compiler::find("broken");
    let description = describe::random(1);
    let files = generate(&description.to_string()).expect("generated");
    compiler.check(&files).expect("compiles");
    for (from, to) in
        [("pub struct ", "pub struct Twice;\npub struct Twice;\npub struct "), ("pub fn new(", "fn unused() {}\n    pub fn new(")]
    {
        let mut broken = files.clone();
        let file = broken.iter_mut().find(|(file, text)| file.starts_with("src/v1/") && text.contains(from));
        let (_, text) = file.expect("a struct and a constructor");
        *text = text.replacen(from, to, 1);
        assert!(compiler.check(&broken).is_err(), "{to}");
    }
}

/// The fuzz target `external` generates without compiling.
#[test]
fn the_corpus_of_the_fuzzer_compiles() {
    let compiler = Compiler::find("corpus");
    let directory = std::env::var_os("ANY_FILES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/external"), PathBuf::from);
    let (mut count, mut failures) = (0, String::new());
    for path in std::fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("readable").path()) {
        // An input need not be a description.
        let Ok(files) = generate(&String::from_utf8_lossy(&std::fs::read(&path).expect("readable"))) else { continue };
        count += 1;
        if let Err(error) = compiler.check(&files) {
            let _ = writeln!(failures, "{}:\n{error}", path.display());
        }
    }
    assert!(count > 0, "nothing was compiled");
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn what_fails_is_made_smaller() {
    let description = describe::random(3);
    let has_parameter = |candidate: &Value| candidate.to_string().contains("\"in\":\"path\"");
    assert!(has_parameter(&description));
    let smaller = shrink::shrink(description.clone(), has_parameter);
    assert!(smaller.to_string().len() * 10 < description.to_string().len(), "{smaller}");
}
