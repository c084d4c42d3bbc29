//! What is required is described.

use std::collections::BTreeSet;

use super::object::{MergedObject, body_schemas};
use super::{LintReport, rule};
use crate::load::{Document, Pointer, did_you_mean, facets};

rule!(RequiredProperties, REQUIRED_UNDESCRIBED, "Required properties exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    // A part of an `allOf` may require what another part describes, so parts are judged within the whole.
    let mut judged: BTreeSet<Pointer> = BTreeSet::new();
    let mut wholes: Vec<(Pointer, _)> = Vec::new();
    document.visit_schemas(&mut |visited| {
        if !facets::all_of(visited.schema).is_empty() {
            wholes.push((visited.at.clone(), visited.schema));
        }
    });
    for operation in document.operations() {
        wholes.extend(body_schemas(document, operation));
    }
    for (at, schema) in &wholes {
        let object = MergedObject::of(document, at, schema);
        judged.extend(object.required.iter().filter(|(name, _)| object.properties.contains_key(name)).map(|(_, at)| at.clone()));
    }
    document.visit_schemas(&mut |visited| {
        if facets::required(visited.schema).is_empty() && facets::all_of(visited.schema).is_empty() {
            return;
        }
        let object = MergedObject::of(document, &visited.at, visited.schema);
        for (name, at) in &object.required {
            if !object.properties.contains_key(name) && !judged.contains(at) {
                let hint = did_you_mean(name, object.properties.keys().copied());
                let message = format!("`{name}` is required and not described{hint}");
                report.at(at, message, "describe it under `properties`, or take it out of `required`");
            }
        }
    });
}
