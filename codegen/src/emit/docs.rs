//! Doc comments as `#[doc]` attributes, one per line, which are printed as `///` comments.

use proc_macro2::TokenStream;
use quote::quote;

use super::access;
use super::rust_types::EmitContext;
use crate::inert::{markdown, rustdoc};
use crate::ir::{Deprecation, Operation, OperationAuth, Property};

/// Returns the doc comment with these paragraphs.
pub(super) fn doc(paragraphs: &[String]) -> TokenStream {
    let lines = lines(paragraphs);
    quote!(#(#[doc = #lines])*)
}

/// Returns the doc comment inside a module with these paragraphs.
pub(super) fn inner_doc(paragraphs: &[String]) -> TokenStream {
    let lines = lines(paragraphs);
    quote!(#(#![doc = #lines])*)
}

fn lines(paragraphs: &[String]) -> Vec<String> {
    let paragraphs = paragraphs.iter().map(|paragraph| paragraph.trim()).filter(|paragraph| !paragraph.is_empty());
    let content = paragraphs.collect::<Vec<_>>().join("\n\n");
    let line = |line: &str| if line.is_empty() { String::new() } else { format!(" {}", line.trim_end()) };
    content.lines().map(line).collect()
}

/// Returns the documentation of a property with its constraints.
pub(super) fn property_text(property: &Property) -> String {
    let docs = described(property.docs.as_deref(), &property.wire);
    if property.limits.is_empty() { docs } else { format!("{docs} ({})", property.limits.join(", ")) }
}

/// Returns the paragraphs of an operation's documentation: summary, description, and a line with the endpoint, cost and scopes.
pub(super) fn operation_paragraphs(context: EmitContext<'_>, operation: &Operation) -> Vec<String> {
    let mut facts = vec![endpoint(operation)];
    if let Some(cost) = operation.token_cost.filter(|cost| *cost > 0) {
        facts.push(if cost == 1 { "1 token".to_owned() } else { format!("{cost} tokens") });
    }
    if let Some(max) = operation.pagination.as_ref().and_then(|pagination| pagination.max) {
        facts.push(format!("at most {max} items per page"));
    }
    if !operation.scopes.is_empty() {
        let scopes: Vec<String> = operation.scopes.iter().map(|scope| markdown::code(scope)).collect();
        facts.push(format!("scope {}", either(&scopes)));
    }
    if let OperationAuth::Schemes(alternatives) = &operation.auth {
        let setter = |scheme: &String| markdown::code(&access::setter_of(context, scheme));
        let together = |schemes: &Vec<String>| schemes.iter().map(setter).collect::<Vec<_>>().join(" and ");
        facts.push(format!("authenticated by {}", either(&alternatives.iter().map(together).collect::<Vec<_>>())));
    }
    facts.extend(operation.docs_url.as_ref().and_then(|url| rustdoc::link("documentation", url)));
    let description = operation.description.as_deref().map(sentence).unwrap_or_default();
    vec![sentence(&operation.summary), description, facts.join(" · ")]
}

/// Joins alternatives as `a`, `b` or `c`.
fn either(alternatives: &[String]) -> String {
    match alternatives {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => alternatives.join(""),
    }
}

/// Returns the method and the path of an operation.
pub(super) fn endpoint(operation: &Operation) -> String {
    markdown::code(&format!("{} {}", operation.method, operation.path))
}

/// Returns the method and the path of an operation, in a cell of a table.
pub(super) fn endpoint_cell(operation: &Operation) -> String {
    markdown::code_cell(&format!("{} {}", operation.method, operation.path))
}

/// Returns the documentation of what has no description: its name.
pub(super) fn named(name: &str) -> String {
    format!("{}.", markdown::code(name))
}

/// Returns the description of an item, or its name if it has none.
pub(super) fn described(docs: Option<&str>, name: &str) -> String {
    docs.map(sentence).filter(|docs| !docs.is_empty()).unwrap_or_else(|| named(name))
}

/// Returns a description as a paragraph that ends with a full stop.
pub(super) fn sentence(docs: &str) -> String {
    ended(rustdoc::prose(docs))
}

/// Returns a description in a cell of a table, like [`sentence`].
pub(super) fn cell(docs: &str) -> String {
    ended(rustdoc::cell(docs))
}

fn ended(docs: String) -> String {
    if docs.is_empty() || docs.ends_with(['.', '!', '?', ':']) { docs } else { docs + "." }
}

/// Returns the `#[deprecated]` attribute.
pub(super) fn deprecated(context: EmitContext<'_>, deprecation: Option<&Deprecation>) -> TokenStream {
    let Some(deprecation) = deprecation else { return TokenStream::new() };
    let note = match &deprecation.replaced_by {
        Some(replacement) => {
            let call = call_of(context, replacement).unwrap_or_else(|| replacement.clone());
            // Rustdoc renders the note as Markdown.
            format!("use {} instead", markdown::code(&call))
        }
        None => "no longer documented by the API".to_owned(),
    };
    quote!(#[deprecated(note = #note)])
}

/// Returns the method chain that calls an operation, such as `client.v2().deals().list()`.
pub(super) fn call_of(context: EmitContext<'_>, operation_id: &str) -> Option<String> {
    let position = context.index.operation(operation_id)?;
    let (operation, plan) = (&context.api.operations[position], &context.names.operations[position]);
    let resource = context.index.resource(operation.version, &operation.resource)?;
    Some(format!("client.{}().{}().{}()", operation.version.name(), resource.method, plan.method))
}
