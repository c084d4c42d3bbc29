//! Tests `.ci/review` in a small repository: annotations, the comment, and the exit code.

use crate::common::{LAMPS, Run, Workspace};

/// Creates a repository with a new branch.
fn branch(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.copy_script(".ci/review");
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

/// Reviews a change. Returns the run and the comment.
fn review(workspace: &Workspace, old: &str, new: &str) -> (Run, String) {
    assert!(LAMPS.contains(old));
    workspace.write("spec/openapi.yaml", &LAMPS.replace(old, new));
    let run = workspace.script(".ci/review", &["main"]);
    let comment = workspace.read("target/review/comment.md");
    assert!(comment.starts_with("<!-- spec-diff -->\n"), "{comment}");
    (run, comment)
}

#[test]
fn unchanged_descriptions_are_quiet() {
    let workspace = branch("review-nothing");
    let (run, comment) = review(&workspace, "Lamps", "Lamps");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(comment.contains("🟢 No changes. ") && comment.ends_with("<!-- quiet -->\n"), "{comment}");
    // Nothing is compiled for changes of other files, so a required check is not slow.
    workspace.write("README.md", "Lamps.\n");
    commit(&workspace);
    let calls = workspace.calls().len();
    assert_eq!(workspace.script(".ci/review", &["--concerned", "main"]).code(), Some(1));
    assert_eq!(workspace.script(".ci/review", &["main"]).code(), Some(0));
    assert_eq!(workspace.calls().len(), calls);
}

#[test]
fn a_change_that_is_taken_out_leaves_no_report() {
    let workspace = branch("review-taken-out");
    let (_, comment) = review(&workspace, "type: integer", "type: boolean");
    assert!(comment.contains("type-changed") && !comment.contains("quiet"), "{comment}");
    assert!(std::path::Path::new(&workspace.path("target/review/report.json")).exists());
    assert_eq!(workspace.script(".ci/review", &["--concerned", "main"]).code(), Some(0));
    commit(&workspace);
    let (run, comment) = review(&workspace, "Lamps", "Lamps");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(comment.contains("🟢 No changes. ") && comment.contains("<!-- quiet -->"), "{comment}");
    assert!(!std::path::Path::new(&workspace.path("target/review/report.json")).exists());
}

#[test]
fn the_comment_names_the_commit_of_the_code() {
    let workspace = branch("review-commit");
    review(&workspace, "type: integer", "type: boolean");
    commit(&workspace);
    let commit = workspace.read(".git/refs/heads/topic");
    let written = format!("Written by the code of commit {}", commit.trim());
    let (_, comment) = review(&workspace, "type: integer", "type: boolean");
    assert!(comment.contains(&format!("\n{written}.\n")), "{comment}");
    let (_, comment) = review(&workspace, "type: integer", "type: string");
    assert!(comment.contains(&format!("\n{written} with uncommitted changes.\n")), "{comment}");
}

#[test]
fn compatible_changes_pass() {
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
fn breaking_changes_fail_until_they_are_accepted() {
    let workspace = branch("review-breaking");
    let (run, comment) = review(&workspace, "type: integer", "type: boolean");
    assert_eq!(run.code(), Some(1));
    assert!(run.stdout().contains("::error file=spec/openapi.yaml,line=12,"), "{}", run.stdout());
    assert!(run.stderr().contains("breaking wire changes: 1"), "{}", run.stderr());
    assert!(comment.contains("Wire: requests breaking."), "{comment}");

    let report = workspace.xtask(&["diff", "main", "--format", "json"]).json();
    let fingerprint = report["changes"][0]["fingerprint"].as_str().expect("a string");
    let entry = format!("- {{ fingerprint: '{fingerprint}', reason: It never was a number., date: '2026-11-21' }}\n");
    workspace.write("accepted-changes.yaml", &entry);
    let (run, comment) = review(&workspace, "type: integer", "type: boolean");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(comment.contains("accepted: `It never was a number., "), "{comment}");
}

#[test]
fn problems_on_touched_lines_fail() {
    let workspace = branch("review-lint");
    let (run, comment) = review(&workspace, "List lamps", "List <b>lamps</b>");
    assert_eq!(run.code(), Some(1));
    assert!(run.stdout().contains("::warning file=spec/openapi.yaml,line=9,"), "{}", run.stdout());
    assert!(comment.contains("Lint problems on changed lines: 1;"), "{comment}");
    // The same problem outside of touched lines.
    commit(&workspace);
    workspace.git(&["branch", "--force", "main"]);
    let run = workspace.script(".ci/review", &["main"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
}

#[test]
fn later_changes_of_the_base_are_not_reported() {
    let workspace = branch("review-meantime");
    workspace.git(&["checkout", "--quiet", "main"]);
    workspace.write("spec/openapi.yaml", &LAMPS.replace("type: string", "type: boolean"));
    commit(&workspace);
    workspace.git(&["checkout", "--quiet", "topic"]);
    let (run, comment) = review(&workspace, "Lamps", "Lamps");
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
    assert!(comment.contains("No changes."), "{comment}");
}

#[test]
fn unreadable_descriptions_are_reported_in_the_comment() {
    let workspace = branch("review-unreadable");
    let (run, comment) = review(&workspace, "paths:", "paths: [");
    assert_eq!(run.code(), Some(1));
    assert!(comment.contains("🔴 Cannot compare the description.") && comment.contains("spec/openapi.yaml:"), "{comment}");
    assert_eq!(workspace.script(".ci/review", &[]).code(), Some(2));
    assert_eq!(workspace.script(".ci/review", &["--output=x"]).code(), Some(2));
    assert_ne!(workspace.script(".ci/review", &["nowhere"]).code(), Some(0));
}
