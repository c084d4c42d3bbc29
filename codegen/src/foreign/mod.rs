//! Descriptions that are not ours: one file, without our extensions, its schemas inline, and written as other people write.
//!
//! [`adopt`] turns the tree of such a file into trees of our shape, so that everything after it is one path: compositions are merged, inline types
//! get names and stand once, operations get ids. What has no Rust type becomes any JSON, and what cannot be generated is left out; both are told
//! of where they stand, as warnings.

mod bodies;
mod compose;
mod docs;
mod enums;
mod ids;
mod inputs;
mod naming;
mod nouns;
mod operations;
mod pages;
mod parameters;
mod read;
mod replies;
mod root;
mod schema;
mod tree;
mod types;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::schema::{Kind, Schema};
use self::types::Types;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::load::{Node, NodeValue, Pointer, Span, did_you_mean, location, target_of};

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Reply,
}

/// What a description becomes.
pub(crate) struct Adopted {
    /// Trees of our shape, by the names that references in them use.
    pub files: Vec<(Arc<str>, Node)>,
    /// The example replies by operation id.
    pub examples: Vec<(String, Node)>,
}

/// Makes a description of ours of one that is not; `None` if the file is no description at all.
pub(crate) fn adopt(file: &Arc<str>, root: &Node, diagnostics: &mut Diagnostics) -> Option<Adopted> {
    let mut adopting = Adopting {
        file,
        root,
        diagnostics,
        depth: 0,
        inside: Vec::new(),
        components: BTreeMap::new(),
        sent: sent(root),
        types: Types::default(),
        lifting: Direction::Request,
    };
    adopting.whole()
}

struct Adopting<'a> {
    file: &'a Arc<str>,
    root: &'a Node,
    diagnostics: &'a mut Diagnostics,
    /// How deep the schema is that is being read.
    depth: usize,
    /// The references that are being followed; one that comes again is a circle.
    inside: Vec<String>,
    /// The named schemas that have been read; `None` for those that are being read.
    components: BTreeMap<String, Option<Schema>>,
    /// The named schemas that requests hold.
    sent: BTreeSet<String>,
    types: Types,
    /// Which way the values travel that are being written down.
    lifting: Direction,
}

impl<'a> Adopting<'a> {
    /// Reports something at a place of the file.
    fn warn(&mut self, code: DiagnosticCode, at: Span, message: impl Into<String>, help: impl Into<String>) {
        let place = location(self.file, at);
        self.diagnostics.push(Diagnostic::new(code, message).at(place).help(help));
    }

    /// The name of the schema that a reference leads to, if it is one under `components`.
    fn component_name(&self, reference: &str) -> Option<String> {
        let at = target_of(self.file, reference)?;
        match at.keys().as_slice() {
            [components, schemas, name] if components == "components" && schemas == "schemas" => {
                self.root.find(&at).is_some().then(|| name.clone())
            }
            _ => None,
        }
    }

    /// What a reference leads to; a fault in it is reported.
    fn follow(&mut self, reference: &str, at: Span) -> Option<&'a Node> {
        let Some(target) = target_of(self.file, reference).filter(|target| *target.file() == **self.file) else {
            let message = format!("`{reference}` leads out of this file");
            self.warn(codes::NOT_GENERATED, at, message, "copy what is needed into this file; only one is read");
            return None;
        };
        let root = self.root;
        let found = root.find(&target).map(|(node, _)| node);
        if found.is_none() {
            let known = target.parent().and_then(|parent| root.find(&parent)).map(|(node, _)| node.entries());
            let known = known.unwrap_or_default().iter().map(|entry| entry.key.as_str());
            let hint = did_you_mean(&target.key().unwrap_or_default(), known);
            let message = format!("there is no `{}` in this file{hint}", target.path());
            self.warn(codes::DANGLING_REF, at, message, "define it there, or correct the reference");
        }
        found
    }

    /// The thing itself, where a reference to it may stand; with the place that it is told of.
    fn resolved<'n>(&mut self, node: &'n Node, at: Span) -> Option<&'n Node>
    where
        'a: 'n,
    {
        let mut node = node;
        for _ in 0..read::MOST_NESTED {
            match node.get("$ref").and_then(Node::as_str) {
                None => return Some(node),
                Some(reference) => node = self.follow(reference, at)?,
            }
        }
        self.warn(
            codes::NOT_GENERATED,
            at,
            "these references go round in a circle",
            "write the definition itself in one of the places",
        );
        None
    }

    /// The schema behind a name, other names followed.
    fn expanded(&mut self, name: &str, at: Span) -> Schema {
        let mut schema = self.component(name, at);
        let mut seen = vec![name.to_owned()];
        while let Kind::Named(next) = schema.kind.clone() {
            if seen.contains(&next) {
                let message = format!("`{next}` stands for itself");
                self.warn(codes::ANY_JSON, at, message, "write the schema itself in one of the places");
                return Schema::any(at);
            }
            schema = self.component(&next, at).described_by(&Schema { kind: Kind::Any, ..schema });
            seen.push(next);
        }
        schema
    }

    fn component(&mut self, name: &str, at: Span) -> Schema {
        match self.components.get(name) {
            Some(Some(schema)) => return schema.clone(),
            Some(None) => {
                let message = format!("`{name}` is made of itself");
                self.warn(codes::ANY_JSON, at, message, "a schema may hold itself in a property, not in its `allOf`");
                return Schema::any(at);
            }
            None => {}
        }
        let pointer = Pointer::root(self.file.clone()).child("components").child("schemas").child(name);
        let root = self.root;
        let Some((node, key)) = root.find(&pointer) else { return Schema::any(at) };
        self.components.insert(name.to_owned(), None);
        let direction = if self.sent.contains(name) { Direction::Request } else { Direction::Reply };
        let schema = self.schema(node, key.unwrap_or(node.span), direction);
        self.components.insert(name.to_owned(), Some(schema.clone()));
        schema
    }
}

/// The named schemas that requests hold, directly or inside of others.
fn sent(root: &Node) -> BTreeSet<String> {
    let mut open = Vec::new();
    for (_, item) in root.get("paths").map(pairs).unwrap_or_default() {
        for (key, part) in pairs(item) {
            if key == "parameters" {
                named_in(part, &mut open);
            }
            for key in ["parameters", "requestBody"] {
                part.get(key).into_iter().for_each(|part| named_in(part, &mut open));
            }
        }
    }
    for section in ["parameters", "requestBodies"] {
        let section = root.get("components").and_then(|components| components.get(section));
        if let Some(section) = section {
            named_in(section, &mut open);
        }
    }
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    let mut sent = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(&name)) {
            named_in(schema, &mut open);
        }
        sent.insert(name);
        open.retain(|name| !sent.contains(name));
    }
    sent
}

fn pairs(node: &Node) -> Vec<(&str, &Node)> {
    node.entries().iter().map(|entry| (entry.key.as_str(), &entry.value)).collect()
}

fn named_in(node: &Node, into: &mut Vec<String>) {
    match &node.value {
        NodeValue::Map(entries) => {
            for entry in entries {
                match entry.value.as_str().and_then(|target| target.strip_prefix("#/components/schemas/")) {
                    Some(name) if entry.key == "$ref" => into.push(name.to_owned()),
                    _ => named_in(&entry.value, into),
                }
            }
        }
        NodeValue::List(items) => items.iter().for_each(|item| named_in(item, into)),
        _ => {}
    }
}
