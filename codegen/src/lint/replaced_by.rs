//! A replacement exists, and what is replaced is deprecated.

use std::collections::BTreeSet;

use super::{LintReport, rule};
use crate::load::extensions::{OperationExtensions, SchemaExtensions};
use crate::load::{Document, Pointer, did_you_mean};

rule!(Replacements, REPLACED_BY, "Replacements exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let ids: BTreeSet<&str> = document.operations().iter().map(crate::load::LoadedOperation::id).collect();
    for operation in document.operations() {
        let replaced_by = OperationExtensions::of(&operation.operation.extensions).replaced_by;
        let Some(replacement) = replaced_by else { continue };
        let at = operation.at.child("x-replaced-by");
        if !ids.contains(replacement.as_str()) {
            let hint = did_you_mean(&replacement, ids.iter().copied());
            report.at(&at, format!("there is no operation `{replacement}`{hint}"), "write the operation id of the replacement");
        } else if replacement == operation.id() {
            report.at(&at, "an operation cannot replace itself", "write the operation id of the replacement");
        }
        if !operation.operation.deprecated {
            report.at_key(&at, "what is replaced must be deprecated", "add `deprecated: true`");
        }
    }
    document.visit_schemas(&mut |visited| {
        let data = &visited.schema.schema_data;
        let Some(replacement) = SchemaExtensions::of(&data.extensions).replaced_by else { return };
        let at = visited.at.child("x-replaced-by");
        if !data.deprecated {
            report.at_key(&at, "what is replaced must be deprecated", "add `deprecated: true`");
        }
        if sibling(document, &visited.at, &replacement).is_none() {
            let message = format!("there is no property `{replacement}` beside this one");
            report.at(&at, message, "write the name of the property to use instead");
        }
    });
}

fn sibling(document: &Document, property: &Pointer, name: &str) -> Option<Pointer> {
    let at = property.parent()?.child(name);
    document.node(&at).map(|_| at)
}
