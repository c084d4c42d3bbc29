//! Temporary workspaces, and the commands that run in them.

mod scripts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small valid description, which tests modify.
pub const LAMPS: &str = "\
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
        - { name: colour, in: query, description: Its colour., schema: { type: string } }
      responses:
        '200': { description: The lamps. }
        default: { description: It failed. }
      description: Lamps are those of the account.
";

/// A directory that the commands accept as a workspace.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Creates an empty workspace. The name must be unique per test.
    pub fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let workspace = Self { root };
        workspace.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        workspace
    }

    pub fn write(&self, file: &str, content: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().expect("a directory")).expect("writable");
        fs::write(path, content).expect("writable");
    }

    /// Returns the path of a file.
    pub fn path(&self, file: &str) -> String {
        self.root.join(file).display().to_string()
    }

    /// Runs `cargo xtask`.
    pub fn xtask(&self, arguments: &[&str]) -> Run {
        run(&self.root, arguments)
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]).args(arguments);
        // The test may run in a hook of another repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        let output = command.output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// The result of a command.
pub struct Run(Output);

impl Run {
    pub fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.0.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout(), self.stderr()))
    }
}

/// Runs `cargo xtask` in this repository.
pub fn in_repository(arguments: &[&str]) -> Run {
    run(Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace"), arguments)
}

fn run(dir: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(dir).args(arguments).env_remove("CARGO_MANIFEST_DIR").env("NO_COLOR", "1");
    Run(command.output().expect("the command runs"))
}
