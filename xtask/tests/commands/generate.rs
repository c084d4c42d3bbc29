//! Tests what `cargo xtask generate --out` overwrites and removes.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::common::{Run, Workspace, in_repository};

/// A description of an API with these resources.
fn description(resources: &[&str]) -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: { title: Lamps, version: '1' }\nservers: [{ url: 'https://lamps.example' }]\npaths:\n".to_owned();
    for name in resources {
        let _ = write!(
            text,
            "  /{name}:\n    get:\n      operationId: get_{name}\n      tags: [{name}]\n      responses: {{ '200': {{ description: OK, content: \
             {{ application/json: {{ schema: {{ type: object, properties: {{ watts: {{ type: integer }} }} }} }} }} }} }}\n"
        );
    }
    text
}

/// A directory with a description of lamps and shades, and the crate of it in `out/`.
fn generated(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.write("api.yaml", &description(&["lamps", "shades"]));
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    workspace
}

fn generate(workspace: &Workspace, out: &str, more: &[&str]) -> Run {
    let (spec, out) = (workspace.path("api.yaml"), workspace.path(out));
    in_repository(&[&["generate", "--spec", &spec, "--out", &out, "--name", "lamps"], more].concat())
}

/// All regular files with their contents.
fn files(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
    let listed = Command::new("find").arg(workspace.path("out")).args(["-type", "f"]).output().expect("find runs");
    let mut paths: Vec<String> = String::from_utf8(listed.stdout).expect("UTF-8").lines().map(str::to_owned).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

fn exists(workspace: &Workspace, file: &str) -> bool {
    fs::symlink_metadata(workspace.path(file)).is_ok()
}

#[test]
fn only_its_own_unedited_files_are_removed() {
    let workspace = generated("generate-removes");
    for file in ["out/.git/config", "out/.env", "out/tests/mine.rs", "out/src/mine.rs", "out/notes.md", "out/empty/.keep"] {
        workspace.write(file, "mine");
    }
    let shades: Vec<String> =
        files(&workspace).into_iter().map(|(path, _)| path).filter(|path| path.contains("shades")).collect();
    assert!(!shades.is_empty());
    workspace.write("api.yaml", &description(&["lamps"]));
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    for path in shades {
        assert!(!fs::exists(&path).unwrap(), "{path}");
        assert!(run.stderr().contains(&format!("removed {path}\n")), "{}", run.stderr());
    }
    for file in ["out/.git/config", "out/.env", "out/tests/mine.rs", "out/src/mine.rs", "out/notes.md", "out/empty/.keep"] {
        assert_eq!(workspace.read(file), "mine");
    }
}

#[test]
fn edited_files_are_kept_and_reported() {
    let workspace = generated("generate-edited");
    let edited = files(&workspace).into_iter().map(|(path, _)| path).find(|path| path.contains("shades")).expect("a file");
    fs::write(&edited, "// mine").unwrap();
    let before = files(&workspace);
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(1));
    assert!(run.stderr().contains("was edited after it was generated") && run.stderr().contains("--force"), "{}", run.stderr());
    assert_eq!(files(&workspace), before);

    workspace.write("api.yaml", &description(&["lamps"]));
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(run.stderr().contains(&format!("kept {edited}")), "{}", run.stderr());
    assert_eq!(fs::read_to_string(&edited).unwrap(), "// mine");
}

#[test]
fn files_of_others_are_overwritten_on_request_only() {
    let workspace = Workspace::new("generate-foreign");
    workspace.write("api.yaml", &description(&["lamps"]));
    workspace.write("out/Cargo.toml", "mine");
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(1));
    assert!(run.stderr().contains("`Cargo.toml`: was not written by the generator"), "{}", run.stderr());
    assert_eq!(files(&workspace).len(), 1);
    assert_eq!(generate(&workspace, "out", &["--force"]).code(), Some(0));
    assert!(workspace.read("out/Cargo.toml").contains("@generated"));
}

#[test]
fn links_are_not_written_through() {
    let workspace = generated("generate-links");
    workspace.write("elsewhere.rs", "mine");
    fs::remove_file(workspace.path("out/src/lib.rs")).unwrap();
    symlink("../../elsewhere.rs", workspace.path("out/src/lib.rs")).unwrap();
    let run = generate(&workspace, "out", &[]);
    assert!(run.code() == Some(1) && run.stderr().contains("`src/lib.rs`: is a link"), "{}", run.stderr());
    assert_eq!(generate(&workspace, "out", &["--force"]).code(), Some(0));
    assert_eq!(workspace.read("elsewhere.rs"), "mine");

    fs::rename(workspace.path("out/src"), workspace.path("moved")).unwrap();
    symlink("../moved", workspace.path("out/src")).unwrap();
    workspace.write("api.yaml", &description(&["lamps"]));
    for more in [&[][..], &["--force"]] {
        let run = generate(&workspace, "out", more);
        assert!(run.code() == Some(1) && run.stderr().contains("`src` is a link"), "{}", run.stderr());
    }
    assert!(workspace.read("moved/lib.rs").contains("@generated"));
}

