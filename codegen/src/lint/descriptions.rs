//! Every public item has a short description without markup.

use openapiv3::Parameter;

use super::{LintReport, entries, rule};
use crate::load::{Document, NodeValue, Pointer, SchemaRole, facets};

rule!(Descriptions, DESCRIPTION, "Public items have a description.", |document, report| present(document, report));
rule!(DescriptionStyle, DESCRIPTION_STYLE, "Descriptions are short and have no HTML.", |document, report| style(
    document, report
));

/// The help for a missing description.
const HELP: &str = "add a `description` of one or two sentences";

fn present(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let what = match visited.role {
            SchemaRole::Named(name) => format!("schema `{name}`"),
            // The runtime decodes the envelope of a response, so `data` is not public.
            SchemaRole::Property("data" | "additional_data") if visited.at.path().contains("/responses/") => return,
            SchemaRole::Property(name) => format!("property `{name}`"),
            _ => return,
        };
        // A composed property can have the description of a part.
        let described = visited.schema.schema_data.description.is_some()
            || facets::all_of(visited.schema).iter().enumerate().any(|(index, part)| {
                let found = document.schema(&visited.at.child("allOf").index(index), part);
                matches!(visited.role, SchemaRole::Property(_))
                    && found.is_some_and(|(_, part)| part.schema_data.description.is_some())
            });
        // The description can be in a part that does not resolve.
        if !described && document.is_intact(&visited.at) {
            report.at_key(&visited.at, format!("missing description of {what}"), HELP);
        }
    });
    for (at, parameter) in parameters(document) {
        let data = parameter.parameter_data_ref();
        if data.description.is_none() {
            report.at_key(&at, format!("missing description of parameter `{}`", data.name), HELP);
        }
    }
    for operation in document.operations() {
        if operation.operation.summary.is_none() {
            let message = format!("missing summary of `{}`", operation.id());
            report.at_key(&operation.at, message, "add a `summary`: a few words without a full stop, such as `List deals`");
        }
    }
}

/// All parameters except references.
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
    entries::visit(document, &mut |entry, at| {
        if let (NodeValue::String(text), "description" | "summary") = (&entry.value.value, entry.key.as_str()) {
            check_text(text, at, report);
        }
    });
}

const MAX_SENTENCES: usize = 4;

fn check_text(text: &str, at: &dyn Fn() -> Pointer, report: &mut LintReport<'_>) {
    // rustdoc does not interpret code in backticks.
    let prose: String = text.split('`').step_by(2).collect();
    let tag = prose.match_indices('<').any(|(index, _)| {
        prose[index + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && prose[index..].contains('>')
    });
    if tag {
        report.at(&at(), "description contains HTML", "remove the tags; write code in backticks");
    }
    let sentences = prose.split_inclusive(['.', '!', '?']).zip(prose.split_inclusive(['.', '!', '?']).skip(1));
    let count = 1 + sentences.filter(|(_, next)| next.starts_with(char::is_whitespace) && next.trim().len() > 1).count();
    if count > MAX_SENTENCES {
        let message = format!("description has {count} sentences, more than {MAX_SENTENCES}");
        report.at(&at(), message, "shorten it to the meaning, the unit and the limits, in one to three sentences");
    }
}
