//! Prism, the mock server: installed below `target/`, started, and stopped again.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{fs, io};

const PACKAGE: &str = "@stoplight/prism-cli";
const VERSION: &str = "5.16.0";
/// How long it may take until the server listens; reading the description takes it some seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// An installed Prism.
pub(super) struct Prism {
    folder: PathBuf,
}

impl Prism {
    /// Installs it, unless the right version is there. Says why that cannot be done.
    pub(super) fn install(folder: &Path) -> Result<Self, String> {
        succeeds(Command::new("node").arg("--version")).map_err(|error| format!("there is no Node.js: {error}"))?;
        let prism = Self { folder: folder.to_owned() };
        if !prism.is_installed() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let mut install = Command::new(npm);
            install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
            install.arg(folder).arg(format!("{PACKAGE}@{VERSION}"));
            succeeds(&mut install).map_err(|error| format!("npm cannot install {PACKAGE}: {error}"))?;
        }
        Ok(prism)
    }

    fn package(&self) -> PathBuf {
        self.folder.join("node_modules").join(PACKAGE)
    }

    fn is_installed(&self) -> bool {
        let manifest = fs::read_to_string(self.package().join("package.json")).unwrap_or_default();
        manifest.contains(&format!("\"version\": \"{VERSION}\"")) && self.package().join("dist/index.js").is_file()
    }

    /// Serves a description: its examples, or with a seed replies that are made up.
    pub(super) fn serve(&self, description: &Path, seed: Option<u32>) -> Result<Mock, String> {
        let port = free_port().map_err(|error| format!("there is no free port: {error}"))?;
        let log = self.folder.join("prism.log");
        let out = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let err = out.try_clone().map_err(|error| format!("{}: {error}", log.display()))?;
        // Not through npx: what is stopped must be the server itself.
        let mut command = Command::new("node");
        command.arg(self.package().join("dist/index.js")).arg("mock").arg(description);
        // Without `--errors` a request that breaks the description could still get a good reply.
        command.args(["--errors", "--multiprocess=false", "--verboseLevel", "warn"]);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        if let Some(seed) = seed {
            command.args(["--dynamic", "--seed", &seed.to_string()]);
        }
        let server = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
        let server = server.map_err(|error| format!("Prism cannot be started: {error}"))?;
        let mut mock = Mock { server, url: format!("http://127.0.0.1:{port}") };
        mock.wait(port).map_err(|error| format!("{error}; see {}", log.display()))?;
        Ok(mock)
    }
}

/// A running Prism; it is stopped when this goes out of scope.
pub(super) struct Mock {
    server: Child,
    url: String,
}

impl Mock {
    /// Where it listens.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.server.try_wait() {
                return Err(format!("Prism ended: {status}"));
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        Err("Prism does not listen".to_owned())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn succeeds(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

/// A port that nothing listens on now.
fn free_port() -> io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}
