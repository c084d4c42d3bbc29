//! `cargo xtask generate`

use crate::{Failure, description, produce, workspace};

/// How to show faults of the description.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How to show what is wrong with the description.
    #[arg(long, value_enum, default_value_t)]
    format: description::Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = workspace::root()?;
    let (outputs, diagnostics) = produce::outputs(&root)?;
    description::tell_as(&diagnostics, arguments.format)?;
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
