//! Tests `cargo xtask release` in a small repository, with a fake cargo that logs its calls.

use crate::common::{Run, Workspace};

const SPEC: &str = "\
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
      parameters:
        - { name: watts, in: query, description: How strong it is., schema: { type: integer } }
      responses:
        '200': { description: The lamps. }
        default: { description: It failed. }
";

/// Creates a workspace that is ready for its first release.
fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.cargo();
    workspace.write(".gitignore", "/bin\n");
    workspace.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    workspace.write("spec/openapi.yaml", SPEC);
    workspace.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Lamps.\n");
    workspace.write("codegen/CHANGELOG.md", "# Changelog of the generator\n\n## Unreleased\n\n- A command.\n");
    workspace.write("codegen/static/guide/first_steps.md", "First steps.\n");
    workspace.write("codegen/static/examples/first.rs", "fn main() {}\n");
    workspace.write("LICENSE-MIT", "MIT\n");
    workspace.write("LICENSE-APACHE", "Apache\n");

    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    commit(&workspace);
    workspace
}

fn commit(workspace: &Workspace) {
    workspace.git(&["add", "."]);
    workspace.git(&[
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "--message",
        "A change",
        "--date",
        "2026-11-20T12:00:00Z",
    ]);
}

/// Creates a workspace with the release 0.1.0 and a later change.
fn released(name: &str, old: &str, new: &str) -> Workspace {
    let workspace = workspace(name);
    assert_eq!(release(&workspace, &["--skip-checks"]).code(), Some(0));
    commit(&workspace);
    workspace.git(&["tag", "v0.1.0"]);
    assert!(SPEC.contains(old));
    workspace.write("spec/openapi.yaml", &SPEC.replace(old, new));
    commit(&workspace);
    workspace
}

/// The published crates, in the order of their dependencies.
const PACKAGES: &str = "--package pipedrive-idents --package pipedrive-inert --package pipedrive-runtime --package pipedrive --package pipedrive-account --package pipedrive-mock";

fn release(workspace: &Workspace, arguments: &[&str]) -> Run {
    let date = ["release", "--date", "2026-11-21"];
    workspace.run(env!("CARGO_BIN_EXE_xtask"), &[&date[..], arguments].concat())
}

