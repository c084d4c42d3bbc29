//! `x-wait` names a status that the reply has, and values that the status can have.

use super::object::{MergedObject, resolve_pointer, success_schema};
use super::{LintReport, rule};
use crate::load::extensions::{OperationExtensions, WaitExtension};
use crate::load::{Document, LoadedOperation, Method, did_you_mean, facets};

rule!(WaitFits, WAITING, "Waiting fits the operation.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        let extensions = OperationExtensions::of(&operation.operation.extensions);
        let Some(wait) = extensions.wait else { continue };
        let at = operation.at.child("x-wait");
        if operation.method != Method::Get {
            let message = format!("a {} cannot be made again and again", operation.method);
            report.at_key(&at, message, "put `x-wait` on the operation that only tells how far the job is");
        }
        if extensions.pagination.is_some() {
            report.at_key(&at, "a list is no job to wait for", "take `x-wait` or `x-pagination` out");
        }
        status(document, operation, &wait, report);
    }
}

fn status(document: &Document, operation: &LoadedOperation, wait: &WaitExtension, report: &mut LintReport<'_>) {
    let at = operation.at.child("x-wait");
    let Some((schema_at, schema)) = success_schema(document, operation) else {
        return report.at_key(&at, "an operation without a JSON reply tells nothing about a job", "take `x-wait` out");
    };
    let help = "write the JSON pointer of an enum of texts, right in the data of the reply";
    if wait.status.strip_prefix("/data/").is_none_or(|name| name.contains('/')) {
        return report.at(&at.child("status"), format!("`{}` is no property of the data", wait.status), help);
    }
    let Some((status_at, status)) = resolve_pointer(document, &schema_at, schema, &wait.status) else {
        return report.at(&at.child("status"), format!("the reply has no `{}`", wait.status), help);
    };
    let parts = MergedObject::of(document, &status_at, status).parts;
    let values: Vec<String> = parts
        .iter()
        .flat_map(|(_, part)| facets::enum_values(part))
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    if values.is_empty() {
        return report.at(&at.child("status"), format!("`{}` is no enum of texts", wait.status), help);
    }
    for (key, named) in [("done", &wait.done), ("failed", &wait.failed)] {
        for (index, value) in named.iter().enumerate().filter(|(_, value)| !values.contains(value)) {
            let hint = did_you_mean(value, values.iter().map(String::as_str));
            let message = format!("`{value}` is no value of `{}`{hint}", wait.status);
            report.at(&at.child(key).index(index), message, format!("write values of the enum: {}", values.join(", ")));
        }
    }
}