#[test]
fn a_manifest_cannot_name_other_files() {
    let workspace = generated("generate-manifest");
    workspace.write("mine.rs", "mine");
    workspace.write("out/.git/config", "mine");
    let manifest = workspace.read("out/.generated");
    for path in ["../mine.rs", "src/../../mine.rs", &workspace.path("mine.rs"), ".git/config", ".generated", ""] {
        workspace.write("out/.generated", &format!("{manifest}0000000000000000  {path}\n"));
        let run = generate(&workspace, "out", &[]);
        assert!(run.code() == Some(1) && run.stderr().contains("no generated file has this path"), "{path}: {}", run.stderr());
    }
    assert!(exists(&workspace, "mine.rs") && exists(&workspace, "out/.git/config"));

    // The description that is read is not removed, whatever the list contains.
    workspace.write("out/api.yaml", &description(&["lamps"]));
    workspace.write("out/.generated", &format!("{manifest}0000000000000000  api.yaml\n"));
    let (spec, out) = (workspace.path("out/api.yaml"), workspace.path("out"));
    let run = in_repository(&["generate", "--spec", &spec, "--out", &out, "--name", "lamps", "--force"]);
    assert!(run.code() == Some(1) && run.stderr().contains("has the path of a generated file"), "{}", run.stderr());
    assert!(exists(&workspace, "out/api.yaml"));
}

#[test]
fn directories_of_the_workspace_and_the_description_are_rejected() {
    let workspace = Workspace::new("generate-paths");
    workspace.write("api.yaml", &description(&["lamps"]));
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    symlink(format!("{repository}/generated"), workspace.path("link")).unwrap();
    let parts = ["generated/../generated", "generated/src", "spec", ".", ".."].map(|part| format!("{repository}/{part}"));
    for out in parts.into_iter().chain([workspace.path("link"), workspace.path("new/../link/src")]) {
        let run = in_repository(&["generate", "--spec", &workspace.path("api.yaml"), "--out", &out, "--name", "lamps"]);
        assert!(run.code() == Some(1) && run.stderr().contains("contains files of this workspace"), "{out}: {}", run.stderr());
    }
    workspace.write("file", "mine");
    for out in ["file", "file/out"] {
        let run = generate(&workspace, out, &[]);
        assert!(run.code() == Some(1) && run.stderr().contains("file` is not a directory\nhelp: "), "{out}: {}", run.stderr());
    }
    workspace.write("out/README.md", &description(&["lamps"]));
    let (spec, out) = (workspace.path("out/README.md"), workspace.path("out"));
    let run = in_repository(&["generate", "--spec", &spec, "--out", &out, "--name", "lamps", "--force"]);
    assert!(run.stderr().contains("has the path of a generated file"), "{}", run.stderr());
    assert_eq!(files(&workspace).len(), 1);
}

#[test]
fn crates_have_names_that_programs_can_use() {
    let workspace = Workspace::new("generate-names");
    workspace.write("api.yaml", &description(&["lamps"]));
    for (name, is_valid) in [("fn", false), ("self", false), ("std", false), ("proc-macro", false), ("A", false), ("a--b_", true)]
    {
        let (spec, out) = (workspace.path("api.yaml"), workspace.path(name));
        let run = in_repository(&["generate", "--spec", &spec, "--out", &out, "--name", name]);
        assert_eq!(run.code() == Some(0), is_valid, "{name}: {}", run.stderr());
        assert_eq!(exists(&workspace, name), is_valid);
    }
}

#[test]
fn a_killed_run_leaves_nothing_that_the_next_one_rejects() {
    let workspace = generated("generate-killed");
    let expected = files(&workspace);
    for delay in (0..300).step_by(12) {
        let resources: &[&str] = if delay % 24 == 0 { &["lamps"] } else { &["lamps", "shades", "bulbs"] };
        workspace.write("api.yaml", &description(resources));
        let (spec, out) = (workspace.path("api.yaml"), workspace.path("out"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["generate", "--spec", &spec, "--out", &out, "--name", "lamps"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    workspace.write("api.yaml", &description(&["lamps", "shades"]));
    let run = generate(&workspace, "out", &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(files(&workspace) == expected, "the result differs from that of an undisturbed run");
}

#[test]
fn two_runs_at_once_leave_the_result_of_one() {
    let workspace = generated("generate-twice");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(generate(&workspace, "out", &[]).code(), Some(0)));
        }
    });
    let expected = files(&workspace);
    fs::remove_dir_all(workspace.path("out")).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(generate(&workspace, "out", &[]).code(), Some(0)));
        }
    });
    assert!(files(&workspace) == expected);
}

#[test]
fn a_full_disk_changes_no_file() {
    let workspace = generated("generate-full");
    let before = files(&workspace);
    workspace.write("api.yaml", &description(&["lamps", "bulbs"]));
    let (spec, out) = (workspace.path("api.yaml"), workspace.path("out"));
    // A limit of the size of files fails the same calls as a full disk does.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' generate --spec '{spec}' --out '{out}' --name lamps",
        env!("CARGO_BIN_EXE_xtask")
    );
    let run = workspace_run(&script);
    assert_ne!(run.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&run.stderr).contains(".generated.tmp"), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(files(&workspace) == before);
    assert_eq!(generate(&workspace, "out", &[]).code(), Some(0));
}

fn workspace_run(script: &str) -> std::process::Output {
    let mut command = Command::new("bash");
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).args(["-c", script]).output().expect("bash runs")
}
