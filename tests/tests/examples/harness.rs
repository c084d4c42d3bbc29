//! Runs the programs of the examples.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use pipedrive::Client;
use pipedrive_mock::{Account, Server};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// The time after which a program that should have printed something or ended is stuck.
const STUCK: Duration = Duration::from_mins(2);

/// A mock account on the loopback, and an empty directory in which the examples run.
pub(crate) struct Scene {
    pub(crate) account: Account,
    server: Server,
    directory: PathBuf,
}

/// What a program has printed until its end.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A program that runs until it is stopped. Dropping it kills it.
pub(crate) struct Running {
    pub(crate) child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Scene {
    pub(crate) async fn new(account: Account) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("pipedrive-examples-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory");
        let server = account.serve(0).await.expect("the mock account listens");
        Self { account, server, directory }
    }

    /// The URL of the account.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// A path in the directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Writes a file into the directory.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("a file");
    }

    /// A client of the account.
    pub(crate) fn client(&self) -> Client {
        let builder = Client::builder().api_token("test").burst_limit(None);
        builder.transport(self.account.clone()).build().expect("a client")
    }

    /// The command that runs an example in the directory, with the credentials of the account in the environment and no others.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, example: &str, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(program(example));
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null()).kill_on_drop(true);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PIPEDRIVE_")) {
            command.env_remove(name);
        }
        command.env("PIPEDRIVE_API_TOKEN", "test").env("PIPEDRIVE_BASE_URL", self.url());
        command
    }

    /// Runs an example until it ends.
    pub(crate) async fn run<A: AsRef<OsStr>>(&self, example: &str, arguments: impl IntoIterator<Item = A>) -> Outcome {
        let output = tokio::time::timeout(STUCK, self.command(example, arguments).output()).await;
        let output = output.unwrap_or_else(|_| panic!("`{example}` does not end")).expect("the program runs");
        let utf8 = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Outcome { success: output.status.success(), stdout: utf8(output.stdout), stderr: utf8(output.stderr) }
    }

    /// Runs an example, which must succeed, and returns what it prints.
    pub(crate) async fn succeed<A: AsRef<OsStr>>(&self, example: &str, arguments: impl IntoIterator<Item = A>) -> String {
        let outcome = self.run(example, arguments).await;
        assert!(outcome.success, "{}{}", outcome.stdout, outcome.stderr);
        outcome.stdout
    }
}

/// What the account has received.
impl Scene {
    /// The number of requests of an operation.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.account.requests().iter().filter(|request| request.operation.as_deref() == Some(operation)).count()
    }

    /// Waits until the account has received a number of requests of an operation.
    pub(crate) async fn received(&self, operation: &str, requests: usize) {
        let wait = async {
            while self.count(operation) < requests {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(STUCK, wait).await.expect("the program sends the requests");
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, lines }
    }

    /// The next line that the program prints.
    pub(crate) async fn line(&mut self) -> String {
        let line = tokio::time::timeout(STUCK, self.lines.next_line()).await.expect("the program prints a line");
        line.expect("UTF-8").expect("the program still runs")
    }
}

/// The program of an example, which is built if it is missing or older than its source.
fn program(name: &str) -> PathBuf {
    // This test is `target/PROFILE/deps/examples-HASH`.
    let test = std::env::current_exe().expect("the path of the test");
    let profile = test.parent().and_then(Path::parent).expect("the directory of the profile");
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let source = root.join("codegen/static/examples").join(format!("{name}.rs"));
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    if modified(&program).ok() < Some(modified(&source).expect("the source of the example")) {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = std::process::Command::new(cargo);
        // With the features of the whole workspace, as `.ci/run` builds it.
        build.args(["build", "--quiet", "--workspace", "--example", name]).current_dir(root);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "cannot build the example `{name}`");
    }
    program
}
