//! Examples show values that could be real.

use super::{LintReport, rule};
use crate::load::{Document, Node, Pointer};

rule!(ExamplePlaceholders, PLACEHOLDER, "Examples have no placeholders.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    for (_, example) in document.examples() {
        if let Some(node) = document.node(&example.at) {
            look(node, &|| example.at.clone(), report);
        }
    }
}

/// `at` puts the place together, which is wanted only for what is reported.
fn look(node: &Node, at: &dyn Fn() -> Pointer, report: &mut LintReport<'_>) {
    if let Some(text) = node.as_str().filter(|text| is_placeholder(text)) {
        report.at(&at(), format!("`{text}` stands in for a value"), "write a value that the API could send");
    }
    for entry in node.entries() {
        look(&entry.value, &|| at().child(&entry.key), report);
    }
    for (index, item) in node.items().iter().enumerate() {
        look(item, &|| at().index(index), report);
    }
}

fn is_placeholder(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let words = ["string", "foo", "bar", "baz", "todo", "tbd", "example", "dummy", "...", "…"];
    words.contains(&text.as_str()) || text.starts_with("lorem ipsum")
}
