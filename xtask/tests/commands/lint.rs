//! Tests `cargo xtask lint`.

use crate::common::Workspace;
use serde_json::json;

const FINE: &str = "\
openapi: 3.0.3
info: { title: Lamps, version: '1' }
tags: [{ name: Lamps }]
paths:
  /api/v2/lamps:
    get:
      operationId: v2.lamps.list
      tags: [Lamps]
      summary: List lamps
      x-token-cost: 1
      responses:
        '200': { description: The lamps. }
        default: { description: It failed. }
      description: Lamps are those of the account.
";

/// Returns a description with an error and a warning.
fn invalid() -> String {
    FINE.replace("      x-token-cost: 1\n", "").replace("List lamps", "'List <b>100 %</b> of: lamps, all'")
}

fn warned() -> String {
    FINE.replace("List lamps", "List <b>lamps</b>")
}

fn workspace(name: &str, spec: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.write("spec/openapi.yaml", spec);
    workspace
}

#[test]
fn the_exit_code_depends_on_errors_and_denied_warnings() {
    let fine = workspace("lint-fine", FINE);
    assert_eq!(fine.xtask(&["lint", "--deny", "warnings"]).code(), Some(0));
    let warned = workspace("lint-warned", &warned());
    assert_eq!(warned.xtask(&["lint"]).code(), Some(0));
    assert_eq!(warned.xtask(&["lint", "--deny", "warnings"]).code(), Some(1));
    let invalid = workspace("lint-faulty", &invalid());
    assert_eq!(invalid.xtask(&["lint"]).code(), Some(1));
    assert_eq!(invalid.xtask(&["lint", "--format", "xml"]).code(), Some(2));
}

#[test]
fn text_goes_to_standard_error() {
    let run = workspace("lint-text", &invalid()).xtask(&["lint"]);
    assert_eq!(run.stdout(), "");
    assert!(run.stderr().contains("error[PD0122]: missing field `x-token-cost` in `v2.lamps.list`"), "{}", run.stderr());
    assert!(run.stderr().contains("--> spec/openapi.yaml:6:5"), "{}", run.stderr());
    assert!(run.stderr().ends_with("1 error, 1 warning\n"), "{}", run.stderr());
}

#[test]
fn json_has_the_documented_shape() {
    let run = workspace("lint-json", &invalid()).xtask(&["lint", "--format", "json"]);
    let document = run.json();
    assert_eq!(document["version"], 1);
    assert_eq!(document["errors"], 1);
    assert_eq!(document["warnings"], 1);
    let first = &document["diagnostics"][0];
    assert_eq!(first["code"], "PD0122");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["message"], "missing field `x-token-cost` in `v2.lamps.list`");
    assert_eq!(first["place"], json!({ "file": "spec/openapi.yaml", "line": 6, "column": 5, "end_line": 6, "end_column": 8 }));
    let mut keys: Vec<&str> = first.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["code", "help", "message", "notes", "place", "severity", "title", "why"]);
    assert_eq!(run.stderr(), "");
}

#[test]
fn json_without_problems_is_a_document() {
    let document = workspace("lint-json-fine", FINE).xtask(&["lint", "--format", "json"]).json();
    assert_eq!(document, json!({ "version": 1, "errors": 0, "warnings": 0, "diagnostics": [] }));
}

#[test]
fn github_output_has_one_line_per_diagnostic() {
    let run = workspace("lint-github", &invalid()).xtask(&["lint", "--format", "github"]);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let start = "::error file=spec/openapi.yaml,line=6,endLine=6,col=5,endColumn=8,title=PD0122%3A missing token cost::missing field `x-token-cost`";
    assert!(lines[0].starts_with(start), "{}", lines[0]);
    assert!(lines[0].contains("%0Ahelp: add `x-token-cost: 5`"), "{}", lines[0]);
    assert!(lines[1].starts_with("::warning file=spec/openapi.yaml,line=9,"), "{}", lines[1]);
}

