//! `cargo xtask generate`

use std::path::{Path, PathBuf};

use pipedrive_codegen::emit::Package;
use pipedrive_codegen::inert::terminal;
use pipedrive_codegen::output::WriteError;

use crate::produce::{self, OutputDirectory};
use crate::{Failure, description, paths, workspace};

/// Arguments of `cargo xtask generate`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct GenerateArgs {
    /// Output format of diagnostics.
    #[arg(long, value_enum, default_value_t)]
    format: description::DiagnosticFormatArg,
    /// Third-party description: an `OpenAPI` 3.0 file in YAML or JSON.
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"])]
    spec: Option<PathBuf>,
    /// Output directory. Only files that an earlier run wrote there, and that were not edited since, are overwritten or removed.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// Name of the generated crate.
    #[arg(long, value_name = "NAME", requires = "spec", value_parser = package_name)]
    name: Option<String>,
    /// Overwrites edited files and files of others that have the name of a generated file.
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &GenerateArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    if let (Some(spec), Some(out), Some(name)) = (&arguments.spec, &arguments.out, &arguments.name) {
        return foreign(&root, spec, out, name, arguments);
    }
    let (outputs, diagnostics) = produce::outputs(&root)?;
    description::report_as(&diagnostics, arguments.format)?;
    write(&outputs, "", arguments.force)
}

fn foreign(root: &Path, spec: &Path, out: &Path, name: &str, arguments: &GenerateArgs) -> Result<(), Failure> {
    let (root, spec, out) = (paths::canonical(root)?, absolute(spec)?, paths::canonical(out)?);
    check_folder(&root, &out)?;
    let from = spec.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
    let package = Package { name: name.to_owned(), from, standalone: out.starts_with(&root) };
    let (output, diagnostics) = produce::foreign(&root, &spec, &out, package)?;
    description::report_as(&diagnostics, arguments.format)?;
    if matches!(arguments.format, description::DiagnosticFormatArg::Text) && !diagnostics.is_empty() {
        eprintln!("omitted, loosened or corrected, by kind:\n{}", diagnostics.kinds());
    }
    let spec = paths::canonical(&spec)?;
    let contains = |output: &OutputDirectory| output.contains(&spec).map_err(|error| failure(&error));
    if output.as_ref().map_or(Ok(false), contains)? {
        return Err(Failure::Message(format!(
            "the description `{}` has the path of a generated file\nhelp: choose another directory with `--out`",
            spec.display()
        )));
    }
    write(output.as_slice(), &format!("{}/", out.display()), arguments.force)
}

fn write(outputs: &[OutputDirectory], prefix: &str, overwrite: bool) -> Result<(), Failure> {
    let (mut written, mut removed) = (0, 0);
    for output in outputs {
        let changes = output.write(overwrite).map_err(|error| failure(&error))?;
        let shown = |path: &String| terminal::line(&format!("{prefix}{}{path}", output.name));
        for path in changes.written.iter().take(20) {
            eprintln!("wrote {}", shown(path));
        }
        for path in &changes.removed {
            eprintln!("removed {}", shown(path));
        }
        for path in &changes.kept {
            eprintln!("kept {}, which is no longer generated but was edited", shown(path));
        }
        written += changes.written.len();
        removed += changes.removed.len();
    }
    eprintln!("{written} files written, {removed} removed");
    Ok(())
}

fn failure(error: &WriteError) -> Failure {
    let help = match error {
        WriteError::Obstacles(obstacles) if obstacles.iter().any(|obstacle| obstacle.reason.can_be_overwritten()) => {
            "\nhelp: move these files elsewhere, choose another directory, or overwrite them with `--force`"
        }
        WriteError::Obstacles(_) => "\nhelp: move these elsewhere, or choose another directory",
        _ => "",
    };
    Failure::Message(format!("{error}{help}"))
}

/// Makes a path absolute, relative to the current directory, in which cargo was called.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::Message(format!("`{}`: {error}", path.display())))
}

/// Returns an error if a directory contains this workspace, is one of its parts, or cannot be a directory.
fn check_folder(root: &Path, folder: &Path) -> Result<(), Failure> {
    let parts = ["generated", "spec", "codegen", "xtask"];
    if root.starts_with(folder) || parts.iter().any(|part| folder.starts_with(root.join(part))) {
        return Err(Failure::Message(format!(
            "`{}` contains files of this workspace\nhelp: choose another directory with `--out`",
            folder.display()
        )));
    }
    // The nearest part of the path that exists, in which directories are created.
    if let Some(file) = folder.ancestors().find(|part| part.exists()).filter(|part| !part.is_dir()) {
        return Err(Failure::Message(format!(
            "`{}` is not a directory\nhelp: choose another directory with `--out`",
            file.display()
        )));
    }
    Ok(())
}

fn package_name(name: &str) -> Result<String, String> {
    if Package::is_valid_name(name) {
        Ok(name.to_owned())
    } else {
        Err("a crate name starts with a lowercase letter, contains only lowercase letters, digits, `-` and `_`, and is neither a keyword nor a \
             crate of Rust"
            .to_owned())
    }
}
