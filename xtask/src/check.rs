//! `cargo xtask check`

use crate::{Failure, description, produce, workspace};

/// `cargo xtask check` has no options.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), Failure> {
    let (outputs, diagnostics) = produce::outputs(&workspace::root()?)?;
    description::tell(&diagnostics)?;
    let mut report = String::new();
    for output in outputs {
        report.push_str(&output.diff().map_err(|error| Failure::Message(error.to_string()))?);
    }
    if report.is_empty() {
        return Ok(());
    }
    print!("{report}");
    Err(Failure::Message(
        "what is committed is not what the description gives; run `cargo xtask generate` and commit the result".to_owned(),
    ))
}
