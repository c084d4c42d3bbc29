//! An update changes what it names and nothing else.

use super::object::{MergedObject, body_schemas};
use super::{LintReport, rule};
use crate::load::{Document, Method};

rule!(UpdateBodyDefaults, UPDATE_DEFAULT, "Update bodies have no defaults.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for operation in document.operations() {
        if !matches!(operation.method, Method::Put | Method::Patch) {
            continue;
        }
        for (at, body) in body_schemas(document, operation) {
            for (name, property) in MergedObject::of(document, &at, body).properties {
                let default = property.schema.as_item().and_then(|schema| schema.schema_data.default.as_ref());
                if default.is_some() {
                    let message = format!("`{name}` has a default in the body of `{}`", operation.id());
                    let help = "take the default out; if a create body shares the schema, set the default there";
                    report.at_key(&property.at.child("default"), message, help);
                }
            }
        }
    }
}
