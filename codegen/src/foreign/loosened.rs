//! Reports what is lost where the generated type accepts more values than the schema.

use std::collections::HashSet;
use std::hash::Hash;

use super::integers::is_integer_format;
use super::schema::{Schema, SchemaType};
use super::{Normalizer, styles};
use crate::diag::codes;
use crate::openapi::{Node, NodeEntry, NodeValue, Span};

/// Formats that the types represent, or that do not restrict the values.
const FORMATS: [&str; 11] = ["date", "date-time", "binary", "byte", "uuid", "email", "uri", "url", "password", "float", "double"];

impl Normalizer<'_> {
    /// Reports a format without a type.
    pub(super) fn check_format(&mut self, node: &Node) {
        let Some(entry) = node.entry("format") else { return };
        let Some(format) = entry.value.as_str() else { return };
        let is_known = FORMATS.contains(&format) || is_integer_format(&format.to_ascii_lowercase());
        if !is_known {
            let message = format!("format `{format}` has no Rust type: any value of the type is accepted");
            self.warn(codes::LOOSENED, entry.value.span, message, "convert the value in your program");
        }
    }

    /// Reports constraints of an object with properties that its type does not have.
    pub(super) fn check_object(&mut self, node: &Node) {
        if let Some(entry) = node.entry("additionalProperties").filter(|entry| !entry.value.entries().is_empty()) {
            let message = "properties that are not declared have any JSON as their type";
            let help = "declare the properties, or move the map to a property of its own";
            self.warn(codes::LOOSENED, entry.key_span, message, help);
        }
        let is_counted = |key: &str| matches!(node.get(key).map(|count| &count.value), Some(NodeValue::Number(_)));
        for key in ["minProperties", "maxProperties"].into_iter().filter(|key| is_counted(key)) {
            let at = node.entry(key).map_or(node.span, |entry| entry.key_span);
            let message = format!("`{key}` of an object with `properties` is ignored");
            self.warn(codes::LOOSENED, at, message, "list the names under `required` if all of them must be set");
        }
    }

    /// Reports an object without properties in `parent`, unless it is a part of a composition, whose other parts can have them.
    pub(super) fn check_free_form(&mut self, entry: &NodeEntry, node: &Node, at: Span) {
        const TYPED: [&str; 8] = ["$ref", "allOf", "anyOf", "oneOf", "required", "enum", "const", "properties"];
        let is_object = node.get("type").and_then(Node::as_str) == Some("object");
        let is_part = matches!(entry.key.as_str(), "allOf" | "anyOf" | "oneOf");
        let has_values = node.get("additionalProperties").is_some_and(|values| !values.entries().is_empty());
        let is_typed = TYPED.into_iter().any(|key| node.get(key).is_some_and(|value| !is_empty(value)));
        if is_object && !is_part && !has_values && !is_typed {
            let help = "declare its `properties`, or the schema of its values in `additionalProperties`";
            self.warn(codes::ANY_JSON, at, "object without properties is generated as any JSON", help);
        }
    }

    /// Reports a style that only the location of the parameter has.
    pub(super) fn check_style(&mut self, parameter: &Node, location: &str, name: &str) {
        let Some(entry) = parameter.entry("style") else { return };
        let style = entry.value.as_str().unwrap_or_default();
        if !styles::is_known(style, location) {
            let message = format!("style `{style}` of {location} parameter `{name}` is not supported");
            let help = "use a style that OpenAPI defines for this location: the default one is generated";
            self.warn(codes::LOOSENED, entry.value.span, message, help);
        }
    }

    /// Reports types of which a composition keeps one only.
    pub(super) fn check_intersection(&mut self, first: &SchemaType, second: &SchemaType, at: Span) {
        let is_lost = match (first, second) {
            (SchemaType::StringEnum(first), SchemaType::StringEnum(second)) => common(first, second) == 0,
            (SchemaType::IntegerEnum(first), SchemaType::IntegerEnum(second)) => common(first, second) < 2,
            (SchemaType::String(Some(first)), SchemaType::String(Some(second))) => first != second,
            (SchemaType::Object(_), SchemaType::Map(values)) | (SchemaType::Map(values), SchemaType::Object(_)) => {
                !matches!(values.kind, SchemaType::Any)
            }
            (SchemaType::Union { .. }, SchemaType::Union { .. } | SchemaType::Map(_))
            | (SchemaType::Map(_), SchemaType::Union { .. }) => true,
            _ => false,
        };
        if is_lost {
            let message = "only one of two schemas of a composition counts";
            self.warn(codes::LOOSENED, at, message, "use a single schema for the value");
        }
    }

    /// Reports alternatives whose common type accepts more than they do.
    pub(super) fn check_alternatives(&mut self, parts: &[Schema], at: Span) {
        let kinds: Vec<SchemaType> = parts.iter().map(|part| self.resolved_type(part)).collect();
        if kinds.len() > 1 && self.are_merged(&kinds, parts) {
            let help = "add a `discriminator` property with a distinct value for each alternative";
            self.warn(codes::LOOSENED, at, "alternatives are merged into one object with the properties of all", help);
        }
        let (texts, others): (Vec<_>, Vec<_>) =
            kinds.iter().partition(|kind| matches!(kind, SchemaType::String(_) | SchemaType::StringEnum(_)));
        let is_number = |kind: &&SchemaType| {
            matches!(kind, SchemaType::Integer | SchemaType::Number | SchemaType::IntegerEnum(_) | SchemaType::Flag01)
        };
        let is_mixed = !texts.is_empty() && !others.is_empty();
        let is_wider = |kinds: &[&SchemaType]| {
            let has_plain =
                kinds.iter().any(|kind| matches!(kind, SchemaType::String(None) | SchemaType::Integer | SchemaType::Number));
            !has_plain && !kinds.is_empty() && (is_mixed || !kinds.iter().all(|kind| are_alike(kind, kinds[0])))
        };
        if others.iter().all(is_number) && (is_wider(&texts) || is_wider(&others)) {
            let message = "alternatives are merged: any value of their types is accepted";
            self.warn(codes::LOOSENED, at, message, "use a single schema for the value");
        }
    }

    /// Returns whether all alternatives are objects, or lists or maps of objects, of which at least two differ.
    fn are_merged(&mut self, kinds: &[SchemaType], parts: &[Schema]) -> bool {
        let name = |part: &Schema| match &part.kind {
            SchemaType::Component(name) => Some(name.clone()),
            _ => None,
        };
        let are_same = parts.iter().all(|part| name(part).is_some() && name(part) == name(&parts[0]));
        if are_same {
            return false;
        }
        let mut inner = Vec::new();
        for kind in kinds {
            match kind {
                SchemaType::Object(_) => {}
                SchemaType::List(item) | SchemaType::Map(item) => inner.push((**item).clone()),
                _ => return false,
            }
        }
        let all = |fits: fn(&SchemaType) -> bool| kinds.iter().all(fits);
        if all(|kind| matches!(kind, SchemaType::Object(_))) {
            return true;
        }
        let is_alike = all(|kind| matches!(kind, SchemaType::List(_))) || all(|kind| matches!(kind, SchemaType::Map(_)));
        let kinds: Vec<SchemaType> = inner.iter().map(|item| self.resolved_type(item)).collect();
        is_alike && self.are_merged(&kinds, &inner)
    }
}

/// Returns the number of values that two lists have in common.
fn common<T: Hash + Eq>(first: &[T], second: &[T]) -> usize {
    let second: HashSet<&T> = second.iter().collect();
    first.iter().filter(|value| second.contains(value)).count()
}

/// Returns whether two types have a common type with the values of both and no other.
fn are_alike(first: &SchemaType, second: &SchemaType) -> bool {
    match (first, second) {
        (SchemaType::String(first), SchemaType::String(second)) => first == second,
        _ => std::mem::discriminant(first) == std::mem::discriminant(second),
    }
}

/// Returns whether a value of a keyword states nothing.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        NodeValue::List(items) => items.is_empty(),
        NodeValue::Map(entries) => entries.is_empty(),
        content => matches!(content, NodeValue::Bool(false) | NodeValue::Null),
    }
}
