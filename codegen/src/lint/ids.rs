//! Every `x-id` names a type of `common/ids.yaml`.

use std::collections::BTreeMap;

use super::shared::{SharedFact, SharedFacts};
use super::{LintReport, rule};
use crate::load::extensions::SchemaExtensions;
use crate::load::{Document, IDS, Node, Pointer, facets};
use crate::openapi::help_or;

rule!(IdTypes, ID_TYPE, "Id types exist and have the type that the API sends.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    // Without its file, nothing is known about the id types.
    if document.is_unreadable(IDS) {
        return;
    }
    let root = Pointer::root(IDS).child("schemas");
    let entries = document.node(&root).map(Node::entries).unwrap_or_default();
    let keys: BTreeMap<&str, &Node> = entries.iter().map(|entry| (entry.key.as_str(), &entry.value)).collect();
    // The `x-id` of an entry with another name, which is an error by itself.
    let other_names: Vec<&str> = keys.values().filter_map(|node| node.get("x-id")?.as_str()).collect();
    let mut facts = SharedFacts::default();
    document.visit_schemas(&mut |visited| {
        let Some(id) = SchemaExtensions::of(&visited.schema.schema_data.extensions).id else { return };
        let at = visited.at.child("x-id");
        if visited.at.parent().as_ref() == Some(&root) {
            if visited.at.key().as_deref() != Some(id.as_str()) {
                let key = visited.at.key().unwrap_or_default();
                report.at(&at, format!("id type `{key}` has `x-id: {id}`"), "give the entry and its `x-id` the same name");
            }
            return;
        }
        let own = facets::type_name(visited.schema);
        let Some(defined) = keys.get(id.as_str()) else {
            if !other_names.contains(&id.as_str()) {
                let help = help_or(&id, keys.keys().copied(), format!("add `{id}` to {IDS}"));
                let message = format!("undefined id type `{id}`");
                let fact = SharedFact { definition: root.clone(), message: message.clone(), help: help.clone() };
                facts.add(fact, &at, message, help);
            }
            return;
        };
        let definition = root.child(&id);
        let defined = defined.get("type").and_then(Node::as_str);
        if defined != own && document.is_intact(&definition) {
            let (defined, own) = (defined.unwrap_or("none"), own.unwrap_or("none"));
            let fact = SharedFact {
                definition: definition.child("type"),
                message: format!("id type `{id}` has the type `{defined}`, but is used with the type `{own}`"),
                help: "write the type that the API sends in all of these locations".to_owned(),
            };
            let message = format!("id type `{id}` has the type `{defined}` in {IDS}, but `{own}` here");
            facts.add(fact, &at, message, "write the type that the API sends in both locations");
        }
    });
    facts.report("used at", None, report);
}
