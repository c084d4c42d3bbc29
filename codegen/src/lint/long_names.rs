//! Names have a maximum length.

use super::{LintReport, rule};
use crate::load::Document;

/// About the length of six words.
const MAX_CHARACTERS: usize = 40;

rule!(LongNames, LONG_NAME, "Names have a maximum length.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (at, name, _) in document.schemas().filter(|(_, name, _)| is_long(name)) {
        let message = format!("schema name `{name}` has {} characters, more than {MAX_CHARACTERS}", name.chars().count());
        report.at_key(at, message, "shorten it: omit words that the module already contains");
    }
    for operation in document.operations() {
        // Version and resource are not part of the method name.
        let method = operation.id().rsplit('.').next().unwrap_or_default();
        if is_long(method) {
            let message = format!("method name `{method}` has {} characters, more than {MAX_CHARACTERS}", method.chars().count());
            report.at(&operation.at.child("operationId"), message, "shorten it: omit words that the resource already contains");
        }
    }
}

fn is_long(name: &str) -> bool {
    name.chars().count() > MAX_CHARACTERS
}
