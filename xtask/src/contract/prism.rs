//! Installs, starts and stops the mock server Prism below `target/`.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{fs, io};

const PACKAGE: &str = "@stoplight/prism-cli";
const VERSION: &str = "5.16.0";
/// The maximum time until the server listens; loading the description takes several seconds.
const STARTUP_TIMEOUT: Duration = Duration::from_mins(2);

/// An installation of Prism.
pub(super) struct Prism {
    dir: PathBuf,
}

impl Prism {
    /// Installs the required version, unless it is installed. Returns a message if that fails.
    pub(super) fn install(dir: &Path) -> Result<Self, String> {
        succeeds(Command::new("node").arg("--version")).map_err(|error| format!("cannot run Node.js: {error}"))?;
        let prism = Self { dir: dir.to_owned() };
        if !prism.is_installed() {
            fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let mut install = Command::new(npm);
            install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
            install.arg(dir).arg(format!("{PACKAGE}@{VERSION}"));
            succeeds(&mut install).map_err(|error| format!("cannot install {PACKAGE} with npm: {error}"))?;
        }
        Ok(prism)
    }

    fn package(&self) -> PathBuf {
        self.dir.join("node_modules").join(PACKAGE)
    }

    fn is_installed(&self) -> bool {
        let manifest = fs::read_to_string(self.package().join("package.json")).unwrap_or_default();
        manifest.contains(&format!("\"version\": \"{VERSION}\"")) && self.package().join("dist/index.js").is_file()
    }

    /// Serves a description, with its examples or, given a seed, with random responses.
    pub(super) fn serve(&self, description: &Path, seed: Option<u32>) -> Result<Mock, String> {
        let port = free_port().map_err(|error| format!("cannot find a free port: {error}"))?;
        let log = self.dir.join("prism.log");
        let out = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let err = out.try_clone().map_err(|error| format!("{}: {error}", log.display()))?;
        // Without npx, as the stopped process must be the server itself.
        let mut command = Command::new("node");
        command.arg(self.package().join("dist/index.js")).arg("mock").arg(description);
        // Without `--errors`, an invalid request could receive a success response.
        command.args(["--errors", "--multiprocess=false", "--verboseLevel", "warn"]);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        if let Some(seed) = seed {
            command.args(["--dynamic", "--seed", &seed.to_string()]);
        }
        let server = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
        let server = server.map_err(|error| format!("cannot start Prism: {error}"))?;
        let mut mock = Mock { server, url: format!("http://127.0.0.1:{port}") };
        mock.wait(port).map_err(|error| format!("{error}; see {}", log.display()))?;
        Ok(mock)
    }
}

/// A running Prism, which is stopped on drop.
pub(super) struct Mock {
    server: Child,
    url: String,
}

impl Mock {
    /// Returns the base URL.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < STARTUP_TIMEOUT {
            if let Ok(Some(status)) = self.server.try_wait() {
                return Err(format!("Prism exited: {status}"));
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        Err("Prism does not accept connections".to_owned())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have exited already.
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

/// Returns a port that is currently unused.
fn free_port() -> io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}
