//! Unknown keys: misspelt ones, and keys with the wrong indentation.

use std::collections::HashSet;

use super::ShapeCheck;
use super::table::ObjectRules;
use crate::diag::{Diagnostic, codes};
use crate::load::{NodeEntry, NodeValue, Pointer};
use crate::openapi::location;
use crate::openapi::nearest;

/// The unknown keys of one object.
pub(super) struct UnknownKeys<'a> {
    entries: Vec<&'a NodeEntry>,
    /// The known key without a value before the first unknown one: the unknown keys probably belong into it.
    pub parent: Option<&'a str>,
    /// The known keys that seem to be misspelt. They are not reported as missing.
    pub meant: Vec<&'static str>,
}

/// Finds the unknown keys among the entries of an object. Extensions are checked elsewhere.
pub(super) fn keys<'a>(rules: &ObjectRules, entries: &'a [NodeEntry]) -> UnknownKeys<'a> {
    let is_unknown = |entry: &NodeEntry| rules.shape(&entry.key).is_none() && !entry.key.starts_with("x-");
    let first = entries.iter().position(is_unknown);
    let before = first.and_then(|first| entries.get(first.checked_sub(1)?));
    let is_empty = |entry: &&NodeEntry| {
        entry.value.value == NodeValue::Null && rules.shape(&entry.key).is_some_and(super::ValueShape::is_container)
    };
    let unknown: Vec<&NodeEntry> = entries.iter().filter(|entry| is_unknown(entry)).collect();
    // A key that the object already has is not missing.
    let present: HashSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let free = || rules.keys.iter().map(|(key, _)| *key).filter(|key| !present.contains(key));
    let meant = unknown.iter().filter_map(|entry| nearest(&entry.key, free())).collect();
    UnknownKeys { entries: unknown, parent: before.filter(is_empty).map(|entry| entry.key.as_str()), meant }
}

impl ShapeCheck<'_> {
    pub(super) fn unknown_keys(&mut self, at: &Pointer, rules: &ObjectRules, unknown: &UnknownKeys<'_>) {
        let mut outdented: Vec<&NodeEntry> = Vec::new();
        for entry in &unknown.entries {
            let near = nearest(&entry.key, rules.keys.iter().map(|(key, _)| *key));
            if unknown.parent.is_some() || near.is_none() && looks_like_property(rules, entry) {
                outdented.push(entry);
                continue;
            }
            let help = match (entry.key.as_str(), near) {
                ("$ref", _) => format!("replace the reference by {} itself", rules.name),
                ("const", _) => "write `enum: [value]`".to_owned(),
                (_, Some(near)) => format!("did you mean `{near}`?"),
                (_, None) => "remove it, or use an extension that spec/README.md lists".to_owned(),
            };
            let message = format!("unknown key `{}` in {}", entry.key, rules.name);
            self.error(&at.child(&entry.key), entry.key_span, codes::UNKNOWN_KEY, message, help);
        }
        self.outdented(at, rules, unknown.parent.unwrap_or("properties"), &outdented);
    }

    /// Reports keys that belong into the value of `parent`, all as one error.
    fn outdented(&mut self, at: &Pointer, rules: &ObjectRules, parent: &str, entries: &[&NodeEntry]) {
        let Some((first, rest)) = entries.split_first() else { return };
        let message = format!("unknown key `{}` in {}", first.key, rules.name);
        let span = location(at.file(), first.key_span);
        let mut diagnostic = Diagnostic::new(codes::UNKNOWN_KEY, message).at(span);
        diagnostic = if rest.is_empty() {
            diagnostic.help(format!("indent it under `{parent}:`"))
        } else {
            let names: Vec<String> = rest.iter().map(|entry| format!("`{}`", entry.key)).collect();
            diagnostic
                .help(format!("indent it and the keys after it under `{parent}:`"))
                .note(format!("the other keys are {}", names.join(", ")))
        };
        self.diagnostics.push(diagnostic);
        self.found.errors.extend(entries.iter().map(|entry| at.child(&entry.key)));
    }
}

/// Whether the entry of a schema is itself a schema, and so a property outside `properties`.
fn looks_like_property(rules: &ObjectRules, entry: &NodeEntry) -> bool {
    let is_schema = rules.shape("properties").is_some();
    is_schema && ["type", "$ref", "allOf", "oneOf"].iter().any(|key| entry.value.get(key).is_some())
}
