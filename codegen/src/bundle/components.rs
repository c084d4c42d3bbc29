//! Collects the definitions that are moved to `components`, and gives them names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::rewrite;
use crate::load::{Document, Node, Pointer};

const SECTIONS: [&str; 4] = ["schemas", "parameters", "responses", "requestBodies"];

/// The referenced definitions, with their names in the bundle.
pub(super) struct Components<'a> {
    document: &'a Document,
    /// All named entries of the description: the section and the name in the bundle.
    names: BTreeMap<Pointer, (&'static str, String)>,
    /// The entries that are referenced.
    needed: BTreeSet<Pointer>,
    /// Those of them that have not been rewritten.
    open: Vec<Pointer>,
}

impl<'a> Components<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self { document, names: names(document), needed: BTreeSet::new(), open: Vec::new() }
    }

    /// Follows a reference, and references to references, to the definition.
    pub fn target(&self, from: &Pointer, reference: &str) -> Option<Pointer> {
        let mut at = self.document.chain_end(self.document.follow(from, reference)?);
        // A chain that is longer than the number of entries is a cycle.
        for _ in 0..=self.names.len() {
            match self.document.node(&at)?.get("$ref").and_then(Node::as_str) {
                Some(next) => at = self.document.follow(&at, next)?,
                None => return Some(at),
            }
        }
        None
    }

    /// Rewrites the value at a location, so that its references point into the bundle.
    pub fn rewritten(&mut self, at: &Pointer, node: &Node) -> Value {
        let mut value = node.to_json();
        rewrite::references(&mut value, &mut |reference| self.reference(at, reference));
        value
    }

    /// Rewrites a reference. One that does not resolve, which load has reported, is not changed.
    fn reference(&mut self, from: &Pointer, reference: &str) -> String {
        let Some(at) = self.target(from, reference) else { return reference.to_owned() };
        let Some((section, name)) = self.names.get(&at) else { return reference.to_owned() };
        let reference = format!("#/components/{section}/{name}");
        if self.needed.insert(at.clone()) {
            self.open.push(at);
        }
        reference
    }

    /// Rewrites the referenced definitions, and returns them by section, sorted by name.
    pub fn into_sections(mut self) -> Vec<(&'static str, Value)> {
        // A definition can refer to further definitions.
        let mut sections: BTreeMap<&'static str, BTreeMap<String, Value>> = BTreeMap::new();
        while let Some(at) = self.open.pop() {
            let value = self.document.node(&at).map_or(Value::Null, |node| self.rewritten(&at, node));
            if let Some((section, name)) = self.names.get(&at).cloned() {
                sections.entry(section).or_default().insert(name, value);
            }
        }
        SECTIONS
            .into_iter()
            .filter_map(|section| Some((section, sections.remove(section)?)))
            .map(|(section, entries)| (section, entries.into_iter().collect::<Map<_, _>>().into()))
            .collect()
    }
}

/// Determines unique names: the name of the entry if only one has it, else with the version, else also with the file.
fn names(document: &Document) -> BTreeMap<Pointer, (&'static str, String)> {
    let mut entries: Vec<(Pointer, &'static str, String)> = Vec::new();
    for file in document.files() {
        let root = Pointer::root(file.path.clone());
        let base = if *file.path == *document.root_file() { root.child("components") } else { root };
        for section in SECTIONS {
            let at = base.child(section);
            let keys = document.node(&at).map(Node::entries).unwrap_or_default();
            entries.extend(keys.iter().map(|entry| (at.child(&entry.key), section, entry.key.clone())));
        }
    }
    let mut uses: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (at, section, name) in &entries {
        for candidate in candidates(at, name) {
            *uses.entry((section, candidate)).or_default() += 1;
        }
    }
    let mut taken: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut names = BTreeMap::new();
    for (at, section, name) in &entries {
        let [plain, versioned, full] = candidates(at, name);
        let free = [plain, versioned].into_iter().find(|candidate| uses.get(&(section, candidate.clone())) == Some(&1));
        let mut chosen = free.unwrap_or(full);
        while !taken.insert((section, chosen.clone())) {
            chosen.push('_');
        }
        names.insert(at.clone(), (*section, chosen));
    }
    names
}

/// The candidates for the name of an entry: `Deal`, `v2.Deal`, `v2.deals.schemas.Deal`.
fn candidates(at: &Pointer, name: &str) -> [String; 3] {
    let stem = at.file().rsplit_once('.').map_or(at.file(), |(stem, _)| stem);
    let directory = stem.rsplit_once('/').map_or(stem, |(directory, _)| directory);
    [name.to_owned(), format!("{}.{name}", directory.replace('/', ".")), format!("{}.{name}", stem.replace('/', "."))]
}
