//! Running an example against an account.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::{env, fs};

use pipedrive_mock::Server;
use tokio::task::spawn_blocking;

/// What an example has written, and how it has ended.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let string = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
        Self { status: output.status, stdout: string(output.stdout), stderr: string(output.stderr) }
    }
}

/// Runs an example to its end. The server has to run on other threads than the one of the test.
pub async fn run(name: &str, server: &Server, arguments: &[&OsStr]) -> Finished {
    let child = start(name, server, arguments);
    let output = spawn_blocking(|| child.wait_with_output()).await.expect("the task ends");
    output.expect("the example can be waited for").into()
}

/// Starts an example.
pub fn start(name: &str, server: &Server, arguments: &[&OsStr]) -> Child {
    Command::new(binary(name))
        .args(arguments)
        // The environment of the tests may contain the credentials of an account.
        .env_clear()
        .env("PIPEDRIVE_API_TOKEN", "any")
        .env("PIPEDRIVE_BASE_URL", server.url())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example is built")
}

/// Returns the path of an example, which is built if it is missing or older than its source.
fn binary(name: &str) -> PathBuf {
    // The tests are in `deps`, next to `examples`.
    let tests = env::current_exe().expect("the tests have a path");
    let profile = tests.ancestors().nth(2).expect("the tests are in a directory of the target directory");
    let binary = profile.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../codegen/static/examples/{name}.rs"));
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if modified(&binary) < modified(&source) {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package=pipedrive", "--features=test-util", "--example", name])
            .status();
        assert!(cargo.is_ok_and(|status| status.success()), "the example `{name}` is not built");
    }
    binary
}

/// Creates an empty directory for the files of a test.
pub fn directory(test: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples").join(test);
    if directory.exists() {
        fs::remove_dir_all(&directory).expect("the directory of the last run can be removed");
    }
    fs::create_dir_all(&directory).expect("the directory can be created");
    directory
}

/// Returns the path of a file with a suffix after its name.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
