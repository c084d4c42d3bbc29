//! Every operation has a tag, and every tag is declared.

use super::{LintReport, rule};
use crate::load::{Document, did_you_mean};

rule!(DeclaredTags, TAG, "Tags are declared in the root file.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let known: Vec<&str> = document.root().tags.iter().map(|tag| tag.name.as_str()).collect();
    for operation in document.operations() {
        if operation.operation.tags.is_empty() {
            let message = format!("`{}` has no tag", operation.id());
            report.at_key(&operation.at, message, "add `tags: [Deals]` or another one of the root file");
        }
        for (index, tag) in operation.operation.tags.iter().enumerate() {
            if !known.contains(&tag.as_str()) {
                let hint = did_you_mean(tag, known.iter().copied());
                let message = format!("the tag `{tag}` is not declared{hint}");
                report.at(&operation.at.child("tags").index(index), message, "declare it under `tags:` in the root file");
            }
        }
    }
}
