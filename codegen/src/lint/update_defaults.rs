//! The properties of update bodies have no default.

use std::collections::BTreeSet;

use super::object::{MergedObject, body_schemas};
use super::{LintReport, rule};
use crate::load::{Document, Method, Pointer};

rule!(UpdateBodyDefaults, UPDATE_DEFAULT, "Update bodies have no defaults.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut reported: BTreeSet<Pointer> = BTreeSet::new();
    for operation in document.operations() {
        if !matches!(operation.method, Method::Put | Method::Patch) {
            continue;
        }
        for (at, body) in body_schemas(document, operation) {
            for (name, property) in MergedObject::of(document, &at, body).properties {
                let default = property.schema.as_item().and_then(|schema| schema.schema_data.default.as_ref());
                // Several operations can share the property.
                if default.is_some() && reported.insert(property.at.clone()) {
                    let message = format!("default of `{name}` in the update body of `{}`", operation.id());
                    let help = "remove the default; if a create body shares the schema, add the default there";
                    report.at_key(&property.at.child("default"), message, help);
                }
            }
        }
    }
}
