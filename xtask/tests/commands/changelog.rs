//! Tests `cargo xtask changelog` in a small repository.

use crate::common::{LAMPS, Workspace};

/// Returns the description with one change for every heading.
fn changed() -> String {
    LAMPS
        .replace("type: integer", "type: boolean")
        .replace(
            "      responses:",
            "        - { name: on, in: query, description: Whether it is on., schema: { type: boolean } }\n      responses:",
        )
        .replace("x-token-cost: 1", "x-token-cost: 5")
        .replace("schema: { type: string }", "deprecated: true, schema: { type: string }")
        .replace("List lamps", "List all lamps")
}

fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.write("spec/openapi.yaml", LAMPS);
    workspace
        .write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Written by hand.\n\n## 0.1.0 (2026-01-01)\n\n- The first.\n");
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "The first"]);
    workspace.git(&["tag", "v0.1.0"]);
    workspace.write("spec/openapi.yaml", &changed());
    workspace
}

const ENTRY: &str = "\
### Breaking

- Setter type changed: `v2::lamps::requests::ListRequest::watts` from `.watts(watts: impl TryInto<i64>)` to `.watts(watts: bool)`
  (`client.v2().lamps().list`). Earlier versions may send requests that the API rejects.

### Added

- Setter added: `v2::lamps::requests::ListRequest::on` (`client.v2().lamps().list`).

### Changed

- Token cost changed: `1 → 5` (`client.v2().lamps().list`).

### Deprecated

- Parameter deprecated: `v2::lamps::requests::ListRequest::colour` (`client.v2().lamps().list`).

### Documentation

- New wording: `client.v2().lamps().list`.
";

#[test]
fn the_entry_is_printed() {
    let workspace = workspace("changelog-printed");
    let run = workspace.xtask(&["changelog", "v0.1.0"]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert_eq!(run.stdout(), ENTRY);
    assert_eq!(workspace.xtask(&["changelog", "v0.1.0", "v0.1.0"]).stdout(), "");
    assert_eq!(workspace.xtask(&["changelog", "nowhere"]).code(), Some(1));
}

#[test]
fn the_entry_is_written_once() {
    let workspace = workspace("changelog-written");
    for added in ["5 entries added", "0 entries added"] {
        let run = workspace.xtask(&["changelog", "v0.1.0", "--write"]);
        assert!(run.stderr().contains(added), "{}", run.stderr());
        let text = std::fs::read_to_string(workspace.path("CHANGELOG.md")).expect("there");
        assert_eq!(
            text,
            format!("# Changelog\n\n## Unreleased\n\n- Written by hand.\n\n{ENTRY}\n## 0.1.0 (2026-01-01)\n\n- The first.\n")
        );
    }
}
