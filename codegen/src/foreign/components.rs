//! The schemas under `components`.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{Schema, SchemaType};
use super::{Normalizer, PayloadDirection, tree};
use crate::diag::codes;
use crate::openapi::{Node, NodeValue, Span};

/// Prefix of a reference to a component schema.
const PREFIX: &str = "#/components/schemas/";

/// Keywords whose values are not schemas.
const VALUES: [&str; 5] = ["example", "examples", "default", "enum", "const"];

impl<'a> Normalizer<'a> {
    /// Returns a component schema, with aliases resolved.
    pub(super) fn expanded(&mut self, name: &str, at: Span) -> Schema {
        // The schemas of the chain before the last one, with their annotations.
        let mut chain: Vec<(String, Schema)> = Vec::new();
        let mut seen = BTreeSet::from([name.to_owned()]);
        let mut next = name.to_owned();
        let (last, mut annotations) = loop {
            if let Some((last, annotations)) = self.aliases.get(&next) {
                break (last.clone(), Some(annotations.clone()));
            }
            let schema = self.component(&next, at);
            let SchemaType::Component(target) = &schema.kind else {
                if chain.is_empty() {
                    return schema;
                }
                break (next, None);
            };
            let target = target.clone();
            if !seen.insert(target.clone()) {
                let message = format!("schema `{target}` is an alias of itself");
                self.warn(codes::ANY_JSON, at, message, "replace one of the references by the schema");
                return Schema::any(at);
            }
            chain.push((std::mem::replace(&mut next, target), Schema { kind: SchemaType::Any, ..schema }));
        };
        for (name, own) in chain.into_iter().rev() {
            let all = annotations.map_or_else(|| own.clone(), |annotations: Schema| annotations.described_by(&own));
            self.aliases.insert(name, (last.clone(), all.clone()));
            annotations = Some(all);
        }
        let schema = self.component(&last, at);
        annotations.map_or_else(|| schema.clone(), |annotations| schema.clone().described_by(&annotations))
    }

    pub(super) fn component(&mut self, name: &str, at: Span) -> Schema {
        match self.components.get(name) {
            Some(Some(schema)) => return schema.clone(),
            Some(None) => {
                let message = format!("schema `{name}` contains itself in a composition");
                self.warn(codes::ANY_JSON, at, message, "refer to it in a property instead of in `allOf`, `oneOf` or `anyOf`");
                return Schema::any(at);
            }
            None => {}
        }
        let schemas = schemas(self.root);
        let Some(entry) = schemas.and_then(|schemas| schemas.entry(name)) else { return Schema::any(at) };
        self.components.insert(name.to_owned(), None);
        self.reading.push((name.to_owned(), self.around));
        let schema = self.schema(&entry.value, entry.key_span, self.direction_of(name));
        self.reading.pop();
        self.components.insert(name.to_owned(), Some(schema.clone()));
        schema
    }

    /// Returns the node of a component schema.
    pub(super) fn component_node(&self, name: &str) -> Option<&'a Node> {
        schemas(self.root)?.get(name)
    }

    /// Returns whether the schema that is being read is inside of a property, list or map of a component schema.
    pub(super) fn is_around(&self, name: &str) -> bool {
        self.reading.iter().any(|(open, around)| open == name && *around < self.around)
    }

    /// Reads a part of an object, list or map.
    pub(super) fn part(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        self.around += 1;
        let part = self.schema(node, at, direction);
        self.around -= 1;
        part
    }

    /// Returns the direction that determines the type of a component schema: one that requests contain is built by programs.
    pub(super) fn direction_of(&self, name: &str) -> PayloadDirection {
        if self.request_schemas.contains(name) { PayloadDirection::Request } else { PayloadDirection::Response }
    }

    /// Returns whether a schema, or the component that it refers to, has an annotation.
    pub(super) fn has(&mut self, schema: &Schema, annotation: fn(&Schema) -> bool) -> bool {
        let mut found = annotation(schema);
        let mut next = schema.kind.clone();
        for _ in 0..super::read::MAX_DEPTH {
            let SchemaType::Component(name) = &next else { break };
            let component = match self.components.get(name) {
                Some(Some(component)) => component,
                Some(None) => break,
                None => &self.component(&name.clone(), schema.at),
            };
            found |= annotation(component);
            next = match &component.kind {
                SchemaType::Component(name) => SchemaType::Component(name.clone()),
                _ => break,
            };
        }
        found
    }

    /// Returns whether the direction that is being written contains a property.
    pub(super) fn is_written(&mut self, property: &Schema) -> bool {
        match self.direction {
            PayloadDirection::Request => !self.has(property, |schema| schema.read_only),
            PayloadDirection::Response => !self.has(property, |schema| schema.write_only),
        }
    }
}

