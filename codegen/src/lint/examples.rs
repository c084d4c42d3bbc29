//! Every JSON operation has an example, and it fits the schema.

use std::collections::BTreeSet;

use super::object::success_schema;
use super::validate::Validation;
use super::{LintReport, rule};
use crate::load::{Document, Example, LoadedOperation, Pointer};
use crate::parallel;

rule!(ExamplePerOperation, EXAMPLE_MISSING, "Every JSON operation has an example.", |document, report| missing(document, report));
rule!(OrphanExamples, EXAMPLE_ORPHAN, "Every example belongs to an operation.", |document, report| orphans(document, report));
rule!(ExamplesMatchSchemas, EXAMPLE_INVALID, "Examples fit their schemas.", |document, report| valid(document, report));
rule!(CompleteExamples, EXAMPLE_INCOMPLETE, "Examples show every property.", |document, report| complete(document, report));

fn missing(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        if success_schema(document, operation).is_some()
            && document.example(operation.id()).is_none()
            && !operation.id().is_empty()
        {
            let message = format!("`{}` has no example", operation.id());
            let help = format!("write a reply that shows every property into {}", Example::file_of(operation.id()));
            report.at(&operation.at.child("operationId"), message, help);
        }
    }
}

fn orphans(document: &Document, report: &mut LintReport<'_>) {
    let replies: BTreeSet<&str> = document
        .operations()
        .iter()
        .filter(|operation| success_schema(document, operation).is_some())
        .map(LoadedOperation::id)
        .collect();
    for (id, example) in document.examples().filter(|(id, _)| !replies.contains(id)) {
        let message = if document.operations().iter().any(|operation| operation.id() == id) {
            format!("`{id}` has no JSON reply")
        } else {
            format!("there is no operation `{id}`")
        };
        report.at(&example.at, message, "rename the file after its operation, or remove it");
    }
}

fn valid(document: &Document, report: &mut LintReport<'_>) {
    for validation in report.validations(document) {
        for fault in &validation.mismatches {
            report.at(&fault.at, fault.message.clone(), fault.help.clone());
        }
    }
}

fn complete(document: &Document, report: &mut LintReport<'_>) {
    for validation in report.validations(document) {
        for (property, object) in validation.missing() {
            let name = property.key().unwrap_or_default();
            report.at(&object, format!("`{name}` is not shown"), format!("add it; it is described at {property}"));
        }
    }
}

/// How each example fits its operation.
pub(super) fn validations(document: &Document) -> Vec<Validation> {
    let validations = parallel::map(document.operations(), |operation| {
        let example = document.example(operation.id())?;
        validation(document, operation, example)
    });
    validations.into_iter().flatten().collect()
}

fn validation(document: &Document, operation: &LoadedOperation, example: &Example) -> Option<Validation> {
    let (at, schema) = success_schema(document, operation)?;
    let mut validation = Validation::default();
    validation.value(document, &at, schema, &example.value, &example.at);
    Some(validation)
}

/// Where an example does not fit the reply of an operation, which may be one of another description, and why. Properties that are only not
/// described are no fault here.
pub fn example_mismatches(document: &Document, operation: &LoadedOperation, example: &Example) -> Vec<(Pointer, String)> {
    let faults = validation(document, operation, example).map(|validation| validation.mismatches).unwrap_or_default();
    faults.into_iter().filter(|fault| !fault.undescribed).map(|fault| (fault.at, fault.message)).collect()
}
