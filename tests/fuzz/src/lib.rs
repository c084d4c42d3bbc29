//! Fuzz targets: functions that take any bytes and panic if a law of the project is broken.
//!
//! The unit tests run the committed corpus and the seeds. docs/fuzzing.md describes how to fuzz for longer.

pub mod edits;
pub mod http_text;
pub mod reports;
pub mod scripted;
pub mod seeds;
pub mod targets;

#[cfg(test)]
mod corpus;

use std::path::Path;
use std::process::ExitCode;

/// The function of a program in `fuzz_targets/`: with `--cfg fuzzing`, a fuzzer; otherwise a program that runs a target with files.
#[macro_export]
macro_rules! fuzz_target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        ::libfuzzer_sys::fuzz_target!(
            init: $crate::seeds::write(stringify!($name)),
            |data: &[u8]| $crate::targets::$name::run(data)
        );

        #[cfg(not(fuzzing))]
        fn main() -> ::std::process::ExitCode {
            $crate::replay(stringify!($name))
        }
    };
}

/// Runs a target with the files that the arguments name, such as an input that the fuzzer has reported.
#[must_use]
pub fn replay(target: &str) -> ExitCode {
    let Some(target) = targets::find(target) else { return ExitCode::FAILURE };
    let files: Vec<_> = std::env::args_os().skip(1).collect();
    if files.is_empty() {
        eprintln!("error: name the files to run `{}` with", target.name);
        return ExitCode::FAILURE;
    }
    for file in files {
        match std::fs::read(Path::new(&file)) {
            Ok(input) => (target.run)(&input),
            Err(error) => {
                eprintln!("error: {}: {error}", file.display());
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
