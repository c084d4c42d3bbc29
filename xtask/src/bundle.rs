//! `cargo xtask bundle`

use std::path::PathBuf;

use pipedrive_codegen::bundle::{self, Format};

use crate::{Failure, description, workspace};

/// Where to and how.
#[derive(Debug, clap::Args)]
pub(crate) struct BundleArgs {
    /// The file to write; standard output without it.
    #[arg(long)]
    out: Option<PathBuf>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = BundleSyntax::Yaml)]
    format: BundleSyntax,
    /// Put operations under the path that their requests really go to (`x-sent-to`), as a mock server needs it.
    #[arg(long)]
    as_sent: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum BundleSyntax {
    Yaml,
    Json,
}

pub(crate) fn run(arguments: &BundleArgs) -> Result<(), Failure> {
    let (document, diagnostics) = description::load(&workspace::root()?);
    description::report(&diagnostics)?;
    let document = document.ok_or(Failure::Reported)?;
    let format = match arguments.format {
        BundleSyntax::Yaml => Format::Yaml,
        BundleSyntax::Json => Format::Json,
    };
    let mut bundle = bundle::bundle(&document);
    if arguments.as_sent {
        bundle::as_sent(&mut bundle);
    }
    let text = bundle::text(&bundle, format).map_err(Failure::Message)?;
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
