//! Small descriptions, one idea each, and everything that the generator makes of them.
//!
//! `golden/<case>/` holds, written by hand, `spec/` and `behaviour.rs`; beside them stands what is generated: the model (`ir.json`),
//! the names (`names.lock`) and the emitted files (`src/`). `golden/mod.rs` is generated too: it makes modules of all that, which
//! the test target `behaviour` compiles and tries out. Nothing here depends on that code, so it can be refreshed while it is broken.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::emit::{FileSet, Options, emit};
use pipedrive_codegen::load::{Disk, Document, Flavour};
use pipedrive_codegen::names::{NamePlan, lock_file};
use pipedrive_codegen::{output, pipeline};
use pipedrive_tests::stored;

const REFRESH: &str = "UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test generator golden::";

const BEHAVIOUR: &str = "behaviour.rs";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// What the generator makes of a case.
struct Results {
    /// The files, by their path in the folder of the case.
    files: FileSet,
    /// The part of `golden/mod.rs` that is about the case.
    module: String,
    /// Where its operations are listed.
    tables: Vec<String>,
}

/// Runs every stage over a case. Its description must be flawless: whatever is said about it is the error.
fn generate(case: &str) -> Result<Results, String> {
    let mut diagnostics = Diagnostics::with_prefix(format!("tests/golden/{case}/spec/"));
    let results = results(case, &mut diagnostics);
    if diagnostics.is_empty() {
        results
    } else {
        Err(format!("{case}: the description has faults\n{}", diagnostics.render(Style::Plain)))
    }
}

fn results(case: &str, diagnostics: &mut Diagnostics) -> Result<Results, String> {
    let spec = root().join(case).join("spec/openapi.yaml");
    let flavour = Flavour::of(&Disk::new(root().join(case).join("spec")), "openapi.yaml");
    let document =
        Document::load_as(&spec, flavour, diagnostics).ok_or_else(|| format!("{case}: there is no spec/openapi.yaml"))?;
    let model = pipeline::model(&document, diagnostics);
    let options =
        Options { under: vec!["golden".to_owned(), case.to_owned()], features: false, whole_crate: false, ..Options::default() };
    let mut files = emit(&model.api, &model.names, &options, diagnostics);
    let module = module(case, &files);
    let tables = tables(case, &model.names);
    let ir = serde_json::to_string_pretty(&model.api).map_err(|error| format!("{case}: the model cannot be written: {error}"))?;
    files.insert("ir.json".to_owned(), ir + "\n");
    files.insert("names.lock".to_owned(), lock_file(&model.api, &model.names));
    Ok(Results { files, module, tables })
}

/// The module of a case: what it would have in its `lib.rs`, and the test beside it.
fn module(case: &str, files: &FileSet) -> String {
    let mut text = format!("\n/// The case `{case}`.\npub mod {case} {{\n");
    for (name, file) in [("common", "common/mod.rs"), ("ids", "ids.rs"), ("v1", "v1/mod.rs"), ("v2", "v2/mod.rs")] {
        if files.contains_key(&format!("src/{file}")) {
            let docs = if name == "common" { "    /// Types that both versions share.\n" } else { "" };
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

/// Everything that should stand in `golden/`, and what is wrong with the cases that give nothing.
fn wanted() -> Result<(FileSet, Vec<String>), String> {
    let present = output::read_tree(&root(), "").map_err(|error| format!("tests/golden cannot be read: {error}"))?;
    let cases: BTreeSet<&str> = present.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let (mut files, mut modules, mut tables, mut faults) = (FileSet::new(), String::new(), Vec::new(), Vec::new());
    for case in cases {
        let by_hand = |path: &&String| path.starts_with(&format!("{case}/spec/")) || **path == format!("{case}/{BEHAVIOUR}");
        files.extend(present.keys().filter(by_hand).map(|path| (path.clone(), present[path].clone())));
        if !files.contains_key(&format!("{case}/{BEHAVIOUR}")) {
            faults.push(format!("{case}: there is no {BEHAVIOUR}, which uses the emitted code and checks what it does"));
        }
        match generate(case) {
            Ok(results) => {
                files.extend(results.files.into_iter().map(|(path, text)| (format!("{case}/{path}"), text)));
                modules.push_str(&results.module);
                tables.extend(results.tables);
            }
            Err(fault) => faults.push(fault),
        }
    }
    files.insert("mod.rs".to_owned(), modules_file(&modules, &tables));
    Ok((files, faults))
}

fn modules_file(modules: &str, tables: &[String]) -> String {
    let mut text = format!("//! The code of every golden case. Written by `{REFRESH}`.\n\n");
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
fn every_case_gives_what_is_stored() -> Result<(), String> {
    let refresh = stored::updates();
    let (files, faults) = wanted()?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    if refresh {
        output::write(&root(), &files).map_err(|error| format!("tests/golden cannot be written: {error}"))?;
    }
    let difference = output::diff("tests/golden/", &root(), &files).map_err(|error| error.to_string())?;
    assert!(difference.is_empty(), "{difference}\nwhat is stored is something else; look at the difference, then: {REFRESH}");
    Ok(())
}

#[test]
fn the_same_description_gives_the_same_bytes() -> Result<(), String> {
    let (first, second) = (wanted()?.0, wanted()?.0);
    for (path, text) in &first {
        assert!(second.get(path) == Some(text), "tests/golden/{path} is not the same twice");
    }
    assert_eq!(first.len(), second.len(), "not the same files twice");
    Ok(())
}

#[test]
fn every_case_is_small() -> Result<(), String> {
    const MOST_LINES: usize = 60;
    let files = output::read_tree(&root(), "").map_err(|error| format!("tests/golden cannot be read: {error}"))?;
    for (path, text) in files.iter().filter(|(path, _)| path.contains("/spec/")) {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "tests/golden/{path} has {lines} lines: a case shows one idea");
    }
    Ok(())
}
