//! Checks whether captured responses and webhook events match the types of the client.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use pipedrive_tests::compare::Keys;
use pipedrive_tests::responses::{Verdict, check, check_event};

const HELP: &str = r#"Checks whether captured responses or webhook events match the types of the client.

Usage: check-responses [--webhooks] < LINES

Reads JSON from standard input, one object per line:
  {"method", "path", "status", "body"}   a response; `path` may be that of the documentation or of a request
  {"meta", "data", "previous"}           with --webhooks: the body of an event of version 2
  {"v", "meta", "current", "previous"}   with --webhooks: the body of an event of version 1
  {"body"}                               with --webhooks: an event in a larger object

Decodes each body as its type, encodes it again, and writes one JSON object per line, which begins with `method` and `path`, or with
`entity` and `action`:
  ok           whether the body can be decoded
  error        why it cannot
  lost         JSON pointers of values that are missing after encoding; null and empty values do not count
  changed      values that are different after encoding: `pointer`, `from`, `to`
  mismatches   values whose type is not the documented one: `pointer`, `expected`, `found`
  unknown      JSON pointers of keys that no typed field names, except custom fields

A summary is written to standard error.

Options:
  --webhooks   check events instead of responses
  -h, --help   print this help

Exit status: 0 if all bodies can be decoded, 1 if not, 2 for invalid arguments.
"#;

fn main() -> ExitCode {
    let mut webhooks = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--webhooks" => webhooks = true,
            "-h" | "--help" => {
                print!("{HELP}");
                return ExitCode::SUCCESS;
            }
            other => {
                eprintln!("error: unknown argument `{other}`: see `check-responses --help`");
                return ExitCode::from(2);
            }
        }
    }
    match run(if webhooks { check_event } else { check }) {
        Ok(summary) => {
            eprintln!("{}", summary.line(if webhooks { "events" } else { "responses" }));
            if summary.ok == summary.all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: fn(&str) -> Verdict) -> Result<Summary, String> {
    let mut summary = Summary::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("cannot read standard input: {error}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let verdict = check(&line);
        summary.count(&verdict);
        writeln!(out, "{}", verdict.to_json()).map_err(|error| format!("cannot write standard output: {error}"))?;
    }
    Ok(summary)
}

#[derive(Default)]
struct Summary {
    all: usize,
    ok: usize,
    lost: usize,
    changed: usize,
    mismatches: usize,
    unknown: usize,
    keys: Keys,
}

impl Summary {
    fn count(&mut self, verdict: &Verdict) {
        self.all += 1;
        self.ok += usize::from(verdict.error.is_none());
        self.lost += verdict.difference.lost.len();
        self.changed += verdict.difference.changed.len();
        self.mismatches += verdict.mismatches.len();
        self.unknown += verdict.unknown.len();
        self.keys.all += verdict.keys.all;
        self.keys.kept += verdict.keys.kept;
        self.keys.empty += verdict.keys.empty;
    }

    fn line(&self, subject: &str) -> String {
        format!(
            "{} {subject}: {} ok, {} not; {} lost values, {} changed; {} of {} keys kept, {} more were empty; {} mismatches, {} unknown keys",
            self.all,
            self.ok,
            self.all - self.ok,
            self.lost,
            self.changed,
            self.keys.kept,
            self.keys.all,
            self.keys.empty,
            self.mismatches,
            self.unknown
        )
    }
}
