//! `cargo xtask generate`

use crate::{Failure, description, produce, workspace};

/// `cargo xtask generate` has no options.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), Failure> {
    let root = workspace::root()?;
    let (outputs, diagnostics) = produce::outputs(&root)?;
    description::tell(&diagnostics)?;
    let (mut written, mut removed) = (0, 0);
    for output in outputs {
        let changes = output.write().map_err(|error| Failure::Message(error.to_string()))?;
        for path in changes.written.iter().take(20) {
            eprintln!("wrote {}{path}", output.name);
        }
        written += changes.written.len();
        removed += changes.removed.len();
    }
    eprintln!("{written} files written, {removed} removed");
    Ok(())
}
