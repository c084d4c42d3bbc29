//! Tags and required properties are listed once.

use super::{LintReport, rule};
use crate::load::{Document, Pointer, facets};

rule!(ListedOnce, LISTED_TWICE, "Tags and required properties are listed once.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let declared: Vec<&str> = document.root().tags.iter().map(|tag| tag.name.as_str()).collect();
    let tags = Pointer::root(document.root_file()).child("tags");
    repeated(&declared, "tag", &|index| tags.index(index).child("name"), report);
    for operation in document.operations() {
        let at = operation.at.child("tags");
        repeated(&operation.operation.tags, "tag", &|index| at.index(index), report);
    }
    document.visit_schemas(&mut |visited| {
        let at = visited.at.child("required");
        repeated(facets::required(visited.schema), "required property", &|index| at.index(index), report);
    });
}

fn repeated(names: &[impl AsRef<str>], what: &str, at: &dyn Fn(usize) -> Pointer, report: &mut LintReport<'_>) {
    for (index, name) in names.iter().enumerate() {
        let name = name.as_ref();
        if let Some(first) = names[..index].iter().position(|other| other.as_ref() == name) {
            let diagnostic = report
                .diagnostic(format!("{what} `{name}` is listed twice"))
                .at(report.document.locate(&at(index)))
                .help("remove one of the two, or write the name that is meant")
                .related("first listed at", vec![report.document.locate(&at(first))]);
            report.push(diagnostic);
        }
    }
}
