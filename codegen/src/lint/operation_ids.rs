//! Operation ids have the form version.resource.method, such as `v2.deals.list`, and are unique.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use super::{LintReport, rule};
use crate::diag::codes;
use crate::load::{Document, LoadedOperation, Method, Node, Pointer};

rule!(OperationIdForm, OPERATION_ID_FORM, "Operation ids have the right form and version.", |document, report| {
    form(document, report);
});
rule!(UniqueOperationIds, OPERATION_ID_TWICE, "Operation ids are unique.", |document, report| unique(document, report));

fn form(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let id = operation.id();
        let at = operation.at.child("operationId");
        if id.is_empty() {
            let message = format!("missing `operationId` of {} {}", operation.method.name(), operation.path);
            report.at_key(&operation.at, message, "add version.resource.method, such as `operationId: v2.deals.list`");
            continue;
        }
        let parts: Vec<&str> = id.split('.').collect();
        let [version @ ("v1" | "v2"), resource, method] = parts[..] else {
            let help = "write version.resource.method in snake_case, such as `v2.deals.list`";
            report.at(&at, format!("malformed operation id `{id}`"), help);
            continue;
        };
        if let Some(part) = [resource, method].iter().find(|part| !is_snake_case(part)) {
            let help = match (resource.to_snake_case(), method.to_snake_case()) {
                (resource, method) if is_snake_case(&resource) && is_snake_case(&method) => {
                    format!("write `{version}.{resource}.{method}`")
                }
                _ => "write version.resource.method in snake_case, such as `v2.deals.list`".to_owned(),
            };
            report.at(&at, format!("`{part}` in the operation id `{id}` is not in snake_case"), help);
        }
        // Paths without a version, such as those of OAuth, are allowed in both versions.
        let path_version = operation.path.split('/').find(|part| matches!(*part, "v1" | "v2"));
        if let Some(path_version) = path_version.filter(|path_version| *path_version != version) {
            let message = format!("operation id `{id}` in a path of {path_version}");
            report.at(&at, message, format!("write `{path_version}.{resource}.{method}`"));
        }
    }
}

/// Whether an operation id has the right form.
pub(super) fn is_well_formed(id: &str) -> bool {
    let parts: Vec<&str> = id.split('.').collect();
    matches!(parts[..], ["v1" | "v2", resource, method] if is_snake_case(resource) && is_snake_case(method))
}

fn is_snake_case(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_lowercase())
        && !part.ends_with('_')
        && !part.contains("__")
        && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn unique(document: &Document, report: &mut LintReport<'_>) {
    let mut first: BTreeMap<&str, &LoadedOperation> = BTreeMap::new();
    for operation in document.operations().iter().filter(|operation| !operation.id().is_empty()) {
        let Some(other) = first.get(operation.id()) else {
            first.insert(operation.id(), operation);
            continue;
        };
        let message = format!("duplicate operation id `{}`", operation.id());
        let diagnostic = if other.at == operation.at {
            report
                .diagnostic(message)
                .at(document.locate_key(&operation.path_at))
                .help("write a path item with operation ids of its own; another path refers to this one")
                .related("the other path is at", vec![document.locate_key(&other.path_at)])
        } else {
            report
                .diagnostic(message)
                .at(document.locate(&operation.at.child("operationId")))
                .help(format!("rename this operation or {} {}", other.method.name(), other.path))
                .related("the other operation is at", vec![document.locate(&other.at.child("operationId"))])
        };
        // The names of both requests, of their setters and so on are the same.
        report.push(diagnostic.explains(codes::NAME_COLLISION, None));
    }
}

/// The ids that more than one operation has.
pub(super) fn duplicates(document: &Document) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    document.operations().iter().map(LoadedOperation::id).filter(|id| !seen.insert(*id)).collect()
}

/// The ids of all operations in all files, including those that were not loaded because of an error or because no path refers to them.
pub(super) fn written(document: &Document) -> BTreeSet<&str> {
    let files = document.files().filter_map(|file| file.node().find(&Pointer::root("").child("paths")));
    let items = files.flat_map(|(paths, _)| paths.entries());
    let operations = items.flat_map(|item| Method::ALL.into_iter().filter_map(|method| item.value.get(method.key())));
    operations.filter_map(|operation| operation.get("operationId").and_then(Node::as_str)).collect()
}
