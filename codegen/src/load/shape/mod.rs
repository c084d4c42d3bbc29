//! Checks that a file has the structure of OpenAPI 3.0, as far as this description uses it, and collects its references.
//!
//! `openapiv3` alone is not enough: it drops unknown keys, reports wrong types without a location, and takes exponential time to reject deeply
//! nested schemas. So every value is checked here first, and only what passes is deserialized.

mod context;
mod special;
mod table;
mod unknown;

use serde_json::Value;

use super::extensions::{ExtensionError, ExtensionOwner};
use super::{Node, NodeEntry, NodeValue, Pointer, Span, extensions};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::openapi::help_or;
use crate::openapi::location;

use table::ValueShape;
pub(super) use table::{ObjectKind, TYPES};

/// A `$ref`, or an entry in the mapping of a discriminator.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// The object with the `$ref`.
    pub from: Pointer,
    /// The span of the target.
    pub span: Span,
    /// The target as written.
    pub target: String,
    /// The kind of object that must be there.
    pub wanted: ObjectKind,
}

/// The result of the check of one file.
#[derive(Debug, Default)]
pub(super) struct FileFindings {
    pub references: Vec<Reference>,
    /// The locations of the errors. No object that contains one of them is deserialized.
    pub errors: Vec<Pointer>,
    /// The values of `x-id`, each with the schema that has it.
    pub ids: Vec<(Pointer, String)>,
}

/// Checks a whole file.
pub(super) fn check(file: &Pointer, node: &Node, kind: ObjectKind, diagnostics: &mut Diagnostics) -> FileFindings {
    let mut check = ShapeCheck { diagnostics, found: FileFindings::default() };
    check.object(file, node, kind, ExtensionOwner::Other);
    check.found
}

pub(super) struct ShapeCheck<'a> {
    diagnostics: &'a mut Diagnostics,
    found: FileFindings,
}

