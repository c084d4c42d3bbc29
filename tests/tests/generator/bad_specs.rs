//! Descriptions with a fault, and what the generator says about it.
//!
//! `bad/<code>/<name>/` holds a small description and `expected.txt`; `bad/<code>/<name>-ok/` is its twin without the fault, about which nothing
//! may be said. `UPDATE_GOLDEN=1` rewrites what is expected.

use std::collections::BTreeSet;
use std::fs;

use pipedrive_codegen::diag::{Style, codes};
use pipedrive_codegen::lint;
use pipedrive_tests::bad_specs::{bad, folders, judge, name};
use pipedrive_tests::stored;

const EXPECTED: &str = "expected.txt";

/// From here on the codes tell of faults of the generator, which no description should be able to cause.
const FAULTS_OF_OUR_OWN: &str = "PD0400";

#[test]
fn every_bad_spec_is_told_what_is_wrong() {
    let update = stored::updates();
    let mut faults = Vec::new();
    for code in folders(&bad()) {
        for case in folders(&code) {
            let place = format!("{}/{}", name(&code), name(&case));
            let diagnostics = judge(&case);
            let text = diagnostics.render(Style::Plain);
            let golden = case.join(EXPECTED);
            if name(&case).ends_with("-ok") {
                if !text.is_empty() {
                    faults.push(format!("{place} should be flawless:\n{text}"));
                }
                if golden.exists() {
                    faults.push(format!("{place} needs no {EXPECTED}"));
                }
                continue;
            }
            if !diagnostics.sorted().iter().any(|item| item.code.id == name(&code)) {
                faults.push(format!("{place} does not show {}:\n{text}", name(&code)));
            }
            for item in diagnostics.sorted() {
                if item.help.is_empty() {
                    faults.push(format!("{place}: {} has no help", item.code.id));
                }
            }
            if update {
                fs::write(&golden, &text).expect("writable");
            } else if fs::read_to_string(&golden).ok().as_deref() != Some(&text) {
                faults.push(format!("{place} says something else than {EXPECTED}:\n{text}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}\nUPDATE_GOLDEN=1 accepts this", faults.join("\n"));
}

#[test]
fn nothing_lies_around() {
    let known: BTreeSet<&str> = codes::ALL.iter().map(|code| code.id).collect();
    for code in folders(&bad()) {
        assert!(known.contains(name(&code).as_str()), "{} is no code", code.display());
        let cases = folders(&code);
        assert!(!cases.is_empty(), "{} is empty", code.display());
        for case in cases {
            assert!(case.join("openapi.yaml").is_file(), "{} has no openapi.yaml", case.display());
            if let Some(bad) = name(&case).strip_suffix("-ok") {
                assert!(code.join(bad).is_dir(), "{} has no twin", case.display());
            }
        }
    }
}

#[test]
fn every_code_is_shown() {
    let missing: Vec<&str> =
        codes::ALL.iter().map(|code| code.id).filter(|id| *id < FAULTS_OF_OUR_OWN && !bad().join(id).is_dir()).collect();
    assert!(missing.is_empty(), "no bad spec for {missing:?}");
}

#[test]
fn every_rule_of_lint_has_a_passing_twin() {
    for rule in lint::rules() {
        let code = rule.code().id;
        let twin = folders(&bad().join(code)).iter().any(|case| name(case).ends_with("-ok"));
        assert!(twin, "no passing twin for {code}");
    }
}

#[test]
fn codes_are_unique_and_sorted() {
    let ids: Vec<&str> = codes::ALL.iter().map(|code| code.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn the_same_fault_is_told_in_the_same_words() {
    for code in folders(&bad()) {
        for case in folders(&code) {
            assert_eq!(judge(&case).render(Style::Plain), judge(&case).render(Style::Plain));
        }
    }
}
