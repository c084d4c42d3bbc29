//! Everything that becomes public has a short plain description.

use openapiv3::Parameter;

use super::{LintReport, rule};
use crate::load::{Document, Node, NodeValue, Pointer, SchemaRole, facets};

rule!(Descriptions, DESCRIPTION, "Descriptions are there.", |document, report| present(document, report));
rule!(DescriptionStyle, DESCRIPTION_STYLE, "Descriptions are short and plain.", |document, report| style(document, report));

fn present(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let what = match visited.role {
            SchemaRole::Named(name) => format!("the schema `{name}`"),
            // The runtime takes the envelope of a reply apart, so `data` needs no words.
            SchemaRole::Property("data" | "additional_data") if visited.at.path().contains("/responses/") => return,
            SchemaRole::Property(name) => format!("the property `{name}`"),
            _ => return,
        };
        // A composed schema may be described by what it refers to.
        let described = visited.schema.schema_data.description.is_some()
            || facets::all_of(visited.schema).iter().enumerate().any(|(index, part)| {
                let found = document.schema(&visited.at.child("allOf").index(index), part);
                matches!(visited.role, SchemaRole::Property(_))
                    && found.is_some_and(|(_, part)| part.schema_data.description.is_some())
            });
        if !described {
            report.at_key(&visited.at, format!("{what} has no description"), "add a `description` of one or two plain sentences");
        }
    });
    for (at, parameter) in parameters(document) {
        let data = parameter.parameter_data_ref();
        if data.description.is_none() {
            let message = format!("the parameter `{}` has no description", data.name);
            report.at_key(&at, message, "add a `description` of one or two plain sentences");
        }
    }
    for operation in document.operations() {
        if operation.operation.summary.is_none() {
            let message = format!("`{}` has no summary", operation.id());
            report.at_key(&operation.at, message, "add a `summary`: a short line without a full stop");
        }
    }
}

/// Every parameter that is written out, once.
fn parameters(document: &Document) -> Vec<(Pointer, &Parameter)> {
    let mut all: Vec<(Pointer, &Parameter)> = document.parameters().map(|(at, _, parameter)| (at.clone(), parameter)).collect();
    for operation in document.operations() {
        let lists = [(&operation.at, &operation.operation.parameters), (&operation.item_at, &operation.item.parameters)];
        for (at, list) in lists {
            let items = list.iter().enumerate();
            all.extend(items.filter_map(|(index, parameter)| Some((at.child("parameters").index(index), parameter.as_item()?))));
        }
    }
    all
}

fn style(document: &Document, report: &mut LintReport<'_>) {
    for file in document.files() {
        look(file.node(), &|| Pointer::root(file.path.clone()), report);
    }
}

/// Descriptions and summaries at any depth; a property of that name is a mapping, and so not taken for one. `at` puts the
/// place together, which is wanted only for what is reported.
fn look(node: &Node, at: &dyn Fn() -> Pointer, report: &mut LintReport<'_>) {
    for entry in node.entries() {
        let here = || at().child(&entry.key);
        match (&entry.value.value, entry.key.as_str()) {
            (NodeValue::String(text), "description" | "summary") => judge(text, &here, report),
            (_, "example" | "default" | "enum") => {}
            _ => look(&entry.value, &here, report),
        }
    }
    for (index, item) in node.items().iter().enumerate() {
        look(item, &|| at().index(index), report);
    }
}

const MOST_SENTENCES: usize = 4;

fn judge(text: &str, at: &dyn Fn() -> Pointer, report: &mut LintReport<'_>) {
    // What stands in backquotes is shown as it is.
    let prose: String = text.split('`').step_by(2).collect();
    let tag = prose.match_indices('<').any(|(index, _)| {
        prose[index + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && prose[index..].contains('>')
    });
    if tag {
        report.at(&at(), "there is HTML in this description", "write plain sentences; put code into backquotes");
    }
    let sentences = prose.split_inclusive(['.', '!', '?']).zip(prose.split_inclusive(['.', '!', '?']).skip(1));
    let count = 1 + sentences.filter(|(_, next)| next.starts_with(char::is_whitespace) && next.trim().len() > 1).count();
    if count > MOST_SENTENCES {
        let message = format!("this description has {count} sentences");
        report.at(&at(), message, "say what it means, its unit and its limits in one to three sentences");
    }
}