impl ShapeCheck<'_> {
    fn error(&mut self, at: &Pointer, span: Span, code: DiagnosticCode, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, message).at(location(at.file(), span)).help(help));
        self.found.errors.push(at.clone());
    }

    fn wrong_type(&mut self, at: &Pointer, node: &Node, wanted: &str) {
        let message = format!("invalid {}: expected {wanted}, found {}", context::subject(at), node.describe());
        self.error(at, node.span, codes::WRONG_SHAPE, message, context::type_help(at, node, wanted));
    }

    fn object(&mut self, at: &Pointer, node: &Node, kind: ObjectKind, owner: ExtensionOwner) {
        let NodeValue::Map(entries) = &node.value else { return self.wrong_type(at, node, "a mapping") };
        let rules = kind.rules();
        let unknown = unknown::keys(&rules, entries);
        for entry in entries {
            let here = at.child(&entry.key);
            match rules.shape(&entry.key) {
                // The keys that belong into it are reported.
                Some(_) if unknown.parent == Some(entry.key.as_str()) => {}
                Some(_) if special::is_null_example(node, entry) => {}
                Some(shape) => self.value(&here, entry, shape, &rules),
                None if entry.key.starts_with("x-") => self.extension(at, entry, node, owner_of(kind, owner)),
                None => {}
            }
        }
        self.unknown_keys(at, &rules, &unknown);
        let is_missing = |key: &str| node.get(key).is_none() && !unknown.meant.contains(&key);
        for key in rules.required.iter().filter(|key| is_missing(key)) {
            let message = format!("missing field `{key}` in {}", rules.name);
            self.error(at, start(node), codes::MISSING_KEY, message, context::missing_help(key));
        }
        self.special(at, node, kind, &is_missing);
    }

    fn extension(&mut self, at: &Pointer, entry: &NodeEntry, on: &Node, owner: ExtensionOwner) {
        let (name, here) = (&entry.key, at.child(&entry.key));
        match extensions::check(name, &entry.value, owner, on) {
            Ok(()) => {
                if let ("x-id", Some(id)) = (name.as_str(), entry.value.as_str()) {
                    self.found.ids.push((at.clone(), id.to_owned()));
                }
            }
            Err(ExtensionError::Unknown { help }) => {
                self.error(&here, entry.key_span, codes::UNKNOWN_EXTENSION, format!("unknown extension `{name}`"), help);
            }
            Err(ExtensionError::Misplaced { allowed }) => {
                let message = format!("`{name}` is not allowed on {}", owner.name());
                self.error(&here, entry.key_span, codes::EXTENSION_MISPLACED, message, format!("move it to {allowed}"));
            }
            Err(ExtensionError::InvalidValue { help }) => {
                let message = match &entry.value.value {
                    NodeValue::String(value) => format!("invalid value `{value}` of `{name}`"),
                    _ => format!("invalid value of `{name}`"),
                };
                self.error(&here, entry.value.span, codes::EXTENSION_VALUE, message, help);
            }
            Err(ExtensionError::Mismatched { help }) => {
                let message = match &entry.value.value {
                    NodeValue::String(value) => format!("`{name}: {value}` does not match the schema"),
                    _ => format!("`{name}` does not match the schema"),
                };
                self.error(&here, entry.value.span, codes::EXTENSION_VALUE, message, help);
            }
        }
    }

    fn value(&mut self, at: &Pointer, entry: &NodeEntry, shape: ValueShape, rules: &table::ObjectRules) {
        if let ValueShape::Unused(instead) = shape {
            let message = format!("unsupported key `{}` in {}", entry.key, rules.name);
            return self.error(at, entry.key_span, codes::NOT_USED_HERE, message, instead);
        }
        self.shaped(at, &entry.value, shape, ExtensionOwner::Schema);
    }

    fn shaped(&mut self, at: &Pointer, node: &Node, shape: ValueShape, owner: ExtensionOwner) {
        match (shape, &node.value) {
            // `openapiv3` drops a null.
            (ValueShape::Free, NodeValue::Null) => self.wrong_type(at, node, "a value"),
            (ValueShape::Free | ValueShape::Unused(_), _)
            | (ValueShape::Text, NodeValue::String(_))
            | (ValueShape::Flag | ValueShape::FlagOrSchema, NodeValue::Bool(_))
            | (ValueShape::Number, NodeValue::Number(_)) => {}
            (ValueShape::Text, _) => self.wrong_type(at, node, "a string"),
            (ValueShape::Flag, _) => self.wrong_type(at, node, "a boolean"),
            (ValueShape::Number, _) => self.wrong_type(at, node, "a number"),
            (ValueShape::Count, NodeValue::Number(number)) if number.as_u64().is_some() => {}
            (ValueShape::Count, _) => self.wrong_type(at, node, "a non-negative integer"),
            (ValueShape::SchemaName, NodeValue::String(target)) => self.refers(at, node, target, ObjectKind::Schema),
            (ValueShape::SchemaName, _) => self.wrong_type(at, node, "a reference to a schema"),
            (ValueShape::Word(words), value) => self.word(at, node, value, words),
            (ValueShape::Values, NodeValue::List(items)) if !items.is_empty() => {}
            (ValueShape::Values, _) => self.wrong_type(at, node, "a list of values"),
            (ValueShape::Object(kind), _) => self.object(at, node, kind, owner),
            (ValueShape::FlagOrSchema, _) => self.reference_or(at, node, ObjectKind::Schema, owner),
            (ValueShape::RefOr(kind), _) => self.reference_or(at, node, kind, owner),
            (ValueShape::List(shape), NodeValue::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.shaped(&at.index(index), item, *shape, owner);
                }
            }
            (ValueShape::List(_), _) => self.wrong_type(at, node, "a list"),
            (ValueShape::Map(shape), NodeValue::Map(entries)) => {
                let inner = if at.key().as_deref() == Some("properties") { ExtensionOwner::Property } else { owner };
                self.map(at, entries, *shape, inner);
            }
            (ValueShape::Paths, NodeValue::Map(entries)) => self.paths(at, entries),
            (ValueShape::Responses, NodeValue::Map(entries)) => self.responses(at, entries),
            (ValueShape::Map(_) | ValueShape::Paths | ValueShape::Responses, _) => self.wrong_type(at, node, "a mapping"),
        }
    }

    /// Checks the entries of a map. If the lines below a key are not indented, its value is null and they are entries of the map; that is one
    /// error.
    fn map(&mut self, at: &Pointer, entries: &[NodeEntry], shape: ValueShape, owner: ExtensionOwner) {
        let is_scalar = |entry: &NodeEntry| !matches!(entry.value.value, NodeValue::Map(_) | NodeValue::Null);
        let mut is_flattened = false;
        for (index, entry) in entries.iter().enumerate() {
            let here = at.child(&entry.key);
            let is_null = entry.value.value == NodeValue::Null && shape.is_container();
            if is_null && entries.get(index + 1).is_some_and(is_scalar) {
                is_flattened = true;
                let message = format!("`{}` has no value", entry.key);
                self.error(&here, entry.key_span, codes::WRONG_SHAPE, message, "indent the lines that belong to it");
            } else if is_flattened && is_scalar(entry) {
                self.found.errors.push(here);
            } else {
                is_flattened = false;
                self.shaped(&here, &entry.value, shape, owner);
            }
        }
    }

    fn word(&mut self, at: &Pointer, node: &Node, value: &NodeValue, words: &[&str]) {
        let NodeValue::String(word) = value else {
            let wanted = if words == TYPES { "the name of a type" } else { "a string" };
            return self.wrong_type(at, node, wanted);
        };
        if !words.contains(&word.as_str()) {
            let message = format!("unknown value `{word}` of {}", context::subject(at));
            let help = help_or(word, words.iter().copied(), context::one_of(words));
            self.error(at, node.span, codes::WRONG_SHAPE, message, help);
        }
    }

    fn reference_or(&mut self, at: &Pointer, node: &Node, kind: ObjectKind, owner: ExtensionOwner) {
        let Some(reference) = node.entry("$ref") else { return self.object(at, node, kind, owner) };
        match &reference.value.value {
            NodeValue::String(target) => self.refers(at, &reference.value, target, kind),
            _ => self.wrong_type(&at.child("$ref"), &reference.value, "a string"),
        }
        let siblings: Vec<&NodeEntry> = node.entries().iter().filter(|entry| entry.key != "$ref").collect();
        let Some(first) = siblings.first() else { return };
        let names: Vec<String> = siblings.iter().map(|entry| format!("`{}`", entry.key)).collect();
        let names = names.join(" and ");
        let message = format!("{names} beside a `$ref`");
        let help = if kind == ObjectKind::Schema {
            format!("write `allOf: [{{ $ref: … }}]`, with {names} beside `allOf`")
        } else {
            format!("move {names} into the referenced object, or replace the reference by the object")
        };
        self.error(&at.child(&first.key), first.key_span, codes::REF_SIBLINGS, message, help);
    }

    fn refers(&mut self, at: &Pointer, node: &Node, target: &str, wanted: ObjectKind) {
        self.found.references.push(Reference { from: at.clone(), span: node.span, target: target.to_owned(), wanted });
    }
}

/// The span of an object: its first key, since a block has no bracket to point at.
fn start(node: &Node) -> Span {
    node.entries().first().map_or(node.span, |first| first.key_span)
}

fn owner_of(kind: ObjectKind, owner: ExtensionOwner) -> ExtensionOwner {
    match kind {
        ObjectKind::Operation => ExtensionOwner::Operation,
        ObjectKind::Schema if owner == ExtensionOwner::Property => ExtensionOwner::Property,
        ObjectKind::Schema => ExtensionOwner::Schema,
        _ => ExtensionOwner::Other,
    }
}

/// Whether a value has the OpenAPI type `of_type`.
pub(crate) fn fits(value: &Value, of_type: &str) -> bool {
    match of_type {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}
