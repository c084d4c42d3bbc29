//! Runs scripts of this repository in a temporary workspace, with fake programs that precede the real ones in `PATH`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::{Run, Workspace};

impl Workspace {
    /// Copies a script of this repository.
    pub fn copy_script(&self, script: &str) {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
        self.executable(script, &fs::read_to_string(repository.join(script)).expect("a script"));
    }

    /// Adds a fake program, which logs its arguments to `bin/calls`.
    pub fn program(&self, name: &str, content: &str) {
        let bin = self.path("bin");
        self.executable(
            &format!("bin/{name}"),
            &format!("#!/usr/bin/env bash\necho \"{name} $*\" >>'{bin}/calls'\ncd '{bin}'\n{content}\n"),
        );
    }

    /// Adds a fake `cargo` that only runs `xtask`.
    pub fn cargo(&self) {
        let (root, xtask) = (self.path(""), env!("CARGO_BIN_EXE_xtask"));
        self.program("cargo", &format!("if [[ $1 == xtask ]]; then shift; cd '{root}'; exec '{xtask}' \"$@\"; fi"));
    }

    /// Returns the logged calls of the fake programs.
    pub fn calls(&self) -> Vec<String> {
        fs::read_to_string(self.path("bin/calls")).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Runs a script of the workspace with bash, as executing a file that was just written may fail with "text file busy".
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

    fn executable(&self, file: &str, content: &str) {
        self.write(file, content);
        fs::set_permissions(self.path(file), fs::Permissions::from_mode(0o755)).expect("permissions");
    }
}
