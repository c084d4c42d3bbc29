//! What contributors look up about the extensions is complete: their table in spec/README.md, and an example of each form of `x-lenient`.

use std::collections::BTreeSet;
use std::fs;

use pipedrive_codegen::load::extensions::{Extension, Lenient};
use pipedrive_tests::examples::root;

/// The extensions with a row in the table of spec/README.md, and the forms of `x-lenient` among them.
fn rows() -> (BTreeSet<String>, BTreeSet<String>) {
    let readme = fs::read_to_string(root().join("spec/README.md")).expect("readable");
    let cells = readme.lines().filter_map(|line| line.strip_prefix("| `x-")?.split('`').next().map(str::to_owned));
    let (mut names, mut forms) = (BTreeSet::new(), BTreeSet::new());
    for cell in cells {
        let (name, value) = cell.split_once(": ").unwrap_or((&cell, ""));
        names.insert(format!("x-{name}"));
        forms.extend((name == "lenient").then(|| value.to_owned()));
    }
    (names, forms)
}

#[test]
fn every_extension_is_documented() {
    let known: BTreeSet<String> = Extension::ALL.iter().map(|extension| extension.word().to_owned()).collect();
    assert_eq!(rows().0, known, "the table of extensions in spec/README.md has a row for each extension, and no other");
}

#[test]
fn every_loose_form_is_documented() {
    let known: BTreeSet<String> = Lenient::ALL.iter().map(|form| form.word().to_owned()).collect();
    assert_eq!(rows().1, known, "the table of extensions in spec/README.md has a row for each form of `x-lenient`, and no other");
}

#[test]
fn every_loose_form_has_a_golden_case() {
    let mut specs = String::new();
    let mut directories = vec![root().join("tests/golden")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).expect("readable").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                directories.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "yaml") {
                specs.push_str(&fs::read_to_string(entry).expect("UTF-8"));
            }
        }
    }
    let without: Vec<&str> =
        Lenient::ALL.iter().map(|form| form.word()).filter(|word| !specs.contains(&format!("x-lenient: {word}"))).collect();
    assert!(without.is_empty(), "add these forms to a case in tests/golden/, such as loose_forms: {without:?}");
}
