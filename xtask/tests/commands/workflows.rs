//! Checks the workflows without running them: permissions, triggers, and the commands and scripts that they call.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace")
}

fn files(dir: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join(dir)).expect("a directory");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("readable")
}

fn workflow(name: &str) -> Value {
    serde_yaml::from_str(&read(&repository().join(".github/workflows").join(name))).expect("YAML")
}

/// Returns the steps of all jobs.
fn steps(workflow: &Value) -> Vec<Value> {
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    jobs.values().flat_map(|job| job["steps"].as_sequence().expect("steps").clone()).collect()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn pull_request_code_runs_with_a_read_only_token() {
    let review = workflow("spec-review.yml");
    // A workflow with a filter of paths leaves a required check pending.
    assert_eq!(review["on"], yaml("pull_request"));
    assert_eq!(review["permissions"], yaml("contents: read"));
    assert_eq!(review["jobs"]["review"].get("permissions"), None);
    let steps = steps(&review);
    assert_eq!(steps[0]["with"]["fetch-depth"], yaml("0"));
    for (file, text) in files(".github/workflows").iter().map(|path| (path, read(path))) {
        assert!(!text.contains("pull_request_target"), "{}", file.display());
        assert!(!text.contains("secrets."), "{}", file.display());
    }
}

#[test]
fn workflows_with_write_permissions_run_no_pull_request_code() {
    let comment = workflow("spec-review-comment.yml");
    let name = workflow("spec-review.yml")["name"].as_str().expect("a name").to_owned();
    assert_eq!(comment["on"], yaml(&format!("workflow_run: {{ workflows: [{name}], types: [completed] }}")));
    assert_eq!(comment["permissions"], yaml("{}"));
    let job = &comment["jobs"]["comment"];
    assert_eq!(job["permissions"], yaml("{ actions: read, contents: read, pull-requests: write }"));
    assert!(job["if"].as_str().expect("a condition").starts_with("github.event.workflow_run.event == 'pull_request' && "));
    let steps = steps(&comment);
    // It checks out the default branch, and downloads the comment outside of it.
    assert_eq!(steps[0]["with"], yaml("persist-credentials: false"));
    assert!(steps[1]["with"]["path"].as_str().expect("a path").starts_with("${{ runner.temp }}/"));
    assert_eq!(steps[1]["with"]["name"], workflow_upload()["with"]["name"]);
    assert_eq!(steps.len(), 3);
}

#[test]
fn nothing_is_built_where_crates_can_be_published() {
    let release = workflow("release.yml");
    let runs = |job: &str| -> Vec<String> {
        let steps = release["jobs"][job]["steps"].as_sequence().expect("steps");
        steps.iter().filter_map(|step| step["run"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(release["jobs"]["check"]["permissions"], yaml("contents: read"));
    // Build scripts of dependencies could use the token.
    let [toolchain, publish] = &runs("publish")[..] else { panic!("{:?}", runs("publish")) };
    assert_eq!(toolchain, ".ci/toolchain");
    let packages = publish.strip_prefix("cargo publish --locked --no-verify ").expect("no build");
    assert_eq!(runs("check").last().map(String::as_str), Some(format!("cargo publish --locked --dry-run {packages}").as_str()));
}

/// Returns the step that uploads the comment for the other workflow.
fn workflow_upload() -> Value {
    let steps = steps(&workflow("spec-review.yml"));
    let upload = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/upload-artifact@")));
    let upload = upload.expect("an upload").clone();
    let review =
        steps.iter().filter_map(|step| step["run"].as_str()).find(|run| run.starts_with(".ci/review ")).expect("a review");
    let comment = review.rsplit(' ').next().expect("an argument");
    assert_eq!(comment.rsplit_once('/').map(|(dir, _)| dir), upload["with"]["path"].as_str().expect("a path").strip_suffix('/'));
    upload
}

#[test]
fn every_workflow_has_permissions_and_no_script_injection() {
    for path in files(".github/workflows") {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (text, workflow) = (read(&path), workflow(&name));
        assert!(workflow["permissions"].is_mapping(), "{name}");
        assert!(workflow["concurrency"]["group"].is_string(), "{name}");
        for step in steps(&workflow) {
            let Some(run) = step["run"].as_str() else {
                let uses = step["uses"].as_str().expect("run or uses");
                let (action, commit) = uses.split_once('@').expect("a version");
                let known = ["Swatinem/rust-cache", "rust-lang/crates-io-auth-action"].contains(&action);
                assert!(known || action.starts_with("actions/"), "{name}: {uses}");
                // A tag can be moved to other code. The comment names the version, which Dependabot renews together with the commit.
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {uses}");
                assert!(text.contains(&format!("uses: {uses} # v")), "{name}: {uses} without its version in a comment");
                continue;
            };
            // Untrusted values, such as branch names, must be passed by environment variables.
            assert!(!run.contains("${{"), "{name}: {run}");
        }
        for job in workflow["jobs"].as_mapping().expect("jobs").values() {
            assert!(job["timeout-minutes"].is_u64(), "{name}");
        }
    }
}

/// Returns the lines of all run steps and of the scripts in `.ci`.
fn lines() -> Vec<String> {
    let workflows = files(".github/workflows").into_iter().flat_map(|path| steps(&yaml(&read(&path))));
    let runs = workflows.filter_map(|step| step["run"].as_str().map(str::to_owned));
    let scripts = files(".ci").into_iter().map(|path| read(&path)).filter(|text| text.starts_with("#!"));
    let lines: Vec<String> = runs.chain(scripts).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.into_iter().filter(|line| !line.trim_start().starts_with('#')).collect()
}

#[test]
fn called_scripts_exist() {
    let mut found = BTreeSet::new();
    for line in lines() {
        let first = line.trim_start().split(' ').next().unwrap_or_default();
        if first.starts_with(".ci/") {
            use std::os::unix::fs::PermissionsExt as _;
            let mode =
                fs::metadata(repository().join(first)).unwrap_or_else(|error| panic!("{first}: {error}")).permissions().mode();
            assert_eq!(mode & 0o111, 0o111, "{first} is not executable");
            found.insert(first.to_owned());
        }
    }
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [
            ".ci/browser",
            ".ci/dependencies",
            ".ci/format",
            ".ci/fuzz",
            ".ci/llvm-lines",
            ".ci/minimal-versions",
            ".ci/review",
            ".ci/review-comment",
            ".ci/run",
            ".ci/semver-checks",
            ".ci/toolchain",
            ".ci/workflows"
        ]
    );
}

#[test]
fn called_commands_have_the_used_options() {
    let mut found = BTreeSet::new();
    for line in lines() {
        let Some((_, call)) = line.split_once("cargo xtask ") else { continue };
        let mut words = call.split_whitespace();
        let command = words.next().expect("a command").trim_matches(|c: char| !c.is_ascii_alphabetic());
        let run = crate::common::in_repository(&[command, "--help"]);
        assert_eq!(run.code(), Some(0), "{line}");
        let help = run.stdout();
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.split_whitespace().any(|word| word == option), "{command} has no {option}: {line}");
        }
        found.insert(command.to_owned());
    }
    assert!(found.contains("lint") && found.contains("diff") && found.contains("generate"), "{found:?}");
}
