//! `x-wait` names a status in the response, and values of that status.

use super::object::{has_success, resolve_pointer, success_schema};
use super::{LintReport, rule};
use crate::load::extensions::{OperationExtensions, WaitExtension};
use crate::load::{Document, LoadedOperation, Method};
use crate::openapi::help_or;

rule!(WaitFits, WAITING, "`x-wait` matches the operation.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations().iter().filter(|operation| document.is_operation_intact(operation)) {
        let extensions = OperationExtensions::of(&operation.operation.extensions);
        let Some(wait) = extensions.wait else { continue };
        let at = operation.at.child("x-wait");
        if operation.method != Method::Get {
            let message = format!("`x-wait` of a {}, which cannot be repeated", operation.method);
            report.at_key(&at, message, "move `x-wait` to the GET that returns the status of the job");
        }
        if extensions.pagination.is_some() {
            let message = format!("`x-wait` of the paginated list `{}`", operation.id());
            report.at_key(&at, message, "remove `x-wait`, or `x-pagination` if the response is one job");
        }
        status(document, operation, &wait, report);
    }
}

fn status(document: &Document, operation: &LoadedOperation, wait: &WaitExtension, report: &mut LintReport<'_>) {
    let at = operation.at.child("x-wait");
    let Some(schema) = success_schema(document, operation) else {
        // A missing success response is an error of its own.
        if has_success(operation) {
            report.at_key(&at, format!("`x-wait` of `{}`, which has no JSON response", operation.id()), "remove `x-wait`");
        }
        return;
    };
    // If the example shows another structure, then the schema is wrong.
    if report.has_mismatch(operation) {
        return;
    }
    let help = "write a JSON pointer to an enum of strings directly in `data`, such as `/data/status`";
    if wait.status.strip_prefix("/data/").is_none_or(|name| name.contains('/')) {
        return report.at(&at.child("status"), format!("`{}` is not a property of `data`", wait.status), help);
    }
    let Ok(status) = resolve_pointer(&schema, &wait.status) else {
        return report.at(&at.child("status"), format!("response has no `{}`", wait.status), help);
    };
    let listed = status.values().unwrap_or_default();
    let values: Vec<String> = listed.iter().filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect();
    if values.is_empty() {
        return report.at(&at.child("status"), format!("`{}` is not an enum of strings", wait.status), help);
    }
    for (key, named) in [("done", &wait.done), ("failed", &wait.failed)] {
        for (index, value) in named.iter().enumerate().filter(|(_, value)| !values.contains(value)) {
            let choice: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let help = help_or(value, values.iter().map(String::as_str), format!("write one of {}", choice.join(", ")));
            report.at(&at.child(key).index(index), format!("`{value}` is not a value of `{}`", wait.status), help);
        }
    }
}
