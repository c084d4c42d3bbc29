//! `cargo xtask lint`

use pipedrive_codegen::pipeline;

use crate::{Failure, description, workspace};

/// `cargo xtask lint` has no options.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), Failure> {
    let (document, mut diagnostics) = description::load(&workspace::root()?);
    if let Some(document) = &document {
        pipeline::model(document, &mut diagnostics);
    }
    description::tell(&diagnostics)
}
