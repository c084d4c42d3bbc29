//! `cargo xtask contract`
//!
//! The mock account (`codegen/mock`) judges names and types of all inputs, also of undescribed ones. Prism, which is used if Node.js is installed,
//! validates paths, queries, credentials and bodies of every kind, including formats and limits. It cannot validate:
//!
//! * Undescribed parameters and properties, which OpenAPI allows. `tests/requests.txt` shows what is sent.
//! * Empty forms: Prism treats them as missing bodies, so bodies that may be empty are not `required`.
//! * Which of two operations on one path was called (`x-sent-to`): the body may be that of either.
//! * The content of responses other than JSON.
//!
//! Prism silently skips schemas that it cannot compile and accepts every body. The run with invalid bodies detects this.

mod prism;

use std::path::Path;
use std::process::{Command, Stdio};

use pipedrive_codegen::bundle::{self, BundleFormat};

use crate::{Failure, description, workspace};
use prism::{Mock, Prism};

/// Arguments of `cargo xtask contract`.
#[derive(Debug, clap::Args)]
pub(crate) struct ContractArgs {
    /// Additional runs with random responses, one for each of these seeds.
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    seeds: Vec<u32>,
    /// Call only operations whose id starts with this prefix.
    #[arg(long, value_name = "PREFIX", default_value = "")]
    only: String,
}

/// The runs, with the arguments of the program that makes the calls.
const RUNS: [(&str, &[&str]); 3] = [
    ("invalid bodies, which the server must reject", &["--wrong"]),
    ("examples, all inputs", &[]),
    ("examples, required inputs only", &["--minimal"]),
];

/// Calls every operation of the mock account, and then of Prism.
pub(crate) fn run(arguments: &ContractArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    build(&root)?;
    let mut failed = Vec::new();
    for (name, extra) in RUNS {
        eprintln!("== mock account: {name}");
        if !call(&root, None, arguments, extra)? {
            failed.push(format!("mock account, {name}"));
        }
    }
    failed.extend(with_prism(&root, arguments)?);
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Message(format!("requests or responses violate the description: {}", failed.join("; "))))
    }
}

/// Serves the description with Prism and calls every operation. Returns the runs that failed.
fn with_prism(root: &Path, arguments: &ContractArgs) -> Result<Vec<String>, Failure> {
    let target = root.join("target");
    let prism = match Prism::install(&target.join("prism")) {
        Ok(prism) => prism,
        Err(reason) => {
            eprintln!("warning: Prism is skipped: {reason}");
            return Ok(Vec::new());
        }
    };
    let served = target.join("prism/openapi.json");
    write_bundle(root, &served)?;
    let mut failed = Vec::new();
    let mut run = |name: String, seed: Option<u32>, extra: &[&str]| {
        eprintln!("== Prism: {name}");
        let mock = prism.serve(&served, seed).map_err(Failure::Message)?;
        if !call(root, Some(&mock), arguments, extra)? {
            failed.push(format!("Prism, {name}"));
        }
        Ok(())
    };
    for (name, extra) in RUNS {
        run(name.to_owned(), None, extra)?;
    }
    for &seed in &arguments.seeds {
        run(format!("random responses, seed {seed}"), Some(seed), &[])?;
    }
    Ok(failed)
}

fn write_bundle(root: &Path, file: &Path) -> Result<(), Failure> {
    let (document, diagnostics) = description::load(root);
    description::report(&diagnostics)?;
    let mut bundle = bundle::bundle(&document.ok_or(Failure::Reported)?);
    bundle::as_sent(&mut bundle);
    let text = bundle::render(&bundle, BundleFormat::Json).map_err(Failure::Message)?;
    std::fs::write(file, text).map_err(|error| Failure::Message(format!("{}: {error}", file.display())))
}

/// Returns the cargo command for the program that makes the calls. It is not part of xtask, which must work even if the emitted crate does not compile.
fn program(root: &Path, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args([command, "--quiet", "--package", "pipedrive-tests", "--bin", "contract"]);
    cargo
}

fn build(root: &Path) -> Result<(), Failure> {
    match program(root, "build").status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Message("cannot build the program that makes the calls".to_owned())),
        Err(error) => Err(Failure::Message(format!("cannot run cargo: {error}"))),
    }
}

/// Calls every operation of Prism, or without it of a mock account. Returns whether all calls succeeded.
fn call(root: &Path, mock: Option<&Mock>, arguments: &ContractArgs, extra: &[&str]) -> Result<bool, Failure> {
    let output = program(root, "run")
        // Everything that the description allows must be decoded without warnings.
        .args(["--", "--strict", "--only", &arguments.only])
        .args(mock.iter().flat_map(|mock| ["--base-url", mock.url()]))
        .args(extra)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::Message(format!("cannot run the program that makes the calls: {error}")))?;
    // Only failed calls are shown.
    for line in String::from_utf8_lossy(&output.stdout).lines().filter(|line| !line.contains("\"ok\":true")) {
        println!("{line}");
    }
    Ok(output.status.success())
}
