//! Pairs of descriptions, and what is said about the difference.
//!
//! `diff/<family>/<rule>/` holds `base.yaml`, `head.yaml` and `expected.txt`; a case is named after the rule that it shows, or after what else it
//! is about. `UPDATE_GOLDEN=1` rewrites what is expected.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_codegen::diag::Style;
use pipedrive_codegen::diff::rules::{self, Rule};
use pipedrive_codegen::diff::{self, Accepted, FailOn, Level, Origin, Report, Side, Wire, render};
use pipedrive_codegen::load::{Memory, Single};
use pipedrive_tests::stored;

const EXPECTED: &str = "expected.txt";

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff");
    folders(&root).iter().flat_map(|family| folders(family)).collect()
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(of)
        .unwrap_or_else(|error| panic!("{}: {error}", of.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn side(case: &Path, name: &str) -> Side {
    let origin = Origin { label: name.to_owned(), prefix: String::new() };
    Side::load(&Single::new(case, format!("{name}.yaml")), &format!("{name}.yaml"), origin).unwrap_or_else(|why| panic!("{}: {why}", case.display()))
}

fn compared(case: &Path) -> Report {
    diff::compare(&side(case, "base"), &side(case, "head"), "0.1.0".parse().ok(), &[])
}

fn name(path: &Path) -> String {
    let parts: Vec<String> = path.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    format!("{}/{}", parts[1], parts[0])
}

#[test]
fn every_difference_is_told() {
    let update = stored::updates();
    let mut faults = Vec::new();
    for case in cases() {
        let text = render::terminal(&compared(&case), Style::Plain);
        let golden = case.join(EXPECTED);
        if update {
            fs::write(&golden, &text).expect("writable");
        } else {
            let known = fs::read_to_string(&golden).unwrap_or_default();
            if known != text {
                faults.push(stored::diff(&name(&case), &known, &text));
            }
        }
    }
    assert!(faults.is_empty(), "{}\nUPDATE_GOLDEN=1 accepts this", faults.join("\n"));
}

/// The rules that a report tells, also of what follows in Rust.
fn told(report: &Report) -> BTreeSet<&'static str> {
    let changes = report.changes.iter();
    changes.flat_map(|change| [change.rule.code].into_iter().chain(change.impacts.iter().map(|impact| impact.rule.code))).collect()
}

#[test]
fn every_rule_is_shown_by_the_case_with_its_name() {
    let known: BTreeSet<String> = cases().iter().map(|case| name(case)).collect();
    let mut faults = Vec::new();
    for rule in rules::all() {
        let place = format!("{}/{}", rule.area.name(), rule.name);
        if !known.contains(&place) {
            faults.push(format!("{place} is not there"));
            continue;
        }
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff").join(&place);
        if !told(&compared(&case)).contains(rule.code) {
            faults.push(format!("{place} does not show {}", rule.code));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_have_codes_and_names_of_their_own() {
    let rules: Vec<&Rule> = rules::all().collect();
    let codes: BTreeSet<&str> = rules.iter().map(|rule| rule.code).collect();
    let names: BTreeSet<(&str, &str)> = rules.iter().map(|rule| (rule.area.name(), rule.name)).collect();
    assert_eq!(codes.len(), rules.len());
    assert_eq!(names.len(), rules.len());
}

#[test]
fn nothing_lies_around() {
    for case in cases() {
        let files: BTreeSet<String> =
            fs::read_dir(&case).expect("readable").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        let wanted = BTreeSet::from(["base.yaml", "head.yaml", EXPECTED].map(str::to_owned));
        assert_eq!(files, wanted, "{}", case.display());
    }
}

#[test]
fn a_description_does_not_differ_from_itself() {
    for case in cases() {
        let report = diff::compare(&side(&case, "head"), &side(&case, "head"), None, &[]);
        assert!(report.changes.is_empty(), "{}: {}", case.display(), render::terminal(&report, Style::Plain));
    }
}
