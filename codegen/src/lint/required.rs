//! Required properties are defined.

use std::collections::BTreeSet;

use super::object::{MergedObject, body_schemas};
use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};
use crate::openapi::help_or;

rule!(RequiredProperties, REQUIRED_UNDESCRIBED, "Required properties exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    // A part of an `allOf` may require a property of another part, so the merged objects are checked first.
    let mut defined: BTreeSet<Pointer> = BTreeSet::new();
    let mut composed: Vec<(Pointer, _)> = Vec::new();
    document.visit_schemas(&mut |visited| {
        if !facets::all_of(visited.schema).is_empty() {
            composed.push((visited.at.clone(), visited.schema));
        }
    });
    for operation in document.operations() {
        composed.extend(body_schemas(document, operation));
    }
    for (at, schema) in &composed {
        let object = MergedObject::of(document, at, schema);
        // A property can be in a part that does not resolve.
        let is_intact = document.is_intact(at);
        let required = object.required.iter();
        defined.extend(required.filter(|(name, _)| !is_intact || object.properties.contains_key(name)).map(|(_, at)| at.clone()));
    }
    let mut reported: BTreeSet<Pointer> = BTreeSet::new();
    document.visit_schemas(&mut |visited| {
        if facets::required(visited.schema).is_empty() && facets::all_of(visited.schema).is_empty() {
            return;
        }
        let object = MergedObject::of(document, &visited.at, visited.schema);
        for (name, at) in &object.required {
            if !object.properties.contains_key(name) && !defined.contains(at) && reported.insert(at.clone()) {
                let help = format!("add `{name}` to `properties`, or remove it from `required`");
                let help = help_or(name, object.properties.keys().copied(), help);
                report.at(at, format!("undefined required property `{name}`"), help);
            }
        }
    });
}
