//! `.ci/review` on a small repository of its own: what it annotates, what it writes for the comment, and when it fails.

use crate::common::{LAMPS, Run, Workspace};

/// A branch that has just left `main`.
fn branch(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.take(".ci/review");
    workspace.cargo();
    workspace.write(".gitignore", "/bin\n/target\n");
    workspace.write("spec/openapi.yaml", LAMPS);
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    commit(&workspace);
    workspace.git(&["checkout", "--quiet", "-b", "topic"]);
    workspace
}

fn commit(workspace: &Workspace) {
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "A change"]);
}

/// What the review says of a change, and its comment.
fn review(workspace: &Workspace, old: &str, new: &str) -> (Run, String) {
    assert!(LAMPS.contains(old));
    workspace.write("spec/openapi.yaml", &LAMPS.replace(old, new));
    let run = workspace.script(".ci/review", &["main"]);
    let comment = workspace.read("target/review/comment.md");
    assert!(comment.starts_with("<!-- spec-diff -->\n"), "{comment}");
    (run, comment)
}

#[test]
fn where_nothing_has_changed_there_is_nothing_to_say() {
    let workspace = branch("review-nothing");
    let (run, comment) = review(&workspace, "Lamps", "Lamps");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(comment.contains("Nothing has changed.") && comment.ends_with("<!-- quiet -->\n"), "{comment}");
}

#[test]
fn what_breaks_nothing_passes() {
    let workspace = branch("review-compatible");
    let (run, comment) = review(
        &workspace,
        "      responses:",
        "        - { name: on, in: query, description: Whether it is on., schema: { type: boolean } }\n      responses:",
    );
    assert_eq!(run.code(), Some(0), "{}{}", run.stdout(), run.stderr());
    assert!(run.stdout().contains("::notice file=spec/openapi.yaml,line=14,"), "{}", run.stdout());
    assert!(comment.contains("optional-parameter-added") && !comment.contains("quiet") && !comment.contains("Lint"), "{comment}");
}

#[test]
fn what_breaks_the_wire_fails_until_somebody_accepts_it() {
    let workspace = branch("review-breaking");
    let (run, comment) = review(&workspace, "type: integer", "type: boolean");
    assert_eq!(run.code(), Some(1));
    assert!(run.stdout().contains("::error file=spec/openapi.yaml,line=12,"), "{}", run.stdout());
    assert!(run.stderr().contains("changes that break the wire: 1"), "{}", run.stderr());
    assert!(comment.contains("Wire: requests breaking."), "{comment}");

    let report = workspace.xtask(&["diff", "main", "--format", "json"]).json();
    let fingerprint = report["changes"][0]["fingerprint"].as_str().expect("a text");
    let entry = format!("- {{ fingerprint: '{fingerprint}', reason: It never was a number., date: '2026-11-21' }}\n");
    workspace.write("accepted-changes.yaml", &entry);
    let (run, comment) = review(&workspace, "type: integer", "type: boolean");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(comment.contains("accepted: It never was a number."), "{comment}");
}

#[test]
fn faults_fail_on_the_lines_that_are_touched() {
    let workspace = branch("review-lint");
    let (run, comment) = review(&workspace, "List lamps", "List <b>lamps</b>");
    assert_eq!(run.code(), Some(1));
    assert!(run.stdout().contains("::warning file=spec/openapi.yaml,line=9,"), "{}", run.stdout());
    assert!(comment.contains("Lint: 1 on the lines"), "{comment}");
    // Somebody else's fault.
    commit(&workspace);
    workspace.git(&["branch", "--force", "main"]);
    let run = workspace.script(".ci/review", &["main"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
}

#[test]
fn what_others_did_in_the_meantime_is_not_told() {
    let workspace = branch("review-meantime");
    workspace.git(&["checkout", "--quiet", "main"]);
    workspace.write("spec/openapi.yaml", &LAMPS.replace("type: string", "type: boolean"));
    commit(&workspace);
    workspace.git(&["checkout", "--quiet", "topic"]);
    let (run, comment) = review(&workspace, "Lamps", "Lamps");
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
    assert!(comment.contains("Nothing has changed."), "{comment}");
}

#[test]
fn what_cannot_be_read_is_said_in_the_comment() {
    let workspace = branch("review-unreadable");
    let (run, comment) = review(&workspace, "paths:", "paths: [");
    assert_eq!(run.code(), Some(1));
    assert!(comment.contains("🔴 The description cannot be compared.") && comment.contains("spec/openapi.yaml:"), "{comment}");
    assert_eq!(workspace.script(".ci/review", &[]).code(), Some(2));
    assert_eq!(workspace.script(".ci/review", &["--output=x"]).code(), Some(2));
    assert_ne!(workspace.script(".ci/review", &["nowhere"]).code(), Some(0));
}
