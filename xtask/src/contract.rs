//! `cargo xtask contract`
//!
//! Paths, queries, credentials and bodies of every kind are judged, formats and limits included. What Prism cannot judge:
//!
//! * Parameters and properties that nobody described: by OpenAPI, anything may be added. `tests/requests.txt` shows what is sent.
//! * A form without any input: it has no bytes, and Prism takes it for no body. So bodies that need not hold anything are not `required`.
//! * Which of two operations on one path was meant (`x-sent-to`): the body may be that of either.
//! * Replies other than JSON, beyond that they arrive.
//!
//! A schema that it cannot compile it passes over in silence, and takes every body for good; hence the run with bodies that have to be refused.

mod prism;

use std::path::Path;
use std::process::{Command, Stdio};

use pipedrive_codegen::bundle::{self, BundleFormat};

use crate::{Failure, description, workspace};
use prism::{Mock, Prism};

/// What the mock server answers.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Made-up replies after the examples, one run for each of these seeds.
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    seeds: Vec<u32>,
    /// Call only the operations whose id begins with this.
    #[arg(long, value_name = "PREFIX", default_value = "")]
    only: String,
}

/// Serves the description with Prism and calls every operation of it.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = workspace::root()?;
    let target = root.join("target");
    let prism = match Prism::install(&target.join("prism")) {
        Ok(prism) => prism,
        Err(reason) => {
            eprintln!("skipped, nothing was tested: {reason}");
            return Ok(());
        }
    };
    let served = target.join("prism/openapi.json");
    write_bundle(&root, &served)?;

    build(&root)?;

    let mut failed = Vec::new();
    let mut run = |what: String, seed: Option<u32>, extra: &[&str]| {
        eprintln!("== {what}");
        let mock = prism.serve(&served, seed).map_err(Failure::Message)?;
        if !call(&root, &mock, arguments, extra)? {
            failed.push(what);
        }
        Ok(())
    };
    run("whether Prism judges bodies".to_owned(), None, &["--wrong"])?;
    run("examples, all inputs".to_owned(), None, &[])?;
    run("examples, required inputs only".to_owned(), None, &["--minimal"])?;
    for &seed in &arguments.seeds {
        run(format!("made-up replies, seed {seed}"), Some(seed), &[])?;
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::Message(format!("the contract is broken: {}", failed.join("; ")))) }
}

fn write_bundle(root: &Path, file: &Path) -> Result<(), Failure> {
    let (document, diagnostics) = description::load(root);
    description::tell(&diagnostics)?;
    let mut bundle = bundle::bundle(&document.ok_or(Failure::Told)?);
    bundle::as_sent(&mut bundle);
    let text = bundle::render(&bundle, BundleFormat::Json).map_err(Failure::Message)?;
    std::fs::write(file, text).map_err(|error| Failure::Message(format!("{}: {error}", file.display())))
}

/// The program that makes the calls. It is no part of xtask, which has to work when the emitted crate does not.
fn program(root: &Path, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args([command, "--quiet", "--package", "pipedrive-tests", "--bin", "contract"]);
    cargo
}

fn build(root: &Path) -> Result<(), Failure> {
    match program(root, "build").status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Message("the program that makes the calls cannot be built".to_owned())),
        Err(error) => Err(Failure::Message(format!("cargo cannot be run: {error}"))),
    }
}

/// Whether every call succeeded.
fn call(root: &Path, mock: &Mock, arguments: &Arguments, extra: &[&str]) -> Result<bool, Failure> {
    let output = program(root, "run")
        // Strict: what the description allows must not be unexpected.
        .args(["--", "--strict", "--base-url", mock.url(), "--only", &arguments.only])
        .args(extra)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::Message(format!("the calls cannot be made: {error}")))?;
    // Of hundreds of lines, those matter that tell of a failure.
    for line in String::from_utf8_lossy(&output.stdout).lines().filter(|line| !line.contains("\"ok\":true")) {
        println!("{line}");
    }
    Ok(output.status.success())
}
