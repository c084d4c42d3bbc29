//! `cargo xtask diff` on a small repository of its own: git revisions, folders, files, and what fails.

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

/// A workspace with one commit, and a change in its working tree that breaks both the wire and Rust code.
struct Workspace(PathBuf);

impl Workspace {
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
        workspace.git(&["add", "."]);
        let who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"];
        workspace.git(&[&who[..], &["commit", "--quiet", "--message", "The first"]].concat());
        workspace.write("spec/v1/things.yaml", &THINGS.replace("integer", "string"));
        workspace
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).expect("writable");
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git").current_dir(&self.0).args(arguments).status().expect("git can be run");
        assert!(status.success(), "git {arguments:?}");
    }

    fn diff(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // As cargo would set it.
        command.current_dir(&self.0).env("CARGO_MANIFEST_DIR", self.0.join("xtask")).arg("diff").args(arguments);
        command.output().expect("xtask can be run")
    }

    /// What it prints, given that it succeeds.
    fn told(&self, arguments: &[&str]) -> String {
        let output = self.diff(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What it says when it fails.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.diff(arguments);
        assert!(!output.status.success(), "{arguments:?} should fail");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

#[test]
fn a_revision_is_compared_with_the_working_tree() {
    let workspace = Workspace::new("revision");
    let text = workspace.told(&["HEAD"]);
    assert!(text.starts_with("HEAD → the working tree\n"), "{text}");
    assert!(text.contains("Thing.size: integer → string"), "{text}");
    assert!(text.contains("- size: Option<i64>") && text.contains("+ size: Option<String>"), "{text}");
    assert!(text.contains("at      spec/v1/things.yaml:9:"), "{text}");
    assert!(text.contains("so 0.3.1 becomes 0.4.0"), "{text}");

    let back = workspace.told(&["spec", "HEAD"]);
    assert!(back.contains("Thing.size: string → integer") && back.contains("at      HEAD:spec/v1/things.yaml:9:"), "{back}");
    assert!(workspace.told(&["HEAD", "HEAD"]).contains("Nothing has changed."));
    assert!(workspace.told(&["HEAD:spec", "HEAD:spec/openapi.yaml"]).contains("Nothing has changed."));
    assert!(workspace.told(&["spec/openapi.yaml"]).contains("Nothing has changed."));
    assert!(workspace.told(&["HEAD", "--current-version", "1.2.3"]).contains("so 1.2.3 becomes 2.0.0"));
}

#[test]
fn it_fails_where_it_is_asked_to_unless_somebody_has_accepted_the_change() {
    let workspace = Workspace::new("fail-on");
    assert!(workspace.refused(&["HEAD", "--fail-on", "breaking"]).contains("changes that break the wire: 1"));
    assert!(workspace.refused(&["HEAD", "--fail-on", "major"]).contains("changes that break Rust code: 1"));
    let text = workspace.told(&["HEAD"]);
    let foreign = BASE.replace("v1/things.yaml#/paths/things", "v1/others.yaml#/paths/things");
    workspace.write("spec/foreign.yaml", &foreign);
    workspace.write("spec/v1/others.yaml", &THINGS.replace("v1.things.get", "getThing"));
    let unknown = workspace.refused(&["HEAD", "spec/foreign.yaml", "--fail-on", "major"]);
    assert!(unknown.contains("the Rust side could not be compared"), "{unknown}");
    fs::remove_file(workspace.0.join("spec/foreign.yaml")).expect("there");

    let fingerprint = text.lines().find_map(|line| line.trim().strip_prefix("id ")).expect("a fingerprint").trim();

    let entry = format!("- {{ fingerprint: '{fingerprint}', reason: It was wrong before., date: '2026-11-21' }}\n");
    workspace.write("accepted-changes.yaml", &entry);
    assert!(workspace.told(&["HEAD", "--fail-on", "major"]).contains("accepted: It was wrong before."));
    workspace.write("accepted-changes.yaml", &entry.replace("It was wrong before.", "''"));
    assert!(workspace.refused(&["HEAD"]).contains("say why the change may pass"));
    workspace.write("others.yaml", &entry);
    assert!(workspace.told(&["HEAD", "--fail-on", "breaking", "--accept", "others.yaml"]).contains("1 accepted"));
}

#[test]
fn a_side_that_is_not_there_is_named() {
    let workspace = Workspace::new("faults");
    for (arguments, why) in [
        (&["nowhere"][..], "base: `nowhere` is no folder, no file and no git revision"),
        (&["HEAD", "nowhere"], "head: `nowhere` is no folder"),
        (&["HEAD:nowhere"], "base: there is no `nowhere` in HEAD"),
        (&["spec/v1"], "base: there is none of openapi.yaml"),
        (&["Cargo.toml"], "base: Cargo.toml cannot be read"),
        (&["spec/v1/things.yaml"], "has no `openapi:`"),
        (&["--", "--output=x"], "is no folder, no file and no git revision"),
    ] {
        let text = workspace.refused(arguments);
        assert!(text.contains(why), "{arguments:?}: {text}");
    }
    workspace.write("spec/v1/things.yaml", "paths: [\n");
    let text = workspace.refused(&["HEAD"]);
    assert!(text.contains("head: the working tree cannot be read") && text.contains("spec/v1/things.yaml:"), "{text}");
}
