//! External descriptions: the generator emits a crate for any of them and reports what it skips.
//!
//! `foreign/<name>.txt` contains the diagnostics of each description and `foreign/<name>.lock` the names of its public items.
//! `UPDATE_GOLDEN=1` rewrites both. The golden cases `foreign_…` contain the emitted code and use it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::{Diagnostics, Severity, Style, codes};
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::names::lock_file;
use pipedrive_codegen::pipeline::{self, Generated};
use pipedrive_tests::mutate::{Numbers, mutate};
use pipedrive_tests::stored;

const DESCRIPTIONS: [&str; 2] = ["problems.yaml", "newer.json"];

fn foreign() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign")
}

fn options(file: &str) -> Options {
    let package = Package { name: "their-lamps".to_owned(), from: file.to_owned(), standalone: false };
    Options { package: Some(package), ..Options::default() }
}

fn text(file: &str) -> String {
    fs::read_to_string(foreign().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn generate(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let document = Document::load_from_as(&Memory::new().with(file, text), file, Flavour::Foreign, diagnostics)?;
    pipeline::generate_from(&document, &options(file), diagnostics)
}

fn generated(file: &str) -> (FileSet, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let generated = generate(file, &text(file), &mut diagnostics);
    let generated = generated.unwrap_or_else(|| panic!("{file}:\n{}", diagnostics.render(Style::Plain)));
    (generated.files, diagnostics)
}

/// Returns whether a description is generated, and its rendered diagnostics.
fn diagnose(source: &str) -> (bool, String) {
    let mut diagnostics = Diagnostics::new();
    let generated = generate("a.yaml", source, &mut diagnostics);
    (generated.is_some(), diagnostics.render(Style::Plain))
}

#[test]
fn reports_everything_that_is_skipped() {
    for file in DESCRIPTIONS {
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_as(&foreign().join(file), Flavour::Foreign, &mut diagnostics).expect("a description");
        let model = pipeline::model(&document, &mut Diagnostics::new());
        let lock = lock_file(&model.api, &model.names);
        let generated = pipeline::generate_from(&document, &options(file), &mut diagnostics);
        assert!(generated.is_some(), "{file}:\n{}", diagnostics.render(Style::Plain));
        let (stem, _) = file.split_once('.').expect("an ending");
        for (ending, text) in [("txt", diagnostics.render(Style::Plain)), ("lock", lock)] {
            let path = foreign().join(format!("{stem}.{ending}"));
            if stored::updates() {
                fs::write(&path, &text).expect("writable");
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            assert!(expected == text, "{} differs; accept with UPDATE_GOLDEN=1:\n{text}", path.display());
        }
    }
}

#[test]
fn every_problem_has_a_location_and_help() {
    let mut shown = BTreeSet::new();
    for file in DESCRIPTIONS {
        for item in generated(file).1.sorted() {
            let at = item.at.as_ref().unwrap_or_else(|| panic!("{file}: {} has no location", item.message));
            assert_eq!((at.file.as_str(), item.severity), (file, Severity::Warning), "{}", item.message);
            assert!(at.line > 1 || file == "newer.json", "{}: the location is the whole file", item.message);
            assert!(!item.help.is_empty(), "{}: no help", item.message);
            shown.insert(item.code.id);
        }
    }
    let all = codes::ALL.iter().map(|code| code.id).filter(|id| id.starts_with("PD05"));
    assert_eq!(all.filter(|id| !shown.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn the_crate_has_the_requested_name_and_states_its_source() {
    let (files, _) = generated("newer.json");
    assert!(files["Cargo.toml"].contains("name = \"their-lamps\"\n"));
    assert!(files["README.md"].contains("their_lamps::Client::builder()"));
    assert!(!files.contains_key("src/ids.rs"), "external descriptions have no id types");
    for (path, text) in &files {
        assert!(!text.contains("spec/"), "{path} mentions the curated description");
        assert!(!path.starts_with("src/") || text.contains("from newer.json."), "{path} does not state its source");
    }
}

/// The features of a manifest, with what they enable.
fn features(manifest: &str) -> Vec<(&str, &str)> {
    let section = manifest.split("[features]\n").nth(1).and_then(|rest| rest.split("\n[").next()).expect("features");
    section.lines().filter_map(|line| line.split_once(" = ")).collect()
}

#[test]
fn a_resource_with_the_name_of_another_feature_is_renamed() {
    let tags = ["tracing", "serde", "blocking", "rustls", "reqwest", "default", "webhooks", "lamps"];
    let operation = |tag: &str| {
        format!(
            "  /{tag}:\n    get: {{ tags: [{tag}], operationId: list_{tag}, responses: {{ '200': {{ description: Done. }} }} }}\n"
        )
    };
    let paths: String = tags.iter().map(|tag| operation(tag)).collect();
    let text = format!("openapi: 3.0.3\ninfo: {{ title: Lamps, version: '1' }}\npaths:\n{paths}");
    let generated = generate("lamps.yaml", &text, &mut Diagnostics::new()).expect("a crate");
    let features = features(&generated.files["Cargo.toml"]);
    let names: BTreeSet<&str> = features.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), features.len(), "no feature is defined twice: {features:?}");
    let resources: Vec<&str> = names.iter().copied().filter(|name| name.ends_with("_api")).collect();
    assert_eq!(resources, ["blocking_api", "default_api", "reqwest_api", "rustls_api", "serde_api", "tracing_api"]);
}

#[test]
fn numbers_keep_all_digits_by_default_if_an_integer_has_no_limit() {
    let manifest = |integer: &str| {
        let schema = format!("{{ type: object, properties: {{ count: {{ type: integer{integer} }} }} }}");
        let content = format!("{{ application/json: {{ schema: {schema} }} }}");
        let operation = format!("{{ operationId: get, responses: {{ '200': {{ description: It., content: {content} }} }} }}");
        let text = format!("openapi: 3.0.3\ninfo: {{ title: Lamps, version: '1' }}\npaths: {{ /lamps: {{ get: {operation} }} }}");
        let mut diagnostics = Diagnostics::new();
        let files = generate("lamps.yaml", &text, &mut diagnostics).expect("a crate").files;
        let models = files["src/v1/lamps/models.rs"].clone();
        let types = ["Option<i64>", "Option<u64>", "Option<Value>"];
        let ty = types.into_iter().find(|ty| models.contains(&format!("pub count: {ty}"))).unwrap_or_default();
        let default = features(&files["Cargo.toml"])[0].1.contains("\"arbitrary_precision\"");
        (ty, default, diagnostics.sorted().len())
    };
    assert_eq!(manifest(""), ("Option<i64>", true, 0));
    assert_eq!(manifest(", maximum: 100"), ("Option<i64>", false, 0));
    assert_eq!(manifest(", format: int64"), ("Option<i64>", false, 0));
    assert_eq!(manifest(", format: uint64"), ("Option<u64>", false, 0));
    assert_eq!(manifest(", minimum: 0, maximum: 18446744073709551615"), ("Option<u64>", false, 0));
    assert_eq!(manifest(", example: 9223372036854775808"), ("Option<u64>", false, 0));
    assert_eq!(manifest(", enum: [-1, 9223372036854775808]"), ("Option<Value>", true, 2), "and warnings");
    assert_eq!(manifest(", default: 18446744073709551616"), ("Option<Value>", true, 2), "and a warning for the number");
    assert_eq!(manifest(", maximum: 1e20"), ("Option<Value>", true, 1), "and a warning");
    assert_eq!(manifest(", format: int128"), ("Option<Value>", true, 1), "and a warning");
}

#[test]
fn output_is_deterministic() {
    for file in DESCRIPTIONS {
        assert!(generated(file).0 == generated(file).0, "{file}");
    }
}

#[test]
fn examples_are_assigned_to_operations() {
    let mut diagnostics = Diagnostics::new();
    let document = Document::load_as(&foreign().join("newer.json"), Flavour::Foreign, &mut diagnostics).expect("a description");
    let example = document.example("v1.lamps.list").expect("an example");
    assert_eq!(example.value[0]["watts"], 4.5);
}

#[test]
fn invalid_documents_are_errors() {
    let path = "paths: { /lamps: { get: { responses: { '200': { description: x } } } } }";
    let cases = [
        ("swagger: '2.0'\npaths: {}", "PD0010"),
        ("[]", "PD0010"),
        ("openapi: 3.0.0\ninfo: {}", "PD0013"),
        ("openapi: 3.0.0\nx: [", "PD0002"),
    ];
    for (text, code) in cases {
        let (generated, output) = diagnose(text);
        assert!(!generated && output.contains(&format!("error[{code}]")) && output.contains("--> a.yaml:"), "{text}:\n{output}");
    }
    assert_eq!(diagnose(&format!("openapi: 3.0.0\n{path}")), (true, String::new()));
}

#[test]
fn a_file_can_have_any_encoding_of_yaml() {
    let text = "openapi: 3.0.0\npaths: { /größe: { get: { summary: 'Größe 名', responses: { '200': { description: x } } } } }";
    let expected = generate("a.yaml", text, &mut Diagnostics::new()).expect("a crate").files;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("encodings-{}", std::process::id()));
    fs::create_dir_all(&path).expect("writable");
    let marked = format!("\u{feff}{text}");
    for bytes in [
        marked.clone().into_bytes(),
        marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        marked.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
    ] {
        let file = path.join("a.yaml");
        fs::write(&file, bytes).expect("writable");
        let mut diagnostics = Diagnostics::new();
        let document = Document::load_as(&file, Flavour::Foreign, &mut diagnostics).expect("a description");
        let generated = pipeline::generate_from(&document, &options("a.yaml"), &mut diagnostics).expect("a crate");
        assert!(generated.files == expected, "{}", diagnostics.render(Style::Plain));
    }
    fs::remove_dir_all(&path).expect("writable");
}

#[test]
fn tags_with_one_identifier_are_one_module_with_the_descriptions_of_both() {
    let text = "openapi: 3.0.0\ntags: [{ name: Odd Tag, description: First. }, { name: odd-tag, description: Second. }]\npaths:\n  \
                /a: { get: { responses: { '200': { description: x } } } }\n  \
                /b: { get: { tags: [odd-tag], operationId: b, responses: { '200': { description: x } } } }\n  \
                /c: { get: { tags: [Odd Tag], operationId: c, responses: { '200': { description: x } } } }";
    let mut diagnostics = Diagnostics::new();
    let files = generate("a.yaml", text, &mut diagnostics).expect("a crate").files;
    let operations = &files["src/v1/odd_tag/operations.rs"];
    assert!(operations.contains("/// Second. First.") || operations.contains("/// First. Second."), "{operations}");
    assert!(operations.contains("pub fn b(") && operations.contains("pub fn c("), "{operations}");
    let rendered = diagnostics.render(Style::Plain);
    assert!(rendered.contains("the tags `Odd Tag` and `odd-tag` are one module, `odd_tag`"), "{rendered}");
    assert_eq!(diagnostics.sorted().len(), 1, "{rendered}");
}

#[test]
fn external_descriptions_are_not_linted() {
    let text = "openapi: 3.0.0\npaths: { /lamps: { get: { tags: [x], responses: { '200': { description: '' } } } } }";
    assert_eq!(diagnose(text), (true, String::new()));
    let mut diagnostics = Diagnostics::new();
    let source = Memory::new().with("openapi.yaml", text);
    if let Some(document) = Document::load_from(&source, "openapi.yaml", &mut diagnostics) {
        pipeline::model(&document, &mut diagnostics);
    }
    assert!(diagnostics.has_errors(), "as a curated description it has errors");
}

#[test]
fn never_panics() {
    let mut numbers = Numbers::new(2027);
    let (mut runs, mut generated) = (0, 0);
    let cases =
        ["compositions", "names", "requests", "responses"].map(|case| format!("../golden/foreign_{case}/spec/openapi.yaml"));
    for path in DESCRIPTIONS.into_iter().chain(cases.iter().map(String::as_str)) {
        let text = text(path);
        let file = path.rsplit('/').next().unwrap_or(path);
        for _ in 0..100 {
            let mut diagnostics = Diagnostics::new();
            match generate(file, &mutate(&text, &mut numbers), &mut diagnostics) {
                Some(_) => generated += 1,
                None => assert!(diagnostics.has_errors(), "no crate and no error"),
            }
            for item in diagnostics.sorted() {
                // Invalid emitted code is a bug in the generator.
                assert!(item.at.is_some() && !item.code.id.starts_with("PD04"), "{}", diagnostics.render(Style::Plain));
            }
            drop(diagnostics.render(Style::Colour));
            runs += 1;
        }
    }
    assert!(generated > runs / 10, "only {generated} of {runs} runs generated a crate");
}
