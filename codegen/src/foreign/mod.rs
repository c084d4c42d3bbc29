//! Support for external descriptions: third-party OpenAPI documents in a single file, without the extensions of `spec/`.
//!
//! [`normalize`] converts such a document to the structure of a curated description, so that later stages treat both alike:
//! compositions are merged, inline types are named and deduplicated, and operations get ids. A value without a Rust type becomes
//! any JSON, and unsupported constructs are skipped. Each is reported as a warning with its location.

mod about;
mod bodies;
mod budget;
mod components;
mod compose;
mod docs;
mod enums;
mod inputs;
mod integers;
mod keywords;
mod loosened;
mod name_hints;
mod naming;
mod operation_ids;
mod operations;
mod pagination;
mod parameters;
mod read;
mod responses;
mod root;
mod schema;
mod structure;
mod styles;
mod tree;
mod types;
mod unions;
mod users;
mod value_docs;
mod vocabulary;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::budget::ExpansionBudget;
use self::schema::Schema;
use self::types::TypeDrafts;
use crate::diag::{Diagnostic, DiagnosticCode, Diagnostics, codes};
use crate::openapi::{Node, Span, Suggestions, location, target_of};

/// Whether a value is part of a request or a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PayloadDirection {
    Request,
    Response,
}

/// The result of normalizing an external description.
pub(crate) struct NormalizedDescription {
    /// Files of the curated structure, by the names that references use.
    pub files: Vec<(Arc<str>, Node)>,
    /// Example responses by operation id.
    pub examples: Vec<(String, Node)>,
    /// Whether an integer can have more than 64 bits.
    pub unlimited_integers: bool,
}

/// Normalizes an external description. Returns `None` if the file is not an OpenAPI document.
pub(crate) fn normalize(file: &Arc<str>, root: &Node, diagnostics: &mut Diagnostics) -> Option<NormalizedDescription> {
    let mut normalizer = Normalizer {
        file,
        root,
        diagnostics,
        depth: 0,
        budget: ExpansionBudget::default(),
        suggestions: Suggestions::default(),
        open_refs: Vec::new(),
        components: BTreeMap::new(),
        aliases: BTreeMap::new(),
        reading: Vec::new(),
        around: 0,
        request_schemas: components::in_requests(root),
        one_sided: components::one_sided(root),
        children: components::children(root),
        alternatives: BTreeMap::new(),
        types: TypeDrafts::default(),
        unlimited_integers: false,
        has_envelopes: None,
        direction: PayloadDirection::Request,
    };
    normalizer.run()
}

struct Normalizer<'a> {
    file: &'a Arc<str>,
    root: &'a Node,
    diagnostics: &'a mut Diagnostics,
    /// Nesting depth of the schema that is being read.
    depth: usize,
    budget: ExpansionBudget,
    suggestions: Suggestions,
    /// References that are being followed. Following one of them again is a cycle.
    open_refs: Vec<String>,
    /// Component schemas that have been read. `None` for those that are being read.
    components: BTreeMap<String, Option<Schema>>,
    /// Component schemas that are only a reference to another one: the last of the chain, and the annotations of all.
    aliases: BTreeMap<String, (String, Schema)>,
    /// Component schemas that are being read, each with the value of `around` at its start.
    reading: Vec<(String, usize)>,
    /// Number of properties, lists and maps around the schema that is being read.
    around: usize,
    /// Component schemas that requests contain.
    request_schemas: BTreeSet<String>,
    /// Component schemas with properties that are `readOnly` or `writeOnly`, directly or in a part.
    one_sided: BTreeSet<String>,
    /// Component schemas that extend a base with a `discriminator`, by the name of the base.
    children: BTreeMap<String, Vec<String>>,
    /// Component schemas that a base with a `discriminator` lists as alternatives, by the name of the base.
    alternatives: BTreeMap<String, BTreeSet<String>>,
    types: TypeDrafts,
    /// Whether an integer that can have more than 64 bits has been read.
    unlimited_integers: bool,
    /// Whether responses have envelopes with `success` and `data`, once that has been found.
    has_envelopes: Option<bool>,
    /// Whether the schemas being written are part of requests or responses.
    direction: PayloadDirection,
}

impl<'a> Normalizer<'a> {
    /// Reports a problem at a location in the file.
    fn warn(&mut self, code: DiagnosticCode, at: Span, message: impl Into<String>, help: impl Into<String>) {
        let location = location(self.file, at);
        self.diagnostics.push(Diagnostic::new(code, message).at(location).help(help));
    }

    /// Returns the name of the component schema that a reference points to.
    fn component_name(&self, reference: &str) -> Option<String> {
        let at = target_of(self.file, reference)?;
        match at.keys().as_slice() {
            [components, schemas, name] if components == "components" && schemas == "schemas" => {
                self.root.find(&at).is_some().then(|| name.clone())
            }
            _ => None,
        }
    }

    /// Returns the target of a reference. A dangling reference is reported.
    fn follow(&mut self, reference: &str, at: Span) -> Option<&'a Node> {
        let Some(target) = target_of(self.file, reference).filter(|target| *target.file() == **self.file) else {
            let message = format!("reference `{reference}` to another file");
            self.warn(codes::NOT_GENERATED, at, message, "copy the definition into this file: only a single file is read");
            return None;
        };
        let root = self.root;
        let found = root.find(&target).map(|(node, _)| node);
        if found.is_none() {
            let known = target.parent().and_then(|parent| root.find(&parent)).map(|(node, _)| node.entries());
            let known = known.unwrap_or_default().iter().map(|entry| entry.key.as_str());
            let help = self.suggestions.help_or(&target.key().unwrap_or_default(), known, "define it, or correct the reference");
            self.warn(codes::NOT_GENERATED, at, format!("cannot find `{}` in this file", target.path()), help);
        }
        found
    }

    /// Resolves a node that can be a reference. Problems are reported at `at`.
    fn resolved<'n>(&mut self, node: &'n Node, at: Span) -> Option<&'n Node>
    where
        'a: 'n,
    {
        let mut node = node;
        let mut seen = BTreeSet::new();
        while let Some(reference) = node.get("$ref").and_then(Node::as_str).filter(|reference| seen.insert(*reference)) {
            node = self.follow(reference, at)?;
        }
        if node.get("$ref").and_then(Node::as_str).is_none() {
            return Some(node);
        }
        self.warn(codes::NOT_GENERATED, at, "cycle of references", "replace one of the references by the definition");
        None
    }
}
