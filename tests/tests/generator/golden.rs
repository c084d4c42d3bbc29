//! Small descriptions of one feature each, with the complete output of the generator.
//!
//! In `golden/<case>/`, `spec/` and `behaviour.rs` are written by hand. The model (`ir.json`), the names (`names.lock`) and the
//! emitted files (`src/`) are generated, as is `golden/mod.rs`, which declares the cases as modules. The test target `behaviour`
//! compiles and runs them. This target does not depend on the emitted code, so the output can be updated even if it does not compile.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::{Diagnostics, Style, codes};
use pipedrive_codegen::emit::{FileSet, Options, Package, emit};
use pipedrive_codegen::load::{Disk, Document, Flavour};
use pipedrive_codegen::names::{NamePlan, lock_file};
use pipedrive_codegen::{output, pipeline};
use pipedrive_tests::stored;

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test generator golden::";

const BEHAVIOUR: &str = "behaviour.rs";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The output for a case.
struct Results {
    /// Files by their path in the directory of the case.
    files: FileSet,
    /// Declaration of the case in `golden/mod.rs`.
    module: String,
    /// Entries of the case in the list of operations.
    tables: Vec<String>,
}

/// Runs every stage for a case. Any diagnostic is an error, except that the operations of the cases have no description, because they are minimal.
fn generate(case: &str) -> Result<Results, String> {
    let mut diagnostics = Diagnostics::with_prefix(format!("tests/golden/{case}/spec/"));
    let results = results(case, &mut diagnostics);
    diagnostics.retain(|diagnostic| diagnostic.code.id != codes::OPERATION_UNDESCRIBED.id);
    if diagnostics.is_empty() {
        results
    } else {
        Err(format!("{case}: the description has problems\n{}", diagnostics.render(Style::Plain)))
    }
}

fn results(case: &str, diagnostics: &mut Diagnostics) -> Result<Results, String> {
    let spec = root().join(case).join("spec/openapi.yaml");
    let flavour = Flavour::of(&Disk::new(root().join(case).join("spec")), "openapi.yaml");
    let document = Document::load_as(&spec, flavour, diagnostics).ok_or_else(|| format!("{case}: missing spec/openapi.yaml"))?;
    let model = pipeline::model(&document, diagnostics);
    let external = Package { name: "acme".to_owned(), from: "spec/openapi.yaml".to_owned(), standalone: false };
    let options = Options {
        under: vec!["golden".to_owned(), case.to_owned()],
        features: false,
        whole_crate: false,
        package: (flavour == Flavour::Foreign).then_some(external),
        ..Options::default()
    };
    let mut files = emit(&model.api, &model.names, &options, diagnostics);
    let module = module(case, &files);
    let tables = tables(case, &model.names);
    let ir = serde_json::to_string_pretty(&model.api).map_err(|error| format!("{case}: cannot serialize the model: {error}"))?;
    files.insert("ir.json".to_owned(), ir + "\n");
    files.insert("names.lock".to_owned(), lock_file(&model.api, &model.names));
    Ok(Results { files, module, tables })
}

/// Returns the module of a case with the modules of its `lib.rs` and its test.
fn module(case: &str, files: &FileSet) -> String {
    let mut text = format!("\n/// The case `{case}`.\npub mod {case} {{\n");
    for (name, file) in
        [("common", "common/mod.rs"), ("ids", "ids.rs"), ("v1", "v1/mod.rs"), ("v2", "v2/mod.rs"), ("webhooks", "webhooks.rs")]
    {
        if files.contains_key(&format!("src/{file}")) {
            let docs = if name == "common" { "    /// Types that both API versions share.\n" } else { "" };
            let _ = write!(text, "{docs}    #[path = \"src/{file}\"]\n    pub mod {name};\n");
        }
    }
    text.push_str("\n    mod behaviour;\n}\n");
    text
}

fn tables(case: &str, names: &NamePlan) -> Vec<String> {
    let resources = names.resources.iter();
    resources.map(|resource| format!("(\"{case}\", {case}::{}::exercise::ENTRIES)", resource.module.path())).collect()
}

/// Returns the expected content of `golden/`, and the errors of cases without output.
fn expected_files() -> Result<(FileSet, Vec<String>), String> {
    let existing = output::read_tree(&root(), "").map_err(|error| format!("cannot read tests/golden: {error}"))?;
    let cases: BTreeSet<&str> = existing.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let (mut files, mut modules, mut tables, mut errors) = (FileSet::new(), String::new(), Vec::new(), Vec::new());
    for case in cases {
        let by_hand = |path: &&String| path.starts_with(&format!("{case}/spec/")) || **path == format!("{case}/{BEHAVIOUR}");
        files.extend(existing.keys().filter(by_hand).map(|path| (path.clone(), existing[path].clone())));
        if !files.contains_key(&format!("{case}/{BEHAVIOUR}")) {
            errors.push(format!("{case}: missing {BEHAVIOUR}, which tests the emitted code"));
        }
        match generate(case) {
            Ok(results) => {
                files.extend(results.files.into_iter().map(|(path, text)| (format!("{case}/{path}"), text)));
                modules.push_str(&results.module);
                tables.extend(results.tables);
            }
            Err(error) => errors.push(error),
        }
    }
    files.insert("mod.rs".to_owned(), modules_file(&modules, &tables));
    Ok((files, errors))
}

fn modules_file(modules: &str, tables: &[String]) -> String {
    let mut text = format!("//! The code of every golden case. Written by `{UPDATE}`.\n\n");
    text.push_str("use crate::runtime::exercise::OperationEntry;\n\n");
    text.push_str("/// The operations of every case.\npub(crate) static OPERATIONS: &[(&str, &[OperationEntry])] = &[\n");
    for table in tables {
        let _ = writeln!(text, "    {table},");
    }
    text.push_str("];\n");
    text.push_str(modules);
    text
}

#[test]
fn every_case_matches_the_stored_output() -> Result<(), String> {
    let update = stored::updates();
    let (files, errors) = expected_files()?;
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    if update {
        output::write(&root(), &files, output::Ownership::Everything, false)
            .map_err(|error| format!("cannot write tests/golden: {error}"))?;
    }
    let difference =
        output::diff("tests/golden/", &root(), &files, output::Ownership::Everything).map_err(|error| error.to_string())?;
    assert!(difference.is_empty(), "{difference}\nthe stored output differs; review the difference, then run: {UPDATE}");
    Ok(())
}

#[test]
fn output_is_deterministic() -> Result<(), String> {
    let (first, second) = (expected_files()?.0, expected_files()?.0);
    for (path, text) in &first {
        assert!(second.get(path) == Some(text), "tests/golden/{path} differs between two runs");
    }
    assert_eq!(first.len(), second.len(), "two runs have different files");
    Ok(())
}

#[test]
fn every_case_is_small() -> Result<(), String> {
    const MAX_LINES: usize = 60;
    let files = output::read_tree(&root(), "").map_err(|error| format!("cannot read tests/golden: {error}"))?;
    for (path, text) in files.iter().filter(|(path, _)| path.contains("/spec/")) {
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "tests/golden/{path} has {lines} lines, at most {MAX_LINES} are allowed");
    }
    Ok(())
}
