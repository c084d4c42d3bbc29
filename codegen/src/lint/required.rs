//! Required properties are defined.

use std::collections::BTreeSet;

use super::object::{body_schemas, merged};
use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};
use crate::openapi::help_or;
use crate::value::{MergedSchema, NodeCursor};

rule!(RequiredProperties, REQUIRED_UNDESCRIBED, "Required properties exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    // A part of an `allOf` may require a property of another part, so the merged objects are checked first.
    let mut defined: BTreeSet<Pointer> = BTreeSet::new();
    let mut composed: Vec<MergedSchema<'_>> = Vec::new();
    document.visit_schemas(&mut |visited| {
        if !facets::all_of(visited.schema).is_empty() {
            composed.extend(merged(document, &visited.at));
        }
    });
    for operation in document.operations() {
        composed.extend(body_schemas(document, operation));
    }
    for object in &composed {
        // A property can be in a part that does not resolve.
        let is_intact = object.at().is_some_and(|at| document.is_intact(at));
        let properties = object.properties();
        let entries = object.every("required").flat_map(|list| list.items().collect::<Vec<_>>());
        let is_defined =
            |entry: &NodeCursor<'_>| !is_intact || entry.node.as_str().is_some_and(|name| properties.contains_key(name));
        defined.extend(entries.filter(is_defined).map(|entry| entry.at));
    }
    let mut reported: BTreeSet<Pointer> = BTreeSet::new();
    document.visit_schemas(&mut |visited| {
        if facets::required(visited.schema).is_empty() && facets::all_of(visited.schema).is_empty() {
            return;
        }
        let Some(object) = merged(document, &visited.at) else { return };
        let properties = object.properties();
        for entry in object.every("required").flat_map(|list| list.items().collect::<Vec<_>>()) {
            let Some(name) = entry.node.as_str() else { continue };
            if !properties.contains_key(name) && !defined.contains(&entry.at) && reported.insert(entry.at.clone()) {
                let help = format!("add `{name}` to `properties`, or remove it from `required`");
                let help = help_or(name, properties.keys().copied(), help);
                report.at(&entry.at, format!("undefined required property `{name}`"), help);
            }
        }
    });
}
