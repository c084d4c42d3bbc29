//! `cargo xtask examples`
//!
//! The example replies in a description that is not ours show what its crate makes of them. The program that checks replies belongs to the tests of
//! our own crate; here it is built once more, against the other one.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::load::{Document, Flavour};
use serde_json::json;

use crate::{Failure, description, workspace};

/// The description and the crate.
#[derive(Debug, clap::Args)]
pub(crate) struct ExamplesArgs {
    /// The description: one `OpenAPI` file.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The folder of the crate that was generated from it.
    #[arg(long = "crate", value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(arguments: &ExamplesArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    let replies = replies(&arguments.spec)?;
    let folder = fs::canonicalize(&arguments.folder).map_err(|error| failure(&arguments.folder, &error))?;
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|error| failure(&manifest, &error))?;
    let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let name = name.ok_or_else(|| Failure::Message(format!("{} names no package", manifest.display())))?;

    let program = root.join("target/examples").join(name);
    write_program(&root, &program, name, &folder)?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--manifest-path"])
        .arg(program.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root.join("target/examples/target"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::Message(format!("cargo cannot be run: {error}")))?;
    // The program writes while it reads, so neither may wait for the other.
    let stdin = cargo.stdin.take();
    let feeder = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(replies.as_bytes())));
    let output = cargo.wait_with_output().map_err(|error| Failure::Message(error.to_string()))?;
    // A program that stopped reading has said why.
    let _ = feeder.join();
    // Of hundreds of lines, those matter that tell of something.
    let flawless = "\"lost\":[],\"changed\":[]";
    let lines = String::from_utf8_lossy(&output.stdout);
    lines.lines().filter(|line| !line.contains(flawless) || line.contains("\"ok\":false")).for_each(|line| println!("{line}"));
    if output.status.success() { Ok(()) } else { Err(Failure::Message("not every example fits".to_owned())) }
}

/// The examples as the program reads them, a line each.
fn replies(spec: &Path) -> Result<String, Failure> {
    let mut diagnostics = Diagnostics::new();
    let Some(document) = Document::load_as(spec, Flavour::Foreign, &mut diagnostics) else {
        description::report(&diagnostics)?;
        return Err(Failure::Reported);
    };
    let mut lines = String::new();
    for operation in document.operations() {
        if let Some(example) = document.example(operation.id()) {
            let line = json!({ "method": operation.method.name(), "path": operation.path, "status": 200, "body": example.value });
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
    }
    if lines.is_empty() { Err(Failure::Message("the description has no example replies".to_owned())) } else { Ok(lines) }
}

/// A package of the name that the program knows, with our crate's name for the other one.
fn write_program(root: &Path, program: &Path, name: &str, folder: &Path) -> Result<(), Failure> {
    let tests = root.join("tests/src");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"pipedrive-tests\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [[bin]]\nname = \"check-responses\"\npath = {}\n\n\
         [dependencies]\npipedrive = {{ package = {name:?}, path = {}, features = [\"test-util\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n",
        quoted(&tests.join("bin/check-responses.rs")),
        quoted(folder),
    );
    let module = |name: &str| format!("#[path = {}]\npub mod {name};\n", quoted(&tests.join(format!("{name}.rs"))));
    let lib = format!("{}{}", module("compare"), module("replies"));
    fs::create_dir_all(program).map_err(|error| failure(program, &error))?;
    for (file, text) in [("Cargo.toml", manifest), ("lib.rs", lib)] {
        let file = program.join(file);
        fs::write(&file, text).map_err(|error| failure(&file, &error))?;
    }
    Ok(())
}

/// A path in quotes, which TOML and Rust read as JSON does.
fn quoted(path: &Path) -> String {
    json!(path.to_string_lossy()).to_string()
}

fn failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Message(format!("{}: {error}", path.display()))
}
