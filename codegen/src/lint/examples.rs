//! Every operation with a JSON response has an example, which matches the schema and contains every property.

use std::collections::BTreeMap;

use super::object::{has_success, success_schema};
use super::shared::{SharedFact, SharedFacts};
use super::validate::Validation;
use super::{LintReport, operation_ids, rule};
use crate::load::{Document, Example, LoadedOperation, Pointer};
use crate::openapi::nearest;
use crate::parallel;

rule!(ExamplePerOperation, EXAMPLE_MISSING, "Every JSON operation has an example.", |document, report| {
    missing(document, report);
});
rule!(OrphanExamples, EXAMPLE_ORPHAN, "Every example belongs to an operation.", |document, report| orphans(document, report));
rule!(ExamplesMatchSchemas, EXAMPLE_INVALID, "Examples match their schemas.", |_document, report| valid(report));
rule!(CompleteExamples, EXAMPLE_INCOMPLETE, "Examples contain every property.", |_document, report| complete(report));

fn missing(document: &Document, report: &mut LintReport<'_>) {
    let misnamed = misnamed(document);
    for operation in without_example(document) {
        let wanted = Example::file_of(operation.id());
        let help = match misnamed.iter().find(|(_, other)| other.at == operation.at) {
            Some((id, _)) => format!("rename `{}` to `{wanted}`, or change the operation id to `{id}`", Example::file_of(id)),
            None => format!("add a response with every property to `{wanted}`"),
        };
        report.at(&operation.at.child("operationId"), format!("missing example of `{}`", operation.id()), help);
    }
}

/// The operations with a JSON response and a valid id that have no example.
fn without_example(document: &Document) -> Vec<&LoadedOperation> {
    let is_missing = |operation: &&LoadedOperation| {
        document.example(operation.id()).is_none()
            && success_schema(document, operation).is_some()
            && operation_ids::is_well_formed(operation.id())
            // A syntax error in the example is reported there.
            && !document.is_unreadable(&Example::file_of(operation.id()))
    };
    document.operations().iter().filter(is_missing).collect()
}

/// The examples without an operation whose name is similar to the id of an operation without an example.
fn misnamed(document: &Document) -> BTreeMap<&str, &LoadedOperation> {
    let known = operation_ids::written(document);
    let orphans: Vec<&str> = document.examples().map(|(id, _)| id).filter(|id| !known.contains(id)).collect();
    let operations = without_example(document).into_iter();
    operations.filter_map(|operation| Some((nearest(operation.id(), orphans.iter().copied())?, operation))).collect()
}

/// Reports examples without an operation. Runs only if there are no errors from load, since it would not find the operations with errors.
fn orphans(document: &Document, report: &mut LintReport<'_>) {
    let operations: BTreeMap<&str, &LoadedOperation> =
        document.operations().iter().map(|operation| (operation.id(), operation)).collect();
    // The operation that an example belongs to can be one with a wrong id.
    let has_wrong_ids = operations.keys().any(|id| !operation_ids::is_well_formed(id));
    if has_wrong_ids || !operation_ids::duplicates(document).is_empty() {
        return;
    }
    let (written, misnamed) = (operation_ids::written(document), misnamed(document));
    for (id, example) in document.examples() {
        let message = match operations.get(id) {
            Some(operation) if success_schema(document, operation).is_some() => continue,
            // A missing success response is an error of its own.
            Some(operation) if !has_success(operation) => continue,
            Some(_) => format!("example of `{id}`, which has no JSON response"),
            // Reported as a missing example or as an unused path item.
            None if misnamed.contains_key(id) || written.contains(id) => continue,
            None => format!("cannot find operation `{id}`"),
        };
        report.at(&example.at, message, "rename the file to `<operation id>.json`, with `/` for the first dot, or delete it");
    }
}

fn valid(report: &mut LintReport<'_>) {
    let mut facts = SharedFacts::default();
    for validation in report.validations().values() {
        for mismatch in &validation.mismatches {
            facts.add(mismatch.fact.clone(), &mismatch.at, mismatch.message.as_str(), mismatch.help.as_str());
        }
    }
    facts.report("the examples are at", Some("the schema is at"), report);
}

fn complete(report: &mut LintReport<'_>) {
    let mut facts = SharedFacts::default();
    for validation in report.validations().values() {
        for (property, object) in validation.missing() {
            let name = property.key().unwrap_or_default();
            let fact = SharedFact {
                definition: property,
                message: format!("property `{name}` is missing in its examples"),
                help: format!("add `{name}` to the examples"),
            };
            facts.add(fact, &object, format!("property `{name}` is missing in the example"), format!("add `\"{name}\": …`"));
        }
    }
    facts.report("the examples are at", Some("the schema is at"), report);
}

/// Validates the example of every operation. Operations with an error from load or with a duplicate id are skipped. The key is the location of the operation.
pub(super) fn validations(document: &Document) -> BTreeMap<Pointer, Validation> {
    // An example with a duplicate id belongs to one of the operations, but it is unknown to which.
    let duplicates = operation_ids::duplicates(document);
    let is_wanted =
        |operation: &&LoadedOperation| !duplicates.contains(operation.id()) && document.is_operation_intact(operation);
    let operations: Vec<&LoadedOperation> = document.operations().iter().filter(is_wanted).collect();
    let validations = parallel::map(&operations, |operation| {
        let example = document.example(operation.id())?;
        Some((operation.at.clone(), validation(document, operation, example)?))
    });
    validations.into_iter().flatten().collect()
}

fn validation(document: &Document, operation: &LoadedOperation, example: &Example) -> Option<Validation> {
    let mut validation = Validation::default();
    validation.value(&success_schema(document, operation)?, &example.value, &example.at);
    Some(validation)
}

/// Returns the locations and the messages of the values in an example that do not match the response of an operation, which may be of another
/// description. Undefined properties are not included.
pub fn example_mismatches(document: &Document, operation: &LoadedOperation, example: &Example) -> Vec<(Pointer, String)> {
    let mismatches = validation(document, operation, example).map(|validation| validation.mismatches).unwrap_or_default();
    mismatches.into_iter().filter(|mismatch| !mismatch.undefined).map(|mismatch| (mismatch.at, mismatch.message)).collect()
}
