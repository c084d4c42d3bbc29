//! The command line over `pipedrive-codegen`: `cargo xtask <command>`.

mod bundle;
mod changelog;
mod check;
mod contract;
mod description;
mod diff;
mod drift;
mod examples;
mod generate;
mod git;
mod lint;
mod paths;
mod produce;
mod release;
mod touched;
mod version;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pipedrive_codegen::inert::terminal;
use pipedrive_codegen::parallel;

/// All stages allocate and free many small nodes, which takes a third of their time with the system allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Works on the API description in `spec/` and the code that is generated from it.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generates the crate in `generated/` from the description.
    Generate(generate::GenerateArgs),
    /// Checks whether `generated/` is up to date.
    Check(check::CheckArgs),
    /// Writes the description as one self-contained `OpenAPI` document.
    Bundle(bundle::BundleArgs),
    /// Prints changelog entries for the changes of the description, or adds them to `CHANGELOG.md`.
    Changelog(changelog::ChangelogArgs),
    /// Calls every operation on the mock server Prism, which validates requests against the description.
    Contract(contract::ContractArgs),
    /// Compares two descriptions and the stored public APIs, on the wire and in Rust.
    Diff(diff::DiffArgs),
    /// Compares the description with the vendor's published `OpenAPI` files.
    Drift(drift::DriftArgs),
    /// Decodes the examples of a third-party description with the crate that was generated from it.
    Examples(examples::ExamplesArgs),
    /// Checks the description and reports problems.
    Lint(lint::LintArgs),
    /// Prepares the next release.
    Release(release::ReleaseArgs),
}

fn main() -> ExitCode {
    match parallel::deep(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(Failure::Message(message)) => {
            eprintln!("error: {}", terminal::lines(&message));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    match Cli::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Changelog(arguments) => changelog::run(&arguments),
        Command::Contract(arguments) => contract::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Drift(arguments) => drift::run(&arguments),
        Command::Examples(arguments) => examples::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
    }
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// The problems have been printed already.
    Reported,
    /// A message to print.
    Message(String),
}
