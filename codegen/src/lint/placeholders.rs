//! Examples contain realistic values.

use super::{LintReport, rule};
use crate::load::{Document, Node, Pointer};

rule!(ExamplePlaceholders, PLACEHOLDER, "Examples have no placeholders.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (_, example) in document.examples() {
        if let Some(node) = document.node(&example.at) {
            visit(node, &|| example.at.clone(), report);
        }
    }
}

/// `at` creates the pointer, which is needed only for placeholders.
fn visit(node: &Node, at: &dyn Fn() -> Pointer, report: &mut LintReport<'_>) {
    if let Some(value) = node.as_str().filter(|value| is_placeholder(value)) {
        report.at(&at(), format!("placeholder `{value}`"), "write a realistic value, as the API would send it");
    }
    for entry in node.entries() {
        visit(&entry.value, &|| at().child(&entry.key), report);
    }
    for (index, item) in node.items().iter().enumerate() {
        visit(item, &|| at().index(index), report);
    }
}

fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let words = ["string", "foo", "bar", "baz", "todo", "tbd", "example", "dummy", "...", "…"];
    words.contains(&value.as_str()) || value.starts_with("lorem ipsum")
}
