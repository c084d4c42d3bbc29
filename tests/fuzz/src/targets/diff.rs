//! Comparing two descriptions. The input is both, with a line `===` between them; without one, both are the same.

use pipedrive_codegen::diag::Style;
use pipedrive_codegen::diff::{self, DiffReport, Side, SideOrigin, render};
use pipedrive_codegen::drift;
use pipedrive_codegen::load::Memory;

use crate::{reports, seeds};

/// The line between the descriptions.
pub(super) const BETWEEN: &str = "\n===\n";

/// Compares, in both directions, and checks what is reported.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (base, head) = text.split_once(BETWEEN).unwrap_or((text, text));
    compare(base, head);
}

/// Compares two descriptions, if both can be read.
///
/// # Panics
///
/// Panics if a report is not valid, or if equal descriptions differ.
pub fn compare(base: &str, head: &str) {
    let (Some(base), Some(head)) = (side("base.yaml", base), side("head.yaml", head)) else { return };
    for (base, head) in [(&base, &head), (&head, &base)] {
        check(&diff::compare(base, head, "0.1.0".parse().ok(), &[]));
        let drift = drift::compare(&base.document, std::slice::from_ref(&head.document));
        reports::assert_inert(&drift::text(&drift, "spec/", true));
        reports::assert_json(&drift::json(&drift, "spec/"));
        let same = diff::compare(base, base, None, &[]);
        assert!(same.changes.is_empty(), "a description differs from itself: {:#?}", same.changes);
    }
}

/// Loads a side of a comparison. Returns `None` if it cannot be read.
fn side(file: &str, text: &str) -> Option<Side> {
    let origin = SideOrigin { label: file.to_owned(), prefix: String::new() };
    match Side::load(&Memory::new().with(file, text), file, origin) {
        Ok(side) => Some(side),
        Err(error) => {
            reports::assert_inert(&error);
            None
        }
    }
}

fn check(report: &DiffReport) {
    reports::assert_inert(&render::terminal(report, Style::Plain));
    reports::assert_json(&render::json(report));
    drop(render::markdown(report));
    drop(render::changelog(report));
    for line in render::github(report).lines() {
        assert!(line.starts_with("::") && !line.contains("##["), "not a command of ours: {line}");
    }
}

/// The pairs of the tests.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let pair = |files: Vec<seeds::SeedFile>| {
        let content = |name: &str| Some(files.iter().find(|file| file.name == name)?.content.clone());
        Some([content("base.yaml")?, content("head.yaml")?].join(BETWEEN.as_bytes()))
    };
    seeds::cases("diff").into_iter().filter_map(pair).collect()
}
