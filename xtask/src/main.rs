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
mod produce;
mod release;
mod touched;
mod version;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trees are built and torn down in all stages, which is a third of their time with the allocator of the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Works on the description in `spec/` and on what is generated from it.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the crate in `generated/` from the description.
    Generate(generate::GenerateArgs),
    /// Says whether `generated/` is what `generate` would write.
    Check(check::CheckArgs),
    /// Writes the description as one self-contained `OpenAPI` document.
    Bundle(bundle::BundleArgs),
    /// Writes the entry of `CHANGELOG.md` from what has changed in the description.
    Changelog(changelog::ChangelogArgs),
    /// Calls every operation of a mock server, Prism, that serves the description and judges the requests.
    Contract(contract::ContractArgs),
    /// Says what a change of the description does to the wire and to the Rust API.
    Diff(diff::DiffArgs),
    /// Compares the description with files that the vendor publishes.
    Drift(drift::DriftArgs),
    /// Decodes the examples of a description that is not ours with the crate that was generated from it.
    Examples(examples::ExamplesArgs),
    /// Reads the description and says what is wrong with it.
    Lint(lint::LintArgs),
    /// Makes everything ready for the next release.
    Release(release::ReleaseArgs),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
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
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(Failure::Message(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Why a command did not do its work.
#[derive(Debug)]
enum Failure {
    /// The diagnostics have been printed.
    Reported,
    /// Something outside the description.
    Message(String),
}
