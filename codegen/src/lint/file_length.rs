//! The files of the description have a maximum length.

use super::{LintReport, rule};
use crate::load::{Document, Pointer};

const MAX_LINES: usize = 800;

rule!(FileLength, FILE_LENGTH, "Files have a maximum length.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for file in document.files() {
        let lines = file.text.lines().count();
        // The root file has a line for each path and cannot be split.
        if lines > MAX_LINES && *file.path != *document.root_file() {
            let message = format!("`{}` has {lines} lines, more than {MAX_LINES}", file.path);
            let help = "move the schemas to a file `<resource>.schemas.yaml` in the same directory";
            report.at(&Pointer::root(file.path.clone()), message, help);
        }
    }
}
