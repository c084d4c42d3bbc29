//! Labels for pointers, such as `Deal.value` or `GET /api/v2/deals · 200 · data[].id`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::matching::Pairs;
use crate::load::{Document, Node, Pointer};

/// The labels of one side.
pub(in crate::diff) struct Labels<'a> {
    document: &'a Document,
    /// The label and resource of each operation, by pointer.
    operations: BTreeMap<Pointer, (String, String)>,
}

impl<'a> Labels<'a> {
    /// Creates the labels of both sides.
    pub fn of(base: &'a Document, head: &'a Document, pairs: &Pairs<'_>) -> super::Sides<Self> {
        let label = |operation: &super::matching::WireOperation<'_>| {
            let place = operation.pointer();
            (place.clone(), (operation.label(), resource_of(operation, place)))
        };
        let olds = pairs.both.iter().map(|pair| &pair.base).chain(&pairs.removed);
        let news = pairs.both.iter().map(|pair| &pair.head).chain(&pairs.added);
        super::Sides {
            base: Self { document: base, operations: olds.map(label).collect() },
            head: Self { document: head, operations: news.map(label).collect() },
        }
    }

    /// Returns the label of a pointer, and the resource that it belongs to.
    pub fn of_pointer(&self, at: &Pointer) -> (String, String) {
        let mut here = Some(at.clone());
        while let Some(place) = here {
            if let Some((label, resource)) = self.operations.get(&place) {
                let rest = at.keys().split_off(place.keys().len());
                let inside = self.inside(&place, &rest);
                let subject = if inside.is_empty() { label.clone() } else { format!("{label} · {inside}") };
                return (subject, resource.clone());
            }
            here = place.parent();
        }
        let keys = at.keys();
        let is_root = at.file() == self.document.root_file();
        let named: &[String] = match keys.first().map(String::as_str) {
            Some("components") if is_root => &keys[1..],
            _ if !is_root => &keys,
            _ => &[],
        };
        let [section, name, rest @ ..] = named else {
            let path = keys.join(".");
            return (if path.is_empty() { "the description".to_owned() } else { path }, DOCUMENT.to_owned());
        };
        let entry = named_at(at, keys.len() - rest.len());
        let inside = self.inside(&entry, rest);
        let label = match section.as_str() {
            "schemas" => name.clone(),
            "securitySchemes" => format!("security scheme {name}"),
            "requestBodies" => format!("body {name}"),
            section => format!("{} {name}", section.trim_end_matches('s')),
        };
        let joined = match inside.chars().next() {
            None => label,
            Some('[' | '(' | '{') => format!("{label}{inside}"),
            Some(_) if section == "schemas" => format!("{label}.{inside}"),
            Some(_) => format!("{label} · {inside}"),
        };
        (joined, if is_root { SHARED.to_owned() } else { resource_of_file(at.file()) })
    }

    /// Formats the path from an operation or a named component to a nested node.
    fn inside(&self, from: &Pointer, keys: &[String]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut value = String::new();
        let mut at = from.clone();
        let mut rest = keys.iter();
        while let Some(key) = rest.next() {
            at = at.child(key);
            match key.as_str() {
                "properties" => {
                    if let Some(name) = rest.next() {
                        at = at.child(name);
                        if !value.is_empty() {
                            value.push('.');
                        }
                        value.push_str(name);
                    }
                }
                "items" => value.push_str("[]"),
                "additionalProperties" => value.push_str("{}"),
                "oneOf" | "anyOf" => {
                    if let Some(index) = rest.next() {
                        at = at.child(index);
                        let _ = write!(value, "({})", index.parse::<usize>().map_or(0, |index| index + 1));
                    }
                }
                "allOf" => at = rest.next().map_or(at.clone(), |index| at.child(index)),
                "schema" => {}
                "responses" => parts.extend(rest.next().map(|status| {
                    at = at.child(status);
                    status.clone()
                })),
                "requestBody" => parts.push("body".to_owned()),
                "content" => {
                    if let Some(media) = rest.next() {
                        at = at.child(media);
                        if media != "application/json" {
                            parts.push(media.clone());
                        }
                    }
                }
                "parameters" => {
                    if let Some(index) = rest.next() {
                        at = at.child(index);
                        let string = |key: &str| self.document.node(&at).and_then(|node| node.get(key)).and_then(Node::as_str);
                        parts.push(format!("{} {}", string("in").unwrap_or("parameter"), string("name").unwrap_or(index)));
                    }
                }
                "headers" => parts.extend(rest.next().map(|name| {
                    at = at.child(name);
                    format!("header {name}")
                })),
                other => {
                    let _ = write!(value, ".{other}");
                }
            }
        }
        if !value.is_empty() {
            parts.push(value);
        }
        parts.join(" · ")
    }
}

/// The resource of changes that belong to the document as a whole.
const DOCUMENT: &str = "description";
/// The resource of changes to shared components.
const SHARED: &str = "components";

fn named_at(at: &Pointer, keys: usize) -> Pointer {
    at.keys().iter().take(keys).fold(Pointer::root(at.file().to_owned()), |at, key| at.child(key))
}

/// Returns the resource of a file: `v2/deals` for `v2/deals.schemas.yaml`.
fn resource_of_file(file: &str) -> String {
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    name.strip_suffix(".schemas").unwrap_or(name).to_owned()
}

/// Returns the resource of an operation: `v2/deals` for `v2.deals.list`, or else the first tag, or else the first segment of the path.
fn resource_of(operation: &super::matching::WireOperation<'_>, at: &Pointer) -> String {
    let parts: Vec<&str> = operation.id().unwrap_or_default().split('.').collect();
    match (parts.as_slice(), operation.tag()) {
        ([version, resource, _], _) => format!("{version}/{resource}"),
        (_, Some(tag)) => tag.to_owned(),
        _ => {
            let first = operation.path.split('/').find(|part| !part.is_empty() && !part.starts_with('{'));
            first.unwrap_or_else(|| at.file()).to_owned()
        }
    }
}
