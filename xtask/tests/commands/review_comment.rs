//! Tests `.ci/review-comment` with a fake `gh`: which comment it writes, if any.

use crate::common::{Run, Workspace};
use serde_json::{Value, json};

const MARK: &str = "<!-- spec-diff -->";

/// What the comment for the commit `new` contains.
const WRITTEN: &str = "Written by the code of commit new.";

/// A fake `gh` that lists pull requests and comments, and stores what is sent.
const GH: &str = r#"case "$*" in
  *'--method GET repos/us/lamps/pulls '*) cat pulls.json ;;
  *'--paginate repos/us/lamps/issues/7/comments'*) cat comments.json ;;
  *'--input -') cat >body.json ;;
  *) exit 1 ;;
esac"#;

/// Creates a workspace with pull request 7, the given comments on it and the new comment. Returns `None` if `jq` is not installed.
fn workspace(name: &str, comments: &[Value], content: &str) -> Option<Workspace> {
    let workspace = Workspace::new(name);
    if std::process::Command::new("jq").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI needs jq");
        eprintln!("skipped: jq is not installed");
        return None;
    }
    workspace.copy_script(".ci/review-comment");
    workspace.program("gh", GH);
    let pulls = json!([{ "number": 6, "head": { "sha": "old" } }, { "number": 7, "head": { "sha": "new" } }]);
    workspace.write("bin/pulls.json", &pulls.to_string());
    // Two pages, as `gh` prints them in sequence.
    workspace.write("bin/comments.json", &format!("[]\n{}", Value::from(comments.to_vec())));
    workspace.write("comment.md", content);
    Some(workspace)
}

fn comment(id: u32, author: &str, body: &str) -> Value {
    json!({ "id": id, "user": { "login": author }, "body": body })
}

fn post(workspace: &Workspace, commit: &str) -> Run {
    workspace.script(".ci/review-comment", &["us/lamps", "them:topic", commit, "comment.md"])
}

/// Returns the only call that writes.
fn written(workspace: &Workspace) -> Option<String> {
    let calls = workspace.calls();
    let mut writing = calls.iter().filter(|call| call.contains("--input"));
    let call = writing.next().cloned();
    assert_eq!(writing.next(), None);
    call
}

fn body(workspace: &Workspace) -> String {
    let sent: Value = serde_json::from_str(&workspace.read("bin/body.json")).expect("JSON");
    sent["body"].as_str().expect("a string").to_owned()
}

#[test]
fn the_first_review_creates_a_comment() {
    let text = format!("{MARK}\nIt \"breaks\" `this`.\n\n{WRITTEN}\n");
    // Comments of other authors, and comments without the marker, are ignored.
    let others = [comment(1, "somebody", &text), comment(2, "github-actions[bot]", "Something else.")];
    let Some(workspace) = workspace("comment-new", &others, &text) else { return };
    let run = post(&workspace, "new");
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert_eq!(written(&workspace).as_deref(), Some("gh api --method POST repos/us/lamps/issues/7/comments --input -"));
    assert_eq!(body(&workspace), format!("{MARK}\n{WRITTEN}\n\nIt \"breaks\" `this`.\n\n"));
    assert!(workspace.calls()[0].ends_with("-f state=open -f head=them:topic"));
}

#[test]
fn later_reviews_update_the_comment() {
    let old = comment(3, "github-actions[bot]", &format!("{MARK}\nOld."));
    let Some(workspace) = workspace("comment-old", &[old], &format!("{MARK}\nNew.\n\n{WRITTEN}\n<!-- quiet -->\n")) else {
        return;
    };
    assert_eq!(post(&workspace, "new").code(), Some(0));
    assert_eq!(written(&workspace).as_deref(), Some("gh api --method PATCH repos/us/lamps/issues/comments/3 --input -"));
    assert_eq!(body(&workspace), format!("{MARK}\n{WRITTEN}\n\nNew.\n\n<!-- quiet -->\n"));
}

#[test]
fn nothing_is_written_without_changes() {
    let text = format!("{MARK}\nThe same.\n\n{WRITTEN}\n");
    let same = comment(3, "github-actions[bot]", &format!("{MARK}\r\n{WRITTEN}\r\n\r\nThe same."));
    let Some(workspace) = workspace("comment-same", &[same], &text) else { return };
    assert!(post(&workspace, "new").stdout().contains("is unchanged"));
    // The branch has a newer commit, which is reviewed separately.
    assert!(post(&workspace, "older").stdout().contains("no open pull request of them:topic is at older"));
    workspace.write("bin/comments.json", "[]");
    workspace.write("comment.md", &format!("{text}<!-- quiet -->\n"));
    assert!(post(&workspace, "new").stdout().contains("nothing to report"));
    assert_eq!(written(&workspace), None);
}

#[test]
fn only_output_of_the_review_is_posted() {
    let Some(workspace) = workspace("comment-foreign", &[], "Buy lamps!\n") else { return };
    let run = post(&workspace, "new");
    assert_eq!(run.code(), Some(1));
    assert_eq!(workspace.calls(), Vec::<String>::new());
    let missing = workspace.script(".ci/review-comment", &["us/lamps", "them:topic", "new", "nowhere.md"]);
    assert_eq!(missing.code(), Some(1));
    assert_eq!(workspace.script(".ci/review-comment", &["us/lamps"]).code(), Some(2));
}

#[test]
fn long_comments_are_truncated_at_lines() {
    let lines = "+ ürgendein Feld\n".repeat(10_000);
    let text = format!("{MARK}\n<details><summary>Details</summary>\n\n```diff\n{lines}```\n\n</details>\n");
    let Some(workspace) = workspace("comment-long", &[], &text) else { return };
    assert_eq!(post(&workspace, "new").code(), Some(0));
    let body = body(&workspace);
    assert!(body.chars().count() < 65_536 && body.len() > 60_000, "{}", body.len());
    let shown = body.matches("Feld").count();
    // Also the line that closes the block, the empty line and that which closes the section.
    let end = format!(
        "Feld\n```\n\n</details>\n\nThis comment was truncated because it is too long: {} lines are omitted. ",
        10_003 - shown
    );
    assert!(body.contains(&end), "{}", &body[body.len() - 300..]);
    assert!(body.starts_with(&format!("{MARK}\n{WRITTEN}\n\n<details>")), "{}", &body[..300]);
}

#[test]
fn the_commit_is_named_even_if_the_report_does_not() {
    let report = "No changes.\n\nWritten by the code of commit old.\n<!-- hidden\n";
    let Some(workspace) = workspace("comment-commit", &[], &format!("{MARK}\n{report}{WRITTEN}\n")) else { return };
    assert_eq!(post(&workspace, "new").code(), Some(0));
    assert_eq!(body(&workspace), format!("{MARK}\n{WRITTEN}\n\n{report}"));
}
