//! Tests `cargo xtask diff` in a small repository: git revisions, directories, files, and failures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BASE: &str = "openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things: { $ref: 'v1/things.yaml#/paths/things' }
";
const THINGS: &str = "paths:
  things:
    get:
      operationId: v1.things.get
      summary: Get the thing
      responses:
        '200': { description: The thing., content: { application/json: { schema: { $ref: '#/schemas/Thing' } } } }
schemas:
  Thing: { type: object, properties: { size: { type: integer } } }
";

/// A workspace with one commit, and a change in its working tree that is breaking on the wire and in Rust.
struct DiffWorkspace(PathBuf);

impl DiffWorkspace {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diff-{name}"));
        if root.exists() {
            fs::remove_dir_all(&root).expect("an old workspace can be removed");
        }
        fs::create_dir_all(root.join("spec/v1")).expect("writable");
        let workspace = Self(root);
        workspace.write("Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
        workspace.write("spec/openapi.yaml", BASE);
        workspace.write("spec/v1/things.yaml", THINGS);
        workspace.git(&["init", "--quiet"]);
        workspace.commit("The first");
        workspace.write("spec/v1/things.yaml", &THINGS.replace("integer", "string"));
        workspace
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).expect("writable");
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git").current_dir(&self.0).args(arguments).status().expect("git runs");
        assert!(status.success(), "git {arguments:?}");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "."]);
        let who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"];
        self.git(&[&who[..], &["commit", "--quiet", "--message", message]].concat());
    }

    fn diff(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // Set as cargo does.
        command.current_dir(&self.0).env("CARGO_MANIFEST_DIR", self.0.join("xtask")).arg("diff").args(arguments);
        command.output().expect("xtask runs")
    }

    /// Runs the command, which must succeed, and returns its standard output.
    fn stdout(&self, arguments: &[&str]) -> String {
        let output = self.diff(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the command, which must fail, and returns its standard error.
    fn stderr(&self, arguments: &[&str]) -> String {
        let output = self.diff(arguments);
        assert!(!output.status.success(), "{arguments:?} should fail");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

#[test]
fn a_revision_is_compared_with_the_working_tree() {
    let workspace = DiffWorkspace::new("revision");
    let text = workspace.stdout(&["HEAD"]);
    assert!(text.starts_with("HEAD → the working tree\n"), "{text}");
    assert!(text.contains("Thing.size: integer → string"), "{text}");
    assert!(text.contains("- size: Option<i64>") && text.contains("+ size: Option<String>"), "{text}");
    assert!(text.contains("at      spec/v1/things.yaml:9:"), "{text}");
    assert!(text.contains("0.3.1 must become at least 0.4.0"), "{text}");

    let back = workspace.stdout(&["spec", "HEAD"]);
    assert!(back.contains("Thing.size: string → integer") && back.contains("at      HEAD:spec/v1/things.yaml:9:"), "{back}");
    assert!(workspace.stdout(&["HEAD", "HEAD"]).contains("No changes."));
    assert!(workspace.stdout(&["HEAD:spec", "HEAD:spec/openapi.yaml"]).contains("No changes."));
    assert!(workspace.stdout(&["spec/openapi.yaml"]).contains("No changes."));
    assert!(workspace.stdout(&["HEAD", "--current-version", "1.2.3"]).contains("1.2.3 must become at least 2.0.0"));
}

#[test]
fn fail_on_fails_unless_the_change_is_accepted() {
    let workspace = DiffWorkspace::new("fail-on");
    assert!(workspace.stderr(&["HEAD", "--fail-on", "breaking"]).contains("breaking wire changes: 1"));
    assert!(workspace.stderr(&["HEAD", "--fail-on", "major"]).contains("major changes of the Rust API: 1"));
    let text = workspace.stdout(&["HEAD"]);
    let foreign = BASE.replace("v1/things.yaml#/paths/things", "v1/others.yaml#/paths/things");
    workspace.write("spec/foreign.yaml", &foreign);
    workspace.write("spec/v1/others.yaml", &THINGS.replace("v1.things.get", "getThing"));
    let unknown = workspace.stderr(&["HEAD", "spec/foreign.yaml", "--fail-on", "major"]);
    assert!(unknown.contains("cannot compare the Rust API"), "{unknown}");
    fs::remove_file(workspace.0.join("spec/foreign.yaml")).expect("exists");

    let fingerprint = text.lines().find_map(|line| line.trim().strip_prefix("id ")).expect("a fingerprint").trim();

    // The printed entry lacks nothing but the reason.
    let printed = workspace.stderr(&["HEAD", "--fail-on", "breaking"]);
    let (_, entry) = printed.split_once("each with the reason:\n").expect("an entry");
    assert!(entry.starts_with("# type-changed: Thing.size: integer → string (spec/v1/things.yaml:9)\n"), "{entry}");
    assert!(entry.contains(&format!("- fingerprint: '{fingerprint}'\n")), "{entry}");
    workspace.write("accepted-changes.yaml", entry);
    assert!(workspace.stderr(&["HEAD", "--fail-on", "breaking"]).contains("explain why the change is accepted"));
    workspace.write("accepted-changes.yaml", &entry.replace("reason: ''", "reason: It was never sent."));
    assert!(workspace.stdout(&["HEAD", "--fail-on", "breaking,major"]).contains("accepted: It was never sent., "));

    let entry = format!("- {{ fingerprint: '{fingerprint}', reason: It was wrong before., date: '2026-11-21' }}\n");
    workspace.write("accepted-changes.yaml", &entry);
    assert!(workspace.stdout(&["HEAD", "--fail-on", "major"]).contains("accepted: It was wrong before."));
    workspace.write("accepted-changes.yaml", &entry.replace("It was wrong before.", "''"));
    assert!(workspace.stderr(&["HEAD"]).contains("explain why the change is accepted"));
    workspace.write("others.yaml", &entry);
    assert!(workspace.stdout(&["HEAD", "--fail-on", "breaking", "--accept", "others.yaml"]).contains("1 accepted"));
}

#[test]
fn entries_of_earlier_changes_are_not_reported() {
    let workspace = DiffWorkspace::new("earlier");
    workspace.write("accepted-changes.yaml", "- { fingerprint: '0123456789abcdef', reason: Earlier., date: '2026-11-21' }\n");
    assert!(workspace.stdout(&["HEAD"]).contains("Accepted but not found: 0123456789abcdef"), "it is new, and accepts nothing");
    workspace.commit("Accepts a change");
    assert!(!workspace.stdout(&["HEAD"]).contains("not found"), "the base already contains it");
}

#[test]
fn errors_name_the_side() {
    let workspace = DiffWorkspace::new("faults");
    for (arguments, why) in [
        (&["nowhere"][..], "base: cannot find `nowhere`: no such directory, file or git revision"),
        (&["HEAD", "nowhere"], "head: cannot find `nowhere`"),
        (&["HEAD:nowhere"], "base: cannot find `nowhere` in HEAD"),
        (&["spec/v1"], "base: cannot find any of openapi.yaml"),
        (&["Cargo.toml"], "base: cannot read Cargo.toml"),
        (&["spec/v1/things.yaml"], "missing key `openapi`"),
        (&["--", "--output=x"], "no such directory, file or git revision"),
    ] {
        let text = workspace.stderr(arguments);
        assert!(text.contains(why), "{arguments:?}: {text}");
    }
    workspace.write("spec/v1/things.yaml", "paths: [\n");
    let text = workspace.stderr(&["HEAD"]);
    assert!(text.contains("head: cannot read the working tree") && text.contains("spec/v1/things.yaml:"), "{text}");
}
