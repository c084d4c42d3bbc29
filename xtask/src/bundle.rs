//! `cargo xtask bundle`

use std::path::PathBuf;

use pipedrive_codegen::bundle::{self, BundleFormat};

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
    /// Put operations under the path that their requests really go to (`x-sent-to`), as a mock server needs it.
    #[arg(long)]
    as_sent: bool,
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
        Kind::Yaml => BundleFormat::Yaml,
        Kind::Json => BundleFormat::Json,
    };
    let mut bundle = bundle::bundle(&document);
    if arguments.as_sent {
        bundle::as_sent(&mut bundle);
    }
    let text = bundle::render(&bundle, format).map_err(Failure::Message)?;
    match &arguments.out {
        None => {
            print!("{text}");
            Ok(())
        }
        Some(file) => {
            std::fs::write(file, text).map_err(|error| Failure::Message(format!("{} cannot be written: {error}", file.display())))
        }
    }
}
