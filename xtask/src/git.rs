//! Runs git.

use std::path::Path;
use std::process::Command;

use crate::Failure;

/// Runs git and returns its standard output, or its standard error as a failure.
pub(crate) fn run(dir: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").current_dir(dir).args(arguments).output();
    let output = output.map_err(|error| Failure::Message(format!("cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::Message(String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: ").to_owned()))
}
