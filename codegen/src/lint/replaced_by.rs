//! Replacements exist, and retired operations, and operations and properties with a replacement, are deprecated.

use std::collections::BTreeSet;

use super::{LintReport, operation_ids, rule};
use crate::load::extensions::{OperationExtensions, SchemaExtensions};
use crate::load::{Document, Node, Pointer};
use crate::openapi::help_or;

rule!(Replacements, REPLACED_BY, "Replacements exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    // An operation with an example existed under this id; that it does not exist now is another error.
    let known: BTreeSet<&str> =
        operation_ids::written(document).into_iter().chain(document.examples().map(|(id, _)| id)).collect();
    for operation in document.operations() {
        let extensions = OperationExtensions::of(&operation.operation.extensions);
        if extensions.retired && !operation.operation.deprecated {
            report.at_key(
                &operation.at.child("x-retired"),
                format!("`x-retired` of `{}`, which is not deprecated", operation.id()),
                "add `deprecated: true`",
            );
        }
        let Some(replacement) = extensions.replaced_by else { continue };
        let at = operation.at.child("x-replaced-by");
        if !known.contains(replacement.as_str()) {
            // The operation can be in a file that could not be read.
            if report.is_complete {
                let help = help_or(
                    &replacement,
                    known.iter().copied(),
                    "write the operation id of the replacement, such as `v2.deals.list`",
                );
                report.at(&at, format!("cannot find operation `{replacement}`"), help);
            }
        } else if replacement == operation.id() {
            let help = "write the operation id of the replacement, or remove `x-replaced-by`";
            report.at(&at, format!("`{replacement}` is replaced by itself"), help);
        }
        if !operation.operation.deprecated {
            report.at_key(
                &at,
                format!("`x-replaced-by` of `{}`, which is not deprecated", operation.id()),
                "add `deprecated: true`",
            );
        }
    }
    document.visit_schemas(&mut |visited| {
        let data = &visited.schema.schema_data;
        let Some(replacement) = SchemaExtensions::of(&data.extensions).replaced_by else { return };
        let at = visited.at.child("x-replaced-by");
        let name = visited.at.key().unwrap_or_default();
        if !data.deprecated {
            report.at_key(&at, format!("`x-replaced-by` of `{name}`, which is not deprecated"), "add `deprecated: true`");
        }
        let siblings = visited.at.parent().and_then(|parent: Pointer| document.node(&parent));
        let siblings = siblings.map(Node::entries).unwrap_or_default();
        if siblings.iter().all(|sibling| sibling.key != replacement) {
            let known = siblings.iter().map(|sibling| sibling.key.as_str());
            let help = help_or(&replacement, known, "write the name of another property of this object");
            report.at(&at, format!("cannot find property `{replacement}` beside `{name}`"), help);
        }
    });
}
