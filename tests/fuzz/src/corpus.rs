//! Runs all targets with the committed corpus, the seeds, and a few inputs close to them.

use std::fs;
use std::path::{Path, PathBuf};

use pipedrive_tests::mutate::Numbers;

use crate::seeds::entries;
use crate::targets::{FuzzTarget, TARGETS};

/// How many seeds of each target are run: they are from the data of other tests.
const SEEDS: usize = 30;

/// How many damaged inputs of each target are run. This is a test of the targets; fuzzing takes longer.
const DAMAGED: usize = 20;

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The inputs of a target with their names.
fn inputs(target: &FuzzTarget) -> Vec<(String, Vec<u8>)> {
    let committed = entries(&directory("corpus").join(target.name));
    let committed = committed.into_iter().map(|path| (path.display().to_string(), fs::read(path).expect("readable")));
    let seeds = (target.seeds)();
    let step = seeds.len().div_ceil(SEEDS).max(1);
    let seeds = seeds.into_iter().enumerate().step_by(step);
    committed.chain(seeds.map(|(number, seed)| (format!("seed {number} of {}", target.name), seed))).collect()
}

/// Changes, removes or repeats some bytes.
fn damaged(input: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(16)).min(bytes.len());
        match numbers.below(3) {
            0 => drop(bytes.splice(at..end, [])),
            1 => bytes.insert(at, u8::try_from(numbers.below(256)).unwrap_or(0)),
            _ => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
        }
    }
    bytes
}

/// Names the input if the target panics.
struct Running<'a>(&'a str, &'a [u8]);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input is {}:\n{}", self.0, String::from_utf8_lossy(self.1));
        }
    }
}

#[test]
fn all_targets_accept_their_corpus() {
    std::thread::scope(|scope| {
        for target in TARGETS {
            scope.spawn(move || {
                let inputs = inputs(target);
                assert!(inputs.len() >= 5, "{} has hardly any input", target.name);
                for (name, input) in &inputs {
                    let _running = Running(name, input);
                    (target.run)(input);
                }
                let mut numbers = Numbers::new(2026);
                for _ in 0..DAMAGED {
                    let (name, input) = &inputs[numbers.below(inputs.len())];
                    let input = damaged(input, &mut numbers);
                    let _running = Running(name, &input);
                    (target.run)(&input);
                }
            });
        }
    });
}

#[test]
fn every_target_has_a_program_and_a_corpus() {
    let expected: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let names = |directory: &Path| -> Vec<String> {
        entries(directory).iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
    };
    assert_eq!(names(&directory("fuzz_targets")), expected);
    assert_eq!(names(&directory("corpus")), expected);
    let manifest = fs::read_to_string(directory("Cargo.toml")).expect("readable");
    for name in expected {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is not in the manifest");
    }
}
