//! Seeds: inputs from the test data of the repository, which therefore need no copy in the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_tests::examples::root;

use crate::targets;

/// The environment variable with the directory that the fuzzer writes the seeds of its target to.
const DIRECTORY: &str = "FUZZ_SEEDS";

/// Longer files take a fuzzer too long.
const MAX_LENGTH: u64 = 20_000;

/// Writes the seeds of a target to the directory in `FUZZ_SEEDS`, if it is set.
///
/// # Panics
///
/// Panics if they cannot be written.
pub fn write(target: &str) {
    let (Some(directory), Some(target)) = (std::env::var_os(DIRECTORY), targets::find(target)) else { return };
    for (number, seed) in (target.seeds)().into_iter().enumerate() {
        fs::write(Path::new(&directory).join(format!("seed-{number}")), seed).expect("writable");
    }
}

/// A file of a test case.
#[derive(Debug)]
pub struct SeedFile {
    /// Its path in the directory of the case, with `/`.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Returns the test cases in a directory below `tests/`: each directory that contains files directly, with all files in it.
///
/// # Panics
///
/// Panics if the directory cannot be read.
#[must_use]
pub fn cases(directory: &str) -> Vec<Vec<SeedFile>> {
    let mut cases = Vec::new();
    let mut open = vec![root().join("tests").join(directory)];
    while let Some(directory) = open.pop() {
        let entries = entries(&directory);
        if entries.iter().any(|entry| entry.is_file()) {
            let mut files = Vec::new();
            collect(&directory, "", &mut files);
            cases.push(files);
        } else {
            open.extend(entries.into_iter().rev());
        }
    }
    cases
}

fn collect(directory: &Path, prefix: &str, files: &mut Vec<SeedFile>) {
    for path in entries(directory) {
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if name != "expected.txt" && fs::metadata(&path).is_ok_and(|data| data.len() < MAX_LENGTH) {
            files.push(SeedFile { name, content: fs::read(&path).expect("readable") });
        }
    }
}

/// Returns the paths in a directory, sorted.
///
/// # Panics
///
/// Panics if the directory cannot be read.
#[must_use]
pub fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths
}

/// Returns bytes that look random, as the decisions of a target that builds its input from them.
#[must_use]
pub fn decisions(count: u64, length: usize) -> Vec<Vec<u8>> {
    let bytes = |seed: u64| {
        let mut numbers = pipedrive_tests::mutate::Numbers::new(seed);
        (0..length).map(|_| u8::try_from(numbers.below(256)).unwrap_or(0)).collect()
    };
    (0..count).map(bytes).collect()
}
