//! `x-proven` marks properties of responses only.

use std::collections::BTreeSet;

use super::{LintReport, rule};
use crate::load::{Document, Node, Pointer};

rule!(ProvenInResponses, PROVEN_IN_REQUEST, "`x-proven` marks properties of responses.", |document, report| check(
    document, report
));

const PROVEN: &str = "x-proven";

fn check(document: &Document, report: &mut LintReport<'_>) {
    let operations = document.operations();
    let requests = operations.iter().flat_map(|operation| {
        [operation.at.child("requestBody"), operation.at.child("parameters"), operation.item_at.child("parameters")]
    });
    let responses = operations.iter().map(|operation| operation.at.child("responses"));
    let events = Pointer::root(document.root_file()).child("x-webhook-items");
    // A schema of both describes the response with it.
    let received = proven_within(document, responses.chain([events]));
    for at in proven_within(document, requests).difference(&received) {
        // A response with an error can refer to the property, too.
        if report.is_complete {
            let name = at.key().unwrap_or_default();
            let help = "remove it; to require the property, add its name to `required`";
            report.at_key(&at.child(PROVEN), format!("`{PROVEN}` of `{name}` in a request"), help);
        }
    }
}

/// The properties with `x-proven` at these locations, inside them and behind their references.
fn proven_within(document: &Document, roots: impl Iterator<Item = Pointer>) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<Pointer> = roots.collect();
    let mut seen = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        let Some(node) = document.node(&at) else { continue };
        if !seen.insert(at.clone()) {
            continue;
        }
        if let Some(target) = node.get("$ref").and_then(Node::as_str).and_then(|target| document.follow(&at, target)) {
            waiting.push(target);
        }
        if node.get(PROVEN).is_some() {
            found.insert(at.clone());
        }
        waiting.extend(node.entries().iter().map(|entry| at.child(&entry.key)));
        waiting.extend((0..node.items().len()).map(|index| at.index(index)));
    }
    found
}
