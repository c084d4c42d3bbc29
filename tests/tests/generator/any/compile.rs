//! Compiles emitted crates with the runtime that the tests are linked to, up to metadata.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

use pipedrive_codegen::emit::FileSet;

/// Features of the runtime, which decide what it exports. The emitted crate has them if the runtime has them.
const OF_RUNTIME: [&str; 8] =
    ["blocking", "default", "default-transport", "native-tls", "reqwest", "rust_decimal", "rustls", "rustls-ring"];

/// The compiler, and the crates that it needs.
pub(crate) struct Compiler {
    pub(crate) directory: PathBuf,
    dependencies: PathBuf,
    runtime: PathBuf,
}

impl Compiler {
    /// Finds the runtime among the dependencies of this test.
    pub(crate) fn find(name: &str) -> Self {
        let executable = env::current_exe().expect("the path of this test");
        let dependencies = executable.parent().expect("a directory").to_owned();
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let mut candidates: Vec<(SystemTime, PathBuf)> = fs::read_dir(&dependencies)
            .expect("readable")
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let file = entry.file_name().into_string().ok()?;
                let is_runtime =
                    file.starts_with("libpipedrive_runtime-") && entry.path().extension().is_some_and(|end| end == "rmeta");
                is_runtime.then(|| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))?
            })
            .collect();
        // Earlier builds, or builds with other features, may have left others.
        candidates.sort();
        let module = |content: &str| FileSet::from([("src/lib.rs".to_owned(), content.to_owned())]);
        let decimal = module("pub use any_api_runtime::models::decimal;\n");
        let probe = module("pub use any_api_runtime::{exercise, webhooks};\n");
        for (_, runtime) in candidates.into_iter().rev() {
            let compiler = Self { directory: directory.clone(), dependencies: dependencies.clone(), runtime };
            // With `rust_decimal`, it has other types than the runtime of this test without it.
            if compiler.check(&probe).is_ok() && compiler.check(&decimal).is_ok() == cfg!(feature = "rust_decimal") {
                return compiler;
            }
        }
        panic!("cannot find the runtime in {}", dependencies.display());
    }

    /// Compiles a crate. The error is what the compiler reports, including warnings.
    pub(crate) fn check(&self, files: &FileSet) -> Result<(), String> {
        let _ = fs::remove_dir_all(&self.directory);
        for (file, content) in files {
            let path = self.directory.join(file);
            fs::create_dir_all(path.parent().expect("a directory")).expect("writable");
            fs::write(path, content).expect("writable");
        }
        let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        self.arguments(files, &mut command);
        command.args(["--emit=metadata", "-Dwarnings"]).arg("--out-dir").arg(&self.directory);
        let output = command.output().expect("the compiler");
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    /// Adds the arguments for a crate that has been written, which the compiler and rustdoc have in common.
    pub(crate) fn arguments(&self, files: &FileSet, command: &mut Command) {
        let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        let features = manifest.split("[features]\n").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        let features = features.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
        command.args(["--edition=2024", "--crate-type=lib", "--crate-name=any_api"]);
        for feature in features.filter(|feature| !OF_RUNTIME.contains(feature)) {
            command.arg(format!("--cfg=feature=\"{feature}\""));
        }
        command.arg("-L").arg(&self.dependencies);
        command.arg("--extern").arg(format!("any_api_runtime={}", self.runtime.display()));
        command.arg(self.directory.join("src/lib.rs")).env("CARGO_PKG_VERSION", "0.1.0");
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}
