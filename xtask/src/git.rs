//! Runs git for the commands that ask it.

use std::path::Path;
use std::process::Command;

use crate::Failure;

/// What git prints; an error says what git says.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").current_dir(folder).args(arguments).output();
    let output = output.map_err(|error| Failure::Message(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::Message(String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: ").to_owned()))
}