#[test]
fn sarif_follows_the_standard() {
    let document = workspace("lint-sarif", &invalid()).xtask(&["lint", "--format", "sarif"]).json();
    assert_eq!(document["version"], "2.1.0");
    assert!(document["$schema"].as_str().expect("a string").ends_with("sarif-schema-2.1.0.json"));
    let [run] = document["runs"].as_array().expect("a list").as_slice() else { panic!("one run") };
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string());
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = driver["rules"].as_array().expect("a list");
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string(), "{rule}");
        assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().expect("a string")), "{rule}");
    }
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 2);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a string")), "{result}");
        assert!(!result["message"]["text"].as_str().expect("a string").is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({ "uri": "spec/openapi.yaml", "uriBaseId": "%SRCROOT%" }));
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][key].as_u64().is_some_and(|number| number > 0), "{key}: {place}");
        }
    }
    assert_eq!(results[0]["ruleId"], "PD0122");
}

#[test]
fn the_reason_of_a_level_is_shown() {
    let workspace = workspace("lint-levels", &invalid());
    workspace.write("spec/lint.yaml", "PD0122: { level: warn, reason: Lamps are cheap. }\n");
    let run = workspace.xtask(&["lint"]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(run.stderr().contains("warning[PD0122]"), "{}", run.stderr());
    assert!(run.stderr().contains("Lamps are cheap."), "{}", run.stderr());
    workspace.write("spec/lint.yaml", "PD0122: { level: warn }\n");
    let run = workspace.xtask(&["lint"]);
    assert_eq!(run.code(), Some(1));
    assert!(run.stderr().contains("spec/lint.yaml:1:1"), "{}", run.stderr());
}

#[test]
fn check_and_generate_support_the_same_formats() {
    let workspace = workspace("lint-others", &invalid());
    for command in ["check", "generate"] {
        let run = workspace.xtask(&[command, "--format", "json"]);
        assert_eq!(run.code(), Some(1), "{}", run.stderr());
        assert_eq!(run.json()["errors"], 1);
    }
}

/// Returns the codes that are shown with `--touched`, and the standard error.
fn touched(workspace: &Workspace, base: &str) -> (Vec<String>, String) {
    let run = workspace.xtask(&["lint", "--format", "json", "--touched", base]);
    let document = run.json();
    let found = document["diagnostics"].as_array().expect("a list");
    (found.iter().map(|item| item["code"].as_str().expect("a string").to_owned()).collect(), run.stderr())
}

#[test]
fn touched_shows_only_changed_lines() {
    let workspace = workspace("lint-touched", &warned());
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "first"]);
    let old = "hidden diagnostics on lines that have not changed since main: 1\n".to_owned();
    assert_eq!(touched(&workspace, "main"), (vec![], old.clone()));

    workspace.git(&["checkout", "--quiet", "-b", "topic"]);
    // Removing a line touches the operation that contained it.
    workspace.write("spec/openapi.yaml", &warned().replace("      x-token-cost: 1\n", ""));
    assert_eq!(touched(&workspace, "main"), (vec!["PD0122".to_owned()], old.clone()));

    // A changed line, with a new line above it.
    let changed = warned().replace("openapi: 3.0.3", "# Lamps\nopenapi: 3.0.3").replace("tags: [Lamps]", "tags: [Lmaps]");
    workspace.write("spec/openapi.yaml", &changed);
    assert_eq!(touched(&workspace, "main"), (vec!["PD0103".to_owned()], old.clone()));
    workspace.git(&["commit", "--quiet", "--all", "--message", "second"]);
    assert_eq!(touched(&workspace, "main"), (vec!["PD0103".to_owned()], old.clone()));

    // An untracked file.
    workspace.write("spec/examples/v2/lamps.list.json", "{}\n");
    assert_eq!(touched(&workspace, "main"), (vec!["PD0115".to_owned(), "PD0103".to_owned()], old));

    // Later changes of the base are not touched.
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "third"]);
    workspace.git(&["checkout", "--quiet", "main"]);
    workspace.write("spec/openapi.yaml", FINE);
    workspace.git(&["commit", "--quiet", "--all", "--message", "fourth"]);
    workspace.git(&["checkout", "--quiet", "topic"]);
    let (found, _) = touched(&workspace, "main");
    assert!(!found.contains(&"PD0121".to_owned()), "{found:?}");
}

#[test]
fn unknown_revisions_are_errors() {
    let workspace = workspace("lint-unknown", FINE);
    workspace.git(&["init", "--quiet"]);
    for base in ["nowhere", "--all"] {
        let run = workspace.xtask(&["lint", &format!("--touched={base}")]);
        assert_eq!(run.code(), Some(1), "{base}");
        assert!(run.stderr().starts_with("error: "), "{}", run.stderr());
    }
}
