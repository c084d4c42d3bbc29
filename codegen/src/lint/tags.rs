//! Every operation has a tag that the root file declares.

use std::collections::BTreeSet;

use super::shared::{SharedFact, SharedFacts};
use super::{LintReport, rule};
use crate::load::{Document, Pointer};
use crate::openapi::{help_or, nearest};

rule!(DeclaredTags, TAG, "Tags are declared in the root file.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let tags = Pointer::root(document.root_file()).child("tags");
    // Tags with an error are not loaded.
    let is_complete = document.is_intact(&tags);
    let known: Vec<&str> = document.root().tags.iter().map(|tag| tag.name.as_str()).collect();
    // A declared tag without operations probably has the wrong name.
    let used: BTreeSet<&str> =
        document.operations().iter().flat_map(|operation| operation.operation.tags.iter().map(String::as_str)).collect();
    let unused = || known.iter().copied().filter(|tag| !used.contains(tag));
    let mut facts = SharedFacts::default();
    for operation in document.operations() {
        if operation.operation.tags.is_empty() {
            let help = format!("add `tags: [{}]`, or another tag of the root file", known.first().unwrap_or(&"Deals"));
            report.at_key(&operation.at, format!("missing tag of `{}`", operation.id()), help);
        }
        for (index, tag) in operation.operation.tags.iter().enumerate() {
            if is_complete && !known.contains(&tag.as_str()) {
                let message = format!("undeclared tag `{tag}`");
                let declare = format!("add `{{ name: {tag}, description: … }}` to `tags` in `{}`", document.root_file());
                let help = help_or(tag, known.iter().copied(), declare.clone());
                let misnamed = nearest(tag, unused());
                let fact = match misnamed.and_then(|other| Some((other, known.iter().position(|name| *name == other)?))) {
                    Some((other, index)) => SharedFact {
                        definition: tags.index(index).child("name"),
                        message: message.clone(),
                        help: format!("rename `{other}` to `{tag}`, or correct the operations"),
                    },
                    None => SharedFact { definition: tags.clone(), message: message.clone(), help: declare },
                };
                facts.add(fact, &operation.at.child("tags").index(index), message, help);
            }
        }
    }
    facts.report("used at", None, report);
}
