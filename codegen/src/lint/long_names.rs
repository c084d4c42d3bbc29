//! Names that people write are short.

use super::{LintReport, rule};
use crate::load::Document;

/// As long as a name of six words.
const MOST_CHARACTERS: usize = 40;

rule!(LongNames, LONG_NAME, "Names are short.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (at, name, _) in document.schemas().filter(|(_, name, _)| is_long(name)) {
        let message = format!("the name `{name}` has {} characters, more than {MOST_CHARACTERS}", name.chars().count());
        report.at_key(at, message, "leave out what the module or the neighbours say already");
    }
    for operation in document.operations() {
        // Version and resource are methods of their own.
        let method = operation.id().rsplit('.').next().unwrap_or_default();
        if is_long(method) {
            let message = format!("the method `{method}` has {} characters, more than {MOST_CHARACTERS}", method.chars().count());
            report.at(&operation.at.child("operationId"), message, "leave out what the resource says already");
        }
    }
}

fn is_long(name: &str) -> bool {
    name.chars().count() > MOST_CHARACTERS
}
