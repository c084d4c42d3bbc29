//! `cargo xtask bundle`

use std::path::PathBuf;

use pipedrive_codegen::bundle::{self, Format};

use crate::{Failure, description, workspace};

/// Where to and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file to write; standard output without it.
    #[arg(long)]
    out: Option<PathBuf>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Kind::Yaml)]
    format: Kind,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    Yaml,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (document, diagnostics) = description::load(&workspace::root()?);
    description::tell(&diagnostics)?;
    let document = document.ok_or(Failure::Told)?;
    let format = match arguments.format {
        Kind::Yaml => Format::Yaml,
        Kind::Json => Format::Json,
    };
    let text = bundle::text(&bundle::bundle(&document), format).map_err(Failure::Message)?;
    match &arguments.out {
        None => {
            print!("{text}");
            Ok(())
        }
        Some(file) => std::fs::write(file, text)
            .map_err(|error| Failure::Message(format!("{} cannot be written: {error}", file.display()))),
    }
}
