//! `cargo xtask bundle`

use std::path::PathBuf;

use pipedrive_codegen::bundle::{self, BundleFormat};

use crate::{Failure, description, workspace};

/// Arguments of `cargo xtask bundle`.
#[derive(Debug, clap::Args)]
pub(crate) struct BundleArgs {
    /// Output file [default: standard output].
    #[arg(long)]
    out: Option<PathBuf>,
    /// Output syntax.
    #[arg(long, value_enum, default_value_t = BundleSyntax::Yaml)]
    format: BundleSyntax,
    /// Move operations to the paths that their requests are sent to (`x-sent-to`), as mock servers require.
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
        BundleSyntax::Yaml => BundleFormat::Yaml,
        BundleSyntax::Json => BundleFormat::Json,
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
            std::fs::write(file, text).map_err(|error| Failure::Message(format!("cannot write {}: {error}", file.display())))
        }
    }
}
