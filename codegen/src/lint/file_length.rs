//! No file of the description is too long to work in.

use super::{LintReport, rule};
use crate::load::{Document, Pointer};

const MOST_LINES: usize = 800;

rule!(FileLength, FILE_LENGTH, "Files stay short.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for file in document.files() {
        let lines = file.text.lines().count();
        // The root has a line per path and cannot be split; the table of ids is a table.
        if lines > MOST_LINES && *file.path != *document.root_file() {
            let message = format!("this file has {lines} lines, more than {MOST_LINES}");
            report.at(&Pointer::root(file.path.clone()), message, "move schemas to `<resource>.schemas.yaml` beside it");
        }
    }
}
