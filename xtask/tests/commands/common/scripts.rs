//! Scripts of this repository in a workspace of a test's own, with programs of the test's own in front of the real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::{Run, Workspace};

impl Workspace {
    /// Takes over a script of this repository.
    pub fn take(&self, script: &str) {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
        self.executable(script, &fs::read_to_string(repository.join(script)).expect("a script"));
    }

    /// Puts a program in front of the real one of its name. What it is called with is added to `bin/calls`.
    pub fn program(&self, name: &str, text: &str) {
        let bin = self.path("bin");
        self.executable(
            &format!("bin/{name}"),
            &format!("#!/usr/bin/env bash\necho \"{name} $*\" >>'{bin}/calls'\ncd '{bin}'\n{text}\n"),
        );
    }

    /// A cargo that knows `xtask`, and does nothing else.
    pub fn cargo(&self) {
        let (root, xtask) = (self.path(""), env!("CARGO_BIN_EXE_xtask"));
        self.program("cargo", &format!("if [[ $1 == xtask ]]; then shift; cd '{root}'; exec '{xtask}' \"$@\"; fi"));
    }

    /// What the programs were called with.
    pub fn calls(&self) -> Vec<String> {
        fs::read_to_string(self.path("bin/calls")).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Runs a script of the workspace. Its shell opens it, as a file that has just been written may still be too busy to be run.
    pub fn script(&self, script: &str, arguments: &[&str]) -> Run {
        self.run("bash", &[&[script][..], arguments].concat())
    }

    /// Runs a program.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Run {
        let path = format!("{}:{}", self.path("bin"), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command
            .current_dir(self.path(""))
            .args(arguments)
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .env_remove("CARGO_MANIFEST_DIR");
        Run(command.output().expect("it runs"))
    }

    fn executable(&self, file: &str, text: &str) {
        self.write(file, text);
        fs::set_permissions(self.path(file), fs::Permissions::from_mode(0o755)).expect("ours");
    }
}
