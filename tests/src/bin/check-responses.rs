//! Finds out whether captured responses still fit the types.
//!
//! Reads JSON lines `{"method", "path", "status", "body"}` on standard input, decodes each body with the real type of its
//! operation, encodes it again, and writes a JSON line each: `{"method", "path", "ok", "error", "lost", "changed"}`. The summary
//! goes to standard error.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use pipedrive_tests::compare::Keys;
use pipedrive_tests::responses::{Verdict, check};

fn main() -> ExitCode {
    let mut summary = Summary::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => line,
            Err(error) => {
                eprintln!("standard input cannot be read: {error}");
                return ExitCode::FAILURE;
            }
        };
        let verdict = check(&line);
        summary.count(&verdict);
        if let Err(error) = writeln!(out, "{}", verdict.to_json()) {
            eprintln!("standard output cannot be written: {error}");
            return ExitCode::FAILURE;
        }
    }
    eprintln!(
        "{} responses: {} ok, {} not; {} lost values, {} changed; {} of {} keys kept, {} more were empty",
        summary.all,
        summary.ok,
        summary.all - summary.ok,
        summary.lost,
        summary.changed,
        summary.keys.kept,
        summary.keys.all,
        summary.keys.empty
    );
    if summary.ok == summary.all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Summary {
    all: usize,
    ok: usize,
    lost: usize,
    changed: usize,
    keys: Keys,
}

impl Summary {
    fn count(&mut self, verdict: &Verdict) {
        self.all += 1;
        self.ok += usize::from(verdict.error.is_none());
        self.lost += verdict.difference.lost.len();
        self.changed += verdict.difference.changed.len();
        self.keys.all += verdict.keys.all;
        self.keys.kept += verdict.keys.kept;
        self.keys.empty += verdict.keys.empty;
    }
}
