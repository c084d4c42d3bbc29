//! The properties of update bodies have no default.

use std::collections::BTreeSet;

use super::object::body_schemas;
use super::{LintReport, rule};
use crate::load::{Document, Method, Pointer};

rule!(UpdateBodyDefaults, UPDATE_DEFAULT, "Update bodies have no defaults.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let mut reported: BTreeSet<Pointer> = BTreeSet::new();
    for operation in document.operations() {
        if !matches!(operation.method, Method::Put | Method::Patch) {
            continue;
        }
        for body in body_schemas(document, operation) {
            for (name, place) in body.properties().iter().flat_map(|(name, places)| places.iter().map(move |place| (name, place)))
            {
                // Several operations can share the property.
                if let Some(default) = place.raw("default").filter(|_| reported.insert(place.at.clone())) {
                    let message = format!("default of `{name}` in the update body of `{}`", operation.id());
                    let help = "remove the default; if a create body shares the schema, add the default there";
                    report.at_key(&default.at, message, help);
                }
            }
        }
    }
}