#[test]
fn the_first_release_keeps_the_version() {
    let workspace = workspace("release-first");
    let run = release(&workspace, &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(run.stderr().contains("0.1.0 (2026-11-21), the first release"), "{}", run.stderr());
    let changelog = "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-11-21)\n\n- Lamps.\n";
    assert_eq!(workspace.read("CHANGELOG.md"), changelog);
    assert_eq!(workspace.read("generated/CHANGELOG.md"), changelog);
    let generator = "# Changelog of the generator\n\n## Unreleased\n\n## 0.1.0 (2026-11-21)\n\n- A command.\n";
    assert_eq!(workspace.read("codegen/CHANGELOG.md"), generator);
    assert_eq!(
        workspace.calls(),
        [
            "cargo update --quiet --workspace --offline",
            "cargo test --workspace",
            &format!("cargo publish --dry-run --allow-dirty {PACKAGES}"),
        ]
    );
    for step in ["git commit", "git tag --annotate v0.1.0", "git push", &format!("cargo publish {PACKAGES}")] {
        assert!(run.stdout().contains(step), "{}", run.stdout());
    }
}

#[test]
fn the_version_depends_on_the_changes() {
    let workspace = released("release-breaking", "type: integer", "type: boolean");
    let run = release(&workspace, &["--skip-checks"]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert_eq!(workspace.read("Cargo.toml"), "[workspace.package]\nversion = \"0.2.0\"\nedition = \"2024\"\n");
    assert!(workspace.read("generated/Cargo.toml").contains("\nversion = \"0.2.0\"\n"));
    assert!(workspace.read("generated/README.md").contains("\npipedrive = \"0.2\"\n"));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(changelog.starts_with("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-21)\n\n### Breaking\n\n- "), "{changelog}");
    // The generator has not changed.
    assert!(!workspace.read("codegen/CHANGELOG.md").contains("0.2.0"));
    assert!(!workspace.calls().iter().any(|call| call.contains("test") || call.contains("publish")), "{:?}", workspace.calls());
}

#[test]
fn accepted_changes_end_with_the_release() {
    let workspace = released("release-accepted", "type: integer", "type: boolean");
    workspace
        .write("accepted-changes.yaml", "- { fingerprint: '0123456789abcdef', reason: It was wrong., date: '2026-11-20' }\n");
    commit(&workspace);
    let run = release(&workspace, &["--skip-checks"]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(run.stdout().contains("accepted changes are removed"), "{}", run.stdout());
    assert!(!std::path::Path::new(&workspace.path("accepted-changes.yaml")).exists());
}

#[test]
fn the_semver_check_uses_the_last_tag() {
    let workspace = released("release-semver", "x-token-cost: 1", "x-token-cost: 5");
    let run = release(&workspace, &[]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(workspace.calls().contains(&format!("cargo semver-checks {PACKAGES} --baseline-rev v0.1.0")));
    assert!(workspace.read("Cargo.toml").contains("\"0.1.1\""));
}

#[test]
fn nothing_is_released_without_the_semver_check() {
    let workspace = released("release-without-semver", "x-token-cost: 1", "x-token-cost: 5");
    workspace.program("cargo", "if [[ $1 == semver-checks ]]; then exit 1; fi");
    let run = release(&workspace, &[]);
    assert_eq!(run.code(), Some(1));
    assert!(run.stderr().contains("cargo-semver-checks is not installed"), "{}", run.stderr());
    assert!(workspace.read("Cargo.toml").contains("\"0.1.0\""), "no file has changed");
    assert_eq!(release(&workspace, &["--dry-run"]).code(), Some(0));
    assert_eq!(release(&workspace, &["--skip-checks"]).code(), Some(0));
}

#[test]
fn a_version_may_be_higher_but_not_lower_than_needed() {
    let workspace = released("release-chosen", "type: integer", "type: boolean");
    for arguments in [["--version", "0.1.1"], ["--bump", "patch"]] {
        let run = release(&workspace, &arguments);
        assert_eq!(run.code(), Some(1));
        assert!(
            run.stderr().contains("version 0.1.1 is too low: the changes since 0.1.0 (major) require at least 0.2.0"),
            "{}",
            run.stderr()
        );
    }
    let run = release(&workspace, &["--version", "1.0.0", "--dry-run"]);
    assert_eq!(run.code(), Some(0));
    assert!(run.stderr().contains("v0.1.0 → 1.0.0 (2026-11-21)"), "{}", run.stderr());
    assert!(run.stdout().starts_with("### Breaking\n\n- "), "{}", run.stdout());
    // No file has changed.
    assert!(workspace.read("Cargo.toml").contains("\"0.1.0\""));
    assert!(release(&workspace, &["--dry-run"]).stderr().contains("0.2.0"));
}

#[test]
fn uncommitted_changes_and_empty_changelogs_are_rejected() {
    // A changed `x-source` does not appear in the changelog.
    let workspace = released("release-refused", "tags: [Lamps]", "tags: [Lamps]\n      x-source: seed 004");
    let run = release(&workspace, &["--skip-checks"]);
    assert!(run.stderr().contains("CHANGELOG.md has no entries"), "{}", run.stderr());
    workspace.write("CHANGELOG.md", &workspace.read("CHANGELOG.md").replace("Unreleased\n", "Unreleased\n\n- Something.\n"));
    let run = release(&workspace, &["--skip-checks"]);
    assert_eq!(run.code(), Some(1));
    assert!(run.stderr().contains("uncommitted changes; commit or stash them:\n M CHANGELOG.md"), "{}", run.stderr());
    commit(&workspace);
    assert_eq!(release(&workspace, &["--skip-checks"]).code(), Some(0));
    assert!(workspace.read("Cargo.toml").contains("\"0.1.1\""));
    for arguments in [["--date", "tomorrow"], ["--version", "1.0.0-rc.1"]] {
        assert_eq!(workspace.xtask(&[&["release"], &arguments[..]].concat()).code(), Some(2));
    }
}

#[test]
fn the_emitted_crates_can_be_published() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let manifest = |dir: &str| std::fs::read_to_string(repository.join(dir).join("Cargo.toml")).expect("generated");
    let directories = ["generated", "codegen/account", "codegen/idents", "codegen/inert", "codegen/mock", "codegen/runtime"];
    for (dir, manifest) in directories.iter().map(|dir| (dir, manifest(dir))) {
        for key in ["description", "license", "repository", "readme", "categories", "keywords"] {
            assert!(
                manifest.lines().any(|line| line.starts_with(&format!("{key} = ")) || line == format!("{key}.workspace = true")),
                "{dir}: {key}: {manifest}"
            );
        }
        assert!(!manifest.contains("publish = false") && !manifest.contains("publish.workspace"), "{dir}");
        for file in ["LICENSE-MIT", "LICENSE-APACHE", "README.md"] {
            assert!(repository.join(dir).join(file).is_file(), "{dir}/{file}");
        }
    }
    let (whole, runtime) = (manifest("generated"), manifest("codegen/runtime"));
    let keywords = whole.lines().find(|line| line.starts_with("keywords = ")).expect("defined");
    assert!((1..=5).contains(&(keywords.matches('"').count() / 2)), "{keywords}");
    // Each release of the one goes with just one of the other.
    assert!(runtime.lines().any(|line| line == "version.workspace = true"), "{runtime}");
    let version = manifest("").lines().find_map(|line| line.strip_prefix("version = ").map(str::to_owned)).expect("there");
    let version = version.trim_matches('"');
    for manifest in [whole, manifest("")] {
        assert!(manifest.contains(&format!("pipedrive-runtime = {{ version = \"={version}\"")), "{manifest}");
    }
}
