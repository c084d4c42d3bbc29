//! The list of the codes in `docs/lint-rules.md`, and the levels of rules.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use pipedrive_codegen::diag::{Diagnostics, Severity, codes};
use pipedrive_codegen::emit::{Options, emit};
use pipedrive_codegen::load::{Disk, Document, Memory, SourceError, SpecSource};
use pipedrive_codegen::{lint, pipeline};
use pipedrive_tests::bad_specs::{bad, folders, judge, name};
use pipedrive_tests::examples::root;
use pipedrive_tests::stored;

const DOCUMENT: &str = "docs/lint-rules.md";

const HEAD: &str = "\
# Errors and warnings

Each kind of error or warning has a code. [lint.md](lint.md) describes how to run the checks. This file is generated from
`codegen/src/diag/code.rs` and the descriptions in `tests/bad/` by `UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test generator lint::`.
";

/// The maximum number of samples of a code.
const MAX_SAMPLES: usize = 3;

fn stage(id: &str) -> &'static str {
    match &id[..4] {
        "PD00" => "Reading the files",
        "PD01" => "Lint rules",
        "PD02" => "Conversion to Rust types",
        "PD03" => "Rust names",
        "PD04" => "Errors of the generator",
        _ => "External descriptions",
    }
}

fn table() -> String {
    let rules: BTreeSet<&str> = lint::rules().iter().map(|rule| rule.code().id).collect();
    let mut text = HEAD.to_owned();
    let mut heading = "";
    for code in codes::ALL {
        if stage(code.id) != heading {
            heading = stage(code.id);
            let _ = write!(text, "\n## {heading}\n");
        }
        let level = if rules.contains(code.id) { ", unless `lint.yaml` sets another level" } else { "" };
        let _ = write!(text, "\n### {}\n\n{}: {}{level}. {}\n", code.id, sentence(code.title), code.severity.name(), code.why);
        let samples = samples(code.id);
        if !samples.is_empty() {
            text.push_str("\n| message | help |\n|---|---|\n");
        }
        for (message, help) in samples {
            let _ = writeln!(text, "| {} | {} |", cell(&message), cell(&help));
        }
    }
    text
}

/// The messages of the bad descriptions of a code, each help once.
fn samples(code: &str) -> Vec<(String, String)> {
    let folder = bad().join(code);
    if !folder.is_dir() {
        return Vec::new();
    }
    let mut helps = BTreeSet::new();
    let reported: Vec<Diagnostics> = folders(&folder).iter().map(|case| judge(case)).collect();
    let all = reported.iter().flat_map(Diagnostics::sorted).filter(|item| item.code.id == code);
    all.filter(|item| helps.insert(&item.help)).take(MAX_SAMPLES).map(|item| (item.message.clone(), item.help.clone())).collect()
}

fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_table_of_the_codes_is_up_to_date() {
    let path = root().join(DOCUMENT);
    let table = table();
    if stored::updates() {
        fs::write(&path, &table).expect("writable");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, table, "UPDATE_GOLDEN=1 accepts this:\n{}", stored::diff("lint-rules.md", &found, &table));
}

/// A description on the disk with another `lint.yaml`.
struct WithLevels {
    disk: Disk,
    levels: Memory,
}

impl SpecSource for WithLevels {
    fn read(&self, file: &str) -> Result<String, SourceError> {
        self.levels.read(file).or_else(|_| self.disk.read(file))
    }

    fn list(&self) -> Result<Vec<String>, SourceError> {
        let mut files = self.disk.list()?;
        files.extend(self.levels.list()?);
        files.sort();
        files.dedup();
        Ok(files)
    }
}

#[test]
fn every_rule_can_be_set_to_every_level() {
    for rule in lint::rules() {
        let code = rule.code().id;
        for case in folders(&bad().join(code)).into_iter().filter(|case| !name(case).ends_with("-ok")) {
            for (level, expected) in [("allow", None), ("warn", Some(Severity::Warning)), ("error", Some(Severity::Error))] {
                let levels = Memory::new().with("lint.yaml", format!("{code}: {{ level: {level}, reason: A test. }}\n"));
                let source = WithLevels { disk: Disk::new(&case), levels };
                let mut diagnostics = Diagnostics::new();
                let document = Document::load_from(&source, "openapi.yaml", &mut diagnostics).expect("a document");
                // The later stages must not panic, even if the rule is off.
                let model = pipeline::model(&document, &mut diagnostics);
                if !diagnostics.has_errors() {
                    emit(&model.api, &model.names, &Options::default(), &mut diagnostics);
                }
                let found: BTreeSet<_> =
                    diagnostics.sorted().iter().filter(|item| item.code.id == code).map(|item| item.severity).collect();
                assert_eq!(found.into_iter().collect::<Vec<_>>(), Vec::from_iter(expected), "{code}/{}: {level}", name(&case));
            }
        }
    }
}
