//! Whether a file has the shape of OpenAPI 3.0, as far as this description uses it.
//!
//! `openapiv3` alone would not do: it drops unknown keys, reports wrong types without a place, and takes exponentially long to reject what is
//! nested deeply. So everything is looked at here first, and only what has the right shape is typed. On the way all references are collected.

mod special;
mod table;

use serde_json::Value;

use super::document::location;
use super::extensions::{ExtensionError, ExtensionOwner};
use super::{Node, NodeEntry, NodeValue, Pointer, Span, did_you_mean, extensions};
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};

pub(super) use table::ObjectKind;
use table::ValueShape;

/// A `$ref` (or an entry of a discriminator's mapping) and what must be there.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// Where the object with the `$ref` stands.
    pub from: Pointer,
    /// Where the text of the reference stands.
    pub span: Span,
    pub target: String,
    pub wanted: ObjectKind,
}

/// What a walk through one file finds.
#[derive(Debug, Default)]
pub(super) struct FileFindings {
    pub references: Vec<Reference>,
    /// Where something has the wrong shape: what stands around it is not typed.
    pub errors: Vec<Pointer>,
    /// The `x-id` names in use.
    pub ids: Vec<String>,
}

/// Looks at a whole file.
pub(super) fn check(file: &Pointer, node: &Node, kind: ObjectKind, diagnostics: &mut Diagnostics) -> FileFindings {
    let mut walk = ShapeCheck { diagnostics, found: FileFindings::default() };
    walk.object(file, node, kind, ExtensionOwner::Elsewhere);
    walk.found
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
        let key = at.key().map(|key| format!("`{key}` ")).unwrap_or_default();
        let message = format!("{key}must be {wanted}, not {}", node.describe());
        let help = match node.value {
            NodeValue::Null => "give it a value, or leave the key out".to_owned(),
            NodeValue::Number(_) if wanted == "a text" => "quote it".to_owned(),
            NodeValue::List(_) if wanted == "one of the types" => {
                "write a single type, and `nullable: true` beside it if it may be null".to_owned()
            }
            _ => format!("write {wanted}"),
        };
        self.error(at, node.span, codes::WRONG_SHAPE, message, help);
    }

    fn object(&mut self, at: &Pointer, node: &Node, kind: ObjectKind, place: ExtensionOwner) {
        let NodeValue::Map(entries) = &node.value else { return self.wrong_type(at, node, "a mapping") };
        let rules = kind.rules();
        for entry in entries {
            let here = at.child(&entry.key);
            if let Some((_, shape)) = rules.keys.iter().find(|(key, _)| *key == entry.key) {
                self.value(&here, entry, *shape);
            } else if entry.key.starts_with("x-") {
                self.extension(&here, entry, node, place_of(kind, place));
            } else {
                let hint = did_you_mean(&entry.key, rules.keys.iter().map(|(key, _)| *key));
                let help = match entry.key.as_str() {
                    "$ref" => "no reference can stand here; write the object itself".to_owned(),
                    "const" => "write `enum: [value]`".to_owned(),
                    _ if hint.is_empty() => "take it out, or write it as a known `x-` extension".to_owned(),
                    _ => "spell it as OpenAPI does".to_owned(),
                };
                let message = format!("{} has no key `{}`{hint}", rules.name, entry.key);
                self.error(&here, entry.key_span, codes::UNKNOWN_KEY, message, help);
            }
        }
        for key in rules.required {
            if node.get(key).is_none() {
                let message = format!("{} must have `{key}`", rules.name);
                self.error(at, self.start(node), codes::MISSING_KEY, message, format!("add `{key}:`"));
            }
        }
        self.special(at, node, kind);
    }

    /// The place of an object as such: of a block its first key, since there is no bracket to point at.
    #[expect(clippy::unused_self, reason = "reads well at the call")]
    fn start(&self, node: &Node) -> Span {
        node.entries().first().map_or(node.span, |first| first.key_span)
    }

    fn extension(&mut self, here: &Pointer, entry: &NodeEntry, on: &Node, place: ExtensionOwner) {
        let name = &entry.key;
        match extensions::check(name, &entry.value, place, on) {
            Ok(()) => {
                if let ("x-id", Some(id)) = (name.as_str(), entry.value.as_str()) {
                    self.found.ids.push(id.to_owned());
                }
            }
            Err(ExtensionError::Unknown { hint }) => {
                let message = format!("there is no extension `{name}`{hint}");
                let help = "the extensions are listed in spec/README.md";
                self.error(here, entry.key_span, codes::UNKNOWN_EXTENSION, message, help);
            }
            Err(ExtensionError::Misplaced { belongs }) => {
                let message = format!("`{name}` cannot stand here");
                self.error(here, entry.key_span, codes::EXTENSION_PLACE, message, format!("it belongs on {belongs}"));
            }
            Err(ExtensionError::Wrong { help }) => {
                let message = format!("`{name}` does not fit");
                self.error(here, entry.value.span, codes::EXTENSION_VALUE, message, help);
            }
        }
    }

    fn value(&mut self, at: &Pointer, entry: &NodeEntry, shape: ValueShape) {
        if let ValueShape::Unused(instead) = shape {
            let message = format!("`{}` is not used in this description", entry.key);
            return self.error(at, entry.key_span, codes::NOT_USED_HERE, message, instead);
        }
        self.shaped(at, &entry.value, shape, ExtensionOwner::Schema);
    }

    fn shaped(&mut self, at: &Pointer, node: &Node, shape: ValueShape, place: ExtensionOwner) {
        match (shape, &node.value) {
            // A null would be dropped on the way into the typed document.
            (ValueShape::Free, NodeValue::Null) => self.wrong_type(at, node, "a value"),
            (ValueShape::Free | ValueShape::Unused(_), _)
            | (ValueShape::Text, NodeValue::String(_))
            | (ValueShape::Flag | ValueShape::FlagOrSchema, NodeValue::Bool(_))
            | (ValueShape::Number, NodeValue::Number(_)) => {}
            (ValueShape::Text, _) => self.wrong_type(at, node, "a text"),
            (ValueShape::Flag, _) => self.wrong_type(at, node, "`true` or `false`"),
            (ValueShape::Number, _) => self.wrong_type(at, node, "a number"),
            (ValueShape::Count, NodeValue::Number(number)) if number.as_u64().is_some() => {}
            (ValueShape::Count, _) => self.wrong_type(at, node, "a whole number from zero on"),
            (ValueShape::SchemaName, NodeValue::String(target)) => self.refers(at, node, target, ObjectKind::Schema),
            (ValueShape::SchemaName, _) => self.wrong_type(at, node, "a reference to a schema"),
            (ValueShape::Word(words), value) => self.word(at, node, value, words),
            (ValueShape::Values, NodeValue::List(items)) if !items.is_empty() => {}
            (ValueShape::Values, _) => self.wrong_type(at, node, "a list of at least one value"),
            (ValueShape::Object(kind), _) => self.object(at, node, kind, place),
            (ValueShape::FlagOrSchema, _) => self.reference_or(at, node, ObjectKind::Schema, place),
            (ValueShape::RefOr(kind), _) => self.reference_or(at, node, kind, place),
            (ValueShape::List(shape), NodeValue::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.shaped(&at.index(index), item, *shape, place);
                }
            }
            (ValueShape::List(_), _) => self.wrong_type(at, node, "a list"),
            (ValueShape::Map(shape), NodeValue::Map(entries)) => {
                let inner = if at.key().as_deref() == Some("properties") { ExtensionOwner::Property } else { place };
                for entry in entries {
                    self.shaped(&at.child(&entry.key), &entry.value, *shape, inner);
                }
            }
            (ValueShape::Paths, NodeValue::Map(entries)) => self.paths(at, entries),
            (ValueShape::Responses, NodeValue::Map(entries)) => self.responses(at, entries),
            (ValueShape::Map(_) | ValueShape::Paths | ValueShape::Responses, _) => self.wrong_type(at, node, "a mapping"),
        }
    }

    fn word(&mut self, at: &Pointer, node: &Node, value: &NodeValue, words: &[&str]) {
        let NodeValue::String(word) = value else {
            let wanted = if words == table::TYPES { "one of the types" } else { "a text" };
            return self.wrong_type(at, node, wanted);
        };
        if !words.contains(&word.as_str()) {
            let hint = did_you_mean(word, words.iter().copied());
            let message = format!("there is no `{word}` here{hint}");
            self.error(at, node.span, codes::WRONG_SHAPE, message, format!("write one of {}", words.join(", ")));
        }
    }

    fn reference_or(&mut self, at: &Pointer, node: &Node, kind: ObjectKind, place: ExtensionOwner) {
        let Some(reference) = node.entry("$ref") else { return self.object(at, node, kind, place) };
        match &reference.value.value {
            NodeValue::String(target) => self.refers(at, &reference.value, target, kind),
            _ => self.wrong_type(&at.child("$ref"), &reference.value, "a text"),
        }
        for entry in node.entries().iter().filter(|entry| entry.key != "$ref") {
            let message = format!("`{}` stands beside a `$ref`", entry.key);
            let help = if kind == ObjectKind::Schema {
                format!("write `allOf: [{{ $ref: … }}]` and `{}` beside that", entry.key)
            } else {
                format!("move `{}` to where the reference leads, or write the object out here", entry.key)
            };
            self.error(&at.child(&entry.key), entry.key_span, codes::REF_SIBLINGS, message, help);
        }
    }

    fn refers(&mut self, at: &Pointer, node: &Node, target: &str, wanted: ObjectKind) {
        self.found.references.push(Reference { from: at.clone(), span: node.span, target: target.to_owned(), wanted });
    }
}

fn place_of(kind: ObjectKind, place: ExtensionOwner) -> ExtensionOwner {
    match kind {
        ObjectKind::Operation => ExtensionOwner::Operation,
        ObjectKind::Schema if place == ExtensionOwner::Property => ExtensionOwner::Property,
        ObjectKind::Schema => ExtensionOwner::Schema,
        _ => ExtensionOwner::Elsewhere,
    }
}

/// Whether a value can be one of the OpenAPI type.
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
