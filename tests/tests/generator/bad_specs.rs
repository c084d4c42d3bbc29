//! Descriptions with an error, and the diagnostics that the generator reports.
//!
//! `bad/<code>/<name>/` holds a small description and `expected.txt`; `bad/<code>/<name>-ok/` is the same without the error, for which
//! there must be no diagnostics. `UPDATE_GOLDEN=1` rewrites `expected.txt`.

use std::collections::BTreeSet;
use std::fs;

use pipedrive_codegen::diag::{Style, codes};
use pipedrive_codegen::lint;
use pipedrive_tests::bad_specs::{bad, folders, judge, name};
use pipedrive_tests::stored;

const EXPECTED: &str = "expected.txt";

/// From here on, the codes are for errors of the generator, which no description should cause, and for external descriptions.
const GENERATOR_ERRORS: &str = "PD0400";

#[test]
fn every_bad_spec_has_the_expected_diagnostics() {
    let update = stored::updates();
    let mut problems = Vec::new();
    for code in folders(&bad()) {
        for case in folders(&code) {
            let place = format!("{}/{}", name(&code), name(&case));
            let diagnostics = judge(&case);
            let text = diagnostics.render(Style::Plain);
            let golden = case.join(EXPECTED);
            if name(&case).ends_with("-ok") {
                if !text.is_empty() {
                    problems.push(format!("{place} should have no diagnostics:\n{text}"));
                }
                if golden.exists() {
                    problems.push(format!("{place} needs no {EXPECTED}"));
                }
                continue;
            }
            if !diagnostics.sorted().iter().any(|item| item.code.id == name(&code)) {
                problems.push(format!("{place} does not report {}:\n{text}", name(&code)));
            }
            for item in diagnostics.sorted() {
                if item.help.is_empty() || item.message.contains(&item.help) {
                    problems.push(format!("{place}: the help of {} does not say what to write", item.code.id));
                }
            }
            if update {
                fs::write(&golden, &text).expect("writable");
            } else if fs::read_to_string(&golden).ok().as_deref() != Some(&text) {
                problems.push(format!("{place} has other diagnostics than {EXPECTED}:\n{text}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}\nUPDATE_GOLDEN=1 accepts this", problems.join("\n"));
}

#[test]
fn there_are_no_other_directories() {
    let known: BTreeSet<&str> = codes::ALL.iter().map(|code| code.id).collect();
    for code in folders(&bad()) {
        assert!(known.contains(name(&code).as_str()), "{} is not a code", code.display());
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
fn every_code_has_a_bad_spec() {
    let missing: Vec<&str> =
        codes::ALL.iter().map(|code| code.id).filter(|id| *id < GENERATOR_ERRORS && !bad().join(id).is_dir()).collect();
    assert!(missing.is_empty(), "no bad spec for {missing:?}");
}

#[test]
fn every_lint_rule_has_a_passing_twin() {
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
fn diagnostics_are_deterministic() {
    for code in folders(&bad()) {
        for case in folders(&code) {
            assert_eq!(judge(&case).render(Style::Plain), judge(&case).render(Style::Plain));
        }
    }
}
