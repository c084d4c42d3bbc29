//! Bundles the description into one self-contained OpenAPI document, for tools that read a single file.
//!
//! The bundle is created from the trees and not from the typed document, so it keeps the order and all extensions. There are three changes:
//! definitions are moved to `components`, examples are inserted into the responses, and nullable schemas and `x-lenient` are expressed so that strict
//! validators accept the values that the API sends.

mod as_sent;
mod components;
mod for_mock;
mod rewrite;
mod spell_out;
mod yaml;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::load::{Document, LoadedOperation, Node, Pointer};
pub use as_sent::as_sent;
use components::Components;
pub use for_mock::for_mock;

/// The format of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleFormat {
    /// YAML, in which every string is quoted that a parser could take for another type.
    Yaml,
    /// JSON.
    Json,
}

/// Creates one OpenAPI 3.0.3 document, in the order of the description.
pub fn bundle(document: &Document) -> Value {
    let mut components = Components::new(document);
    let root = Pointer::root(document.root_file());
    let mut out = Map::new();
    let mut own = Map::new();
    for entry in document.node(&root).map(Node::entries).unwrap_or_default() {
        let here = root.child(&entry.key);
        match entry.key.as_str() {
            "paths" => {
                let mut operations: HashMap<&str, Vec<&LoadedOperation>> = HashMap::new();
                for operation in document.operations() {
                    operations.entry(&operation.path).or_default().push(operation);
                }
                let paths = entry.value.entries().iter().map(|path| {
                    let operations = operations.remove(path.key.as_str()).unwrap_or_default();
                    let item = path_item(document, &mut components, &here.child(&path.key), &operations);
                    (path.key.clone(), item)
                });
                out.insert("paths".to_owned(), paths.collect::<Map<_, _>>().into());
            }
            "components" => {
                if let Some(schemes) = entry.value.get("securitySchemes") {
                    own.insert("securitySchemes".to_owned(), schemes.to_json());
                }
            }
            "x-webhook-items" => drop(out.insert(entry.key.clone(), components.rewritten(&here, &entry.value))),
            key => drop(out.insert(key.to_owned(), entry.value.to_json())),
        }
    }
    for (section, entries) in components.into_sections() {
        own.insert(section.to_owned(), entries);
    }
    out.insert("components".to_owned(), own.into());
    out.into()
}

/// Serializes a bundle.
///
/// # Errors
///
/// Returns a message if the JSON cannot be serialized.
pub fn render(bundle: &Value, format: BundleFormat) -> Result<String, String> {
    match format {
        BundleFormat::Yaml => Ok(yaml::render(bundle)),
        BundleFormat::Json => serde_json::to_string_pretty(bundle)
            .map(|json| json + "\n")
            .map_err(|error| format!("cannot serialize the bundle: {error}")),
    }
}

/// The path item at `path_at`, with the examples of its operations.
fn path_item(document: &Document, components: &mut Components<'_>, path_at: &Pointer, operations: &[&LoadedOperation]) -> Value {
    let at = match document.node(path_at).and_then(|node| node.get("$ref")).and_then(Node::as_str) {
        Some(reference) => document.follow(path_at, reference),
        None => Some(path_at.clone()),
    };
    let Some((at, node)) = at.and_then(|at| document.node(&at).map(|node| (at, node))) else { return json!({}) };
    let mut item = components.rewritten(&at, node);
    for operation in operations {
        if let Some(value) = item.get_mut(operation.method.key()) {
            example(document, components, operation, value);
        }
    }
    item
}

/// Inserts the example into the first success response. A reference is replaced by the response, since other operations share the referenced one.
fn example(document: &Document, components: &mut Components<'_>, operation: &LoadedOperation, value: &mut Value) {
    let Some(example) = document.example(operation.id()) else { return };
    let Some(responses) = value.get_mut("responses").and_then(Value::as_object_mut) else { return };
    let Some((status, response)) = responses.iter_mut().find(|(status, _)| status.starts_with('2')) else { return };
    let at = operation.at.child("responses").child(status);
    if let Some(reference) = document.node(&at).and_then(|node| node.get("$ref")).and_then(Node::as_str)
        && let Some(target) = components.target(&at, reference)
        && let Some(node) = document.node(&target)
    {
        *response = components.rewritten(&target, node);
    }
    let media = response.pointer_mut("/content/application~1json").and_then(Value::as_object_mut);
    if let Some(media) = media {
        media.insert("example".to_owned(), example.value.clone());
    }
}
