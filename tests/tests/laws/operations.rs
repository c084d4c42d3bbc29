//! What holds for every operation of the description.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use pipedrive::{Client, OperationInfo, test_util};
use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::emit::Options;
use pipedrive_codegen::pipeline;
use pipedrive_tests::compare::Difference;
use pipedrive_tests::contract::is_complete_without_options;
use pipedrive_tests::examples::{example, promising, proven, root, round_trip};
use pipedrive_tests::recorder::{Recorder, name};
use pipedrive_tests::stored;
use serde_json::{Value, json};

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_example_decodes_and_encodes_with_nothing_lost_or_changed() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for info in test_util::OPERATIONS.iter().copied() {
        let Some(example) = example(info) else { continue };
        seen += 1;
        match round_trip(info, &example) {
            Err(error) => faults.push(format!("{}: {error}", name(info))),
            Ok((_, mismatches)) if !mismatches.is_empty() => faults.push(format!("{}: {mismatches:?}", name(info))),
            Ok((returned, _)) => {
                let difference = Difference::of(&example, &returned);
                if !difference.is_faithful() {
                    faults.push(format!("{}: {difference:?}", name(info)));
                }
            }
        }
    }
    assert!(seen > 0, "no example was looked at");
    assert_none(&faults);
}

/// The value with every value in it null, but for those that are promised.
fn nulled(value: &Value, key: &str, kept: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), nulled(value, key, kept))).collect(),
        Value::Array(items) => items.iter().map(|item| nulled(item, "", kept)).collect(),
        _ if key == "success" || kept.contains(key) => value.clone(),
        _ => Value::Null,
    }
}

#[test]
fn every_response_decodes_when_nothing_is_known() {
    let mut faults = Vec::new();
    let (proven, promising) = (proven(), promising());
    for info in test_util::OPERATIONS.iter().copied() {
        let Some(example) = example(info) else { continue };
        let empty = json!({ "success": true, "data": null });
        for (what, body) in [("all null", nulled(&example, "", &proven)), ("empty", empty)] {
            match round_trip(info, &body) {
                // An object with a proven property cannot be nothing.
                Err(error) if what == "empty" && promising.contains_key(info.id) => {
                    assert_eq!(error.kind(), pipedrive::ErrorKind::Decode, "{}", name(info));
                }
                Err(error) => faults.push(format!("{}, {what}: {error}", name(info))),
                Ok(_) => {}
            }
        }
    }
    assert_none(&faults);
}

/// What an operation sends when its builder gets sample values, one request per line block.
async fn sent(info: &'static OperationInfo, all: bool) -> Vec<String> {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let response = example(info).unwrap_or(Value::Null).to_string();
    let client = Client::builder()
        .api_token("a-token")
        .oauth_client("an-app", "its-secret")
        .transport(Recorder::new(response, Arc::clone(&requests)))
        .build()
        .expect("a client with a token");
    let result = test_util::exercise(&client, info.id, all).await.expect("every operation can be called");
    if let Err(error) = result {
        panic!("{}: {error}", name(info));
    }
    let requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
    requests.clone()
}

#[tokio::test]
async fn every_operation_sends_what_is_stored() {
    let mut text = String::from(
        "# What every operation sends with all inputs set. Written by `UPDATE_GOLDEN=1 cargo test -p pipedrive-tests`.\n",
    );
    for info in test_util::OPERATIONS.iter().copied() {
        let requests = sent(info, true).await;
        assert_eq!(requests.len(), 1, "{} sends one request", name(info));
        let _ = write!(text, "\n## {}\n{}", info.id, requests[0].trim_end());
        text.push('\n');
        if is_complete_without_options(info) {
            assert_eq!(sent(info, false).await.len(), 1, "{} sends one request", name(info));
        }
    }
    let path = root().join("tests/requests.txt");
    if stored::updates() {
        std::fs::write(&path, &text).expect("requests.txt can be written");
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == text,
        "tests/requests.txt differs; run `UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test laws` and look at the change:\n{}",
        stored::diff("requests.txt", &present, &text)
    );
}

#[test]
fn two_runs_give_the_same_bytes() {
    let generate = || {
        let mut diagnostics = Diagnostics::with_prefix("spec/");
        let generated = pipeline::generate(&root().join("spec/openapi.yaml"), &Options::default(), &mut diagnostics);
        generated.unwrap_or_else(|| panic!("{}", diagnostics.render(Style::Plain))).files
    };
    assert!(generate() == generate());
}

#[test]
fn every_operation_is_covered_once() {
    let coverage = std::fs::read_to_string(root().join("generated/COVERAGE.md")).expect("COVERAGE.md is there");
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for line in coverage.lines().filter(|line| line.starts_with("| `")) {
        *rows.entry(line.split('`').nth(1).unwrap_or_default()).or_default() += 1;
    }
    let operations: BTreeSet<String> =
        test_util::OPERATIONS.iter().copied().map(|info| format!("{} {}", info.method, info.path)).collect();
    assert!(rows.values().all(|&count| count == 1));
    assert_eq!(rows.keys().map(|row| (*row).to_owned()).collect::<BTreeSet<_>>(), operations);
}

/// The features under which a version compiles its modules, by module.
fn conditions(version: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join(format!("generated/src/{version}/mod.rs"))).expect("a version has a mod.rs");
    let mut conditions = BTreeMap::new();
    let mut condition = BTreeSet::new();
    for part in text.split_inclusive([']', ';']) {
        if let Some((_, list)) = part.split_once("#[cfg(") {
            condition = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        } else if let Some((_, module)) = part.split_once("pub mod ") {
            conditions.insert(module.trim_end_matches(';').to_owned(), std::mem::take(&mut condition));
        }
    }
    conditions
}

#[test]
fn whatever_a_module_imports_is_on_when_the_module_is() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for version in ["v1", "v2"] {
        let conditions = conditions(version);
        for (module, features) in &conditions {
            let path = root().join(format!("generated/src/{version}/{module}/models.rs"));
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for imported in text.split(&format!("crate::{version}::")).skip(1) {
                let imported = imported.split("::").next().unwrap_or_default();
                seen += 1;
                let missing: Vec<_> = features.difference(&conditions[imported]).collect();
                if imported != module && !missing.is_empty() {
                    faults.push(format!("{version}::{module} needs {version}::{imported}, which is off with only {missing:?}"));
                }
            }
        }
    }
    assert!(seen > 0, "no import was looked at");
    assert_none(&faults);
}