fn schemas(root: &Node) -> Option<&Node> {
    root.get("components")?.get("schemas")
}

/// Returns the component schemas that contain a property that is `readOnly` or `writeOnly`, directly or in a part.
pub(super) fn one_sided(root: &Node) -> BTreeSet<String> {
    fn is_one_sided(node: &Node) -> bool {
        let is_part = |key: &str| !VALUES.contains(&key) && !key.starts_with("x-");
        match &node.value {
            NodeValue::Map(entries) => {
                tree::is_true(node, "readOnly")
                    || tree::is_true(node, "writeOnly")
                    || entries.iter().any(|entry| is_part(&entry.key) && is_one_sided(&entry.value))
            }
            NodeValue::List(items) => items.iter().any(is_one_sided),
            _ => false,
        }
    }
    let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    for (name, schema) in schemas(root).map(pairs).unwrap_or_default() {
        let mut parts = Vec::new();
        named_in(schema, &mut parts);
        for part in parts {
            users.entry(part).or_default().push(name);
        }
        open.extend(Some(name).filter(|_| is_one_sided(schema)));
    }
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name.to_owned()) {
            open.extend(users.get(name).into_iter().flatten());
        }
    }
    found
}

/// Returns the component schemas that extend each base: a schema with a `discriminator` that does not list its alternatives.
pub(super) fn children(root: &Node) -> BTreeMap<String, Vec<String>> {
    let is_base =
        |schema: &Node| schema.get("discriminator").is_some() && schema.get("oneOf").is_none() && schema.get("anyOf").is_none();
    let schemas = schemas(root).map(pairs).unwrap_or_default();
    let mut direct: BTreeMap<String, Vec<&(&str, &Node)>> = BTreeMap::new();
    for schema in &schemas {
        for part in schema.1.get("allOf").map(Node::items).unwrap_or_default() {
            let target = part.get("$ref").and_then(Node::as_str).and_then(|target| target.strip_prefix(PREFIX));
            if let Some(base) = target {
                direct.entry(base.to_owned()).or_default().push(schema);
            }
        }
    }
    let mut all = BTreeMap::new();
    for (name, _) in schemas.iter().filter(|(_, schema)| is_base(schema)) {
        let (mut children, mut open) = (Vec::new(), vec![*name]);
        let mut seen = BTreeSet::new();
        while let Some(base) = open.pop() {
            for (child, schema) in direct.get(base).into_iter().flatten().filter(|(child, _)| seen.insert(*child)) {
                open.push(*child);
                children.extend(Some((*child).to_owned()).filter(|_| !is_base(schema)));
            }
        }
        children.sort_unstable();
        if !children.is_empty() {
            all.insert((*name).to_owned(), children);
        }
    }
    all
}

/// Returns the component schemas that requests contain, directly or indirectly.
pub(super) fn in_requests(root: &Node) -> BTreeSet<String> {
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
    let schemas = schemas(root);
    let mut sent = BTreeSet::new();
    while let Some(name) = open.pop() {
        if sent.contains(&name) {
            continue;
        }
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(&name)) {
            named_in(schema, &mut open);
        }
        sent.insert(name);
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
                match entry.value.as_str().and_then(|target| target.strip_prefix(PREFIX)) {
                    Some(name) if entry.key == "$ref" => into.push(name.to_owned()),
                    _ => named_in(&entry.value, into),
                }
            }
        }
        NodeValue::List(items) => items.iter().for_each(|item| named_in(item, into)),
        _ => {}
    }
}
