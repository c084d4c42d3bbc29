//! `cargo xtask examples`
//!
//! Decodes the example responses of a third-party description with the crate that was generated from it. The program that checks responses belongs
//! to the tests of `pipedrive`; here it is compiled against the other crate.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::inert;
use pipedrive_codegen::load::{Document, Flavour};
use serde_json::json;

use crate::{Failure, description, workspace};

/// Arguments of `cargo xtask examples`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExamplesArgs {
    /// The description: an `OpenAPI` 3.0 file.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// Directory of the crate that was generated from it.
    #[arg(long = "crate", value_name = "DIR")]
    dir: PathBuf,
}

pub(crate) fn run(arguments: &ExamplesArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    let responses = responses(&arguments.spec)?;
    let dir = fs::canonicalize(&arguments.dir).map_err(|error| failure(&arguments.dir, &error))?;
    let manifest = dir.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|error| failure(&manifest, &error))?;
    let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let name = name.ok_or_else(|| Failure::Message(format!("{}: cannot find the package name", manifest.display())))?;

    let program = root.join("target/examples").join(name);
    write_program(&root, &program, name, &dir)?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--manifest-path"])
        .arg(program.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root.join("target/examples/target"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::Message(format!("cannot run cargo: {error}")))?;
    // Written in a thread, so that full pipes do not block either process.
    let stdin = cargo.stdin.take();
    let feeder = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(responses.as_bytes())));
    let output = cargo.wait_with_output().map_err(|error| Failure::Message(error.to_string()))?;
    // If the program stopped reading, it has reported why.
    let _ = feeder.join();
    // Only examples with problems are shown.
    let lossless = "\"lost\":[],\"changed\":[]";
    let lines = String::from_utf8_lossy(&output.stdout);
    lines.lines().filter(|line| !line.contains(lossless) || line.contains("\"ok\":false")).for_each(|line| println!("{line}"));
    if output.status.success() { Ok(()) } else { Err(Failure::Message("some examples do not match".to_owned())) }
}

/// Returns the examples in the input format of the program, one per line.
fn responses(spec: &Path) -> Result<String, Failure> {
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
    if lines.is_empty() { Err(Failure::Message("the description has no example responses".to_owned())) } else { Ok(lines) }
}

/// Writes the package of the program, in which the other crate is a dependency named `pipedrive`.
fn write_program(root: &Path, program: &Path, name: &str, dir: &Path) -> Result<(), Failure> {
    let tests = root.join("tests/src");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"pipedrive-tests\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [[bin]]\nname = \"check-responses\"\npath = {}\n\n\
         [dependencies]\npipedrive = {{ package = {name:?}, path = {}, features = [\"test-util\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n",
        toml(&tests.join("bin/check-responses.rs")),
        toml(dir),
    );
    let module = |name: &str| format!("#[path = {:?}]\npub mod {name};\n", tests.join(format!("{name}.rs")).to_string_lossy());
    let lib = format!("{}{}", module("compare"), module("responses"));
    fs::create_dir_all(program).map_err(|error| failure(program, &error))?;
    for (file, content) in [("Cargo.toml", manifest), ("lib.rs", lib)] {
        let file = program.join(file);
        fs::write(&file, content).map_err(|error| failure(&file, &error))?;
    }
    Ok(())
}

fn toml(path: &Path) -> String {
    inert::toml::string(&path.to_string_lossy())
}

fn failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Message(format!("{}: {error}", path.display()))
}
