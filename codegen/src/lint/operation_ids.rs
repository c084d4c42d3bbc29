//! `v2.deals.list`: version, resource, method.

use std::collections::BTreeMap;

use super::{LintReport, rule};
use crate::load::Document;

rule!(OperationIdForm, OPERATION_ID_FORM, "The form of operation ids, and the version in them.", |document, report| form(
    document, report
));
rule!(UniqueOperationIds, OPERATION_ID_TWICE, "Operation ids are unique.", |document, report| unique(document, report));

fn form(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let id = operation.id();
        let at = operation.at.child("operationId");
        let help = "write version.resource.method in snake_case, such as `v2.deals.list`";
        if id.is_empty() {
            let message = format!("{} {} has no operation id", operation.method.name(), operation.path);
            report.at_key(&operation.at, message, help);
            continue;
        }
        let parts: Vec<&str> = id.split('.').collect();
        let [version @ ("v1" | "v2"), resource, method] = parts[..] else {
            report.at(&at, format!("`{id}` is not of the form version.resource.method"), help);
            continue;
        };
        if let Some(part) = [resource, method].iter().find(|part| !is_snake_case(part)) {
            report.at(&at, format!("`{part}` in `{id}` is not in snake_case"), help);
        }
        // Paths without a version, such as those of OAuth, may stand in either.
        let path_version = operation.path.split('/').find(|part| matches!(*part, "v1" | "v2"));
        if let Some(path_version) = path_version.filter(|path_version| *path_version != version) {
            let message = format!("`{id}` stands under a path of {path_version}");
            report.at(&at, message, format!("write `{path_version}.{resource}.{method}`"));
        }
    }
}

fn is_snake_case(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_lowercase())
        && !part.ends_with('_')
        && !part.contains("__")
        && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn unique(document: &Document, report: &mut LintReport<'_>) {
    let mut first = BTreeMap::new();
    for operation in document.operations().iter().filter(|operation| !operation.id().is_empty()) {
        let place = format!("{} {}", operation.method.name(), operation.path);
        if let Some(other) = first.get(operation.id()) {
            let message = format!("`{}` is the id of {other} and of {place}", operation.id());
            report.at(&operation.at.child("operationId"), message, "give each operation its own method name");
        } else {
            first.insert(operation.id(), place);
        }
    }
}
