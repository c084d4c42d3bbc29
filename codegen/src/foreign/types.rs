//! Types that get a name: objects, enums and unions. What says the same is one type, wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::Place;
use super::schema::{Kind, Object, Schema};
use super::tree::{self, Map};
use super::{Adopting, Direction, enums};
use crate::diag::codes;
use crate::load::{Node, NodeValue, Span};
use crate::names;

/// What references to types begin with before the types have names; no description has such a text.
const MARK: &str = "\0type:";

/// A resource of a version: `v1` and `deals`.
pub(super) type Module = (&'static str, String);

/// A type on its way to a name.
pub(super) struct Draft {
    pub at: Span,
    /// The schema, with references by number.
    pub node: Node,
    /// The name that it has under `components`.
    pub component: Option<String>,
    pub title: Option<String>,
    /// What it may be called where an operation itself mentions it, best first.
    pub wanted: Vec<String>,
    /// The types that hold it, under which property, and whether as one of several.
    pub within: Vec<(usize, String, bool)>,
    /// The resources that need it.
    pub users: BTreeSet<Module>,
}

/// Every type so far.
#[derive(Default)]
pub(super) struct Types {
    pub drafts: Vec<Draft>,
    /// By structure.
    known: BTreeMap<String, usize>,
    /// By name under `components`.
    named: BTreeMap<String, usize>,
    /// The named schemas that are no types and are being written out; one that comes again is a circle.
    open: Vec<String>,
}

impl Adopting<'_> {
    /// Writes a schema, with references to the types in it.
    pub(super) fn lift(&mut self, schema: &Schema) -> Node {
        let at = schema.at;
        let mut map = match &schema.kind {
            Kind::Named(name) => match self.lift_named(name, at) {
                Lifted::Type(index) => return refer(schema, index, self.lifting),
                Lifted::Written(node) => Map::of(node),
            },
            Kind::List(item) => {
                let mut map = Map::new(at);
                map.put("type", tree::text(at, "array"));
                let item = self.lift(item);
                map.put("items", item);
                map.put_copy("maxItems", schema.limits.iter().find(|(key, _)| *key == "maxItems").map(|(_, limit)| limit));
                map
            }
            Kind::Map(value) => {
                let mut map = Map::new(at);
                map.put("type", tree::text(at, "object"));
                let value = self.lift(value);
                map.put("additionalProperties", value);
                map
            }
            Kind::Object(_) | Kind::Union { .. } | Kind::Texts(_) | Kind::Integers(_) if schema.plain().is_none() => {
                let index = self.type_of_its_own(schema);
                return refer(schema, index, self.lifting);
            }
            _ => schema.plain().unwrap_or_else(|| Map::new(at)),
        };
        describe(&mut map, schema, self.lifting);
        map.done()
    }

    /// A schema under `components`: a type of its own, or else what it stands for.
    fn lift_named(&mut self, name: &str, at: Span) -> Lifted {
        if let Some(&index) = self.types.named.get(name) {
            return Lifted::Type(index);
        }
        let schema = self.expanded(name, at);
        if matches!(schema.kind, Kind::Object(_) | Kind::Union { .. } | Kind::Texts(_) | Kind::Integers(_))
            && schema.plain().is_none()
        {
            // It has a number before it is written, because it may hold itself.
            let index = self.draft(&schema, Map::new(schema.at).done());
            self.types.named.insert(name.to_owned(), index);
            self.types.drafts[index].component = Some(name.to_owned());
            let around = self.lifting;
            if self.sent.contains(name) {
                self.lifting = Direction::Request;
            }
            let node = self.definition(&schema);
            self.lifting = around;
            self.types.known.entry(key(&node)).or_insert(index);
            self.finish(index, node);
            return Lifted::Type(index);
        }
        if self.types.open.iter().any(|open| open == name) {
            let message = format!("`{name}` is a list or map of itself, which has no Rust type");
            self.warn(codes::ANY_JSON, at, message, "give the items a schema with properties");
            return Lifted::Written(Map::new(at).done());
        }
        self.types.open.push(name.to_owned());
        let node = self.lift(&Schema { docs: None, nullable: false, deprecated: false, ..schema });
        self.types.open.pop();
        Lifted::Written(node)
    }

    fn type_of_its_own(&mut self, schema: &Schema) -> usize {
        let node = self.definition(schema);
        let key = key(&node);
        if let Some(&index) = self.types.known.get(&key) {
            return index;
        }
        let index = self.draft(schema, Map::new(schema.at).done());
        self.types.known.insert(key, index);
        self.finish(index, node);
        index
    }

    fn draft(&mut self, schema: &Schema, node: Node) -> usize {
        self.types.drafts.push(Draft {
            at: schema.at,
            node,
            component: None,
            title: schema.title.clone(),
            wanted: Vec::new(),
            within: Vec::new(),
            users: BTreeSet::new(),
        });
        self.types.drafts.len() - 1
    }

    /// Puts the schema of a type in its place, and tells the types in it where they stand.
    fn finish(&mut self, index: usize, node: Node) {
        for (place, part) in parts(&node) {
            for (inner, many) in numbers(part) {
                self.types.drafts[inner].within.push((index, place.clone(), many));
            }
        }
        self.types.drafts[index].node = node;
    }

    /// The schema of a type, with the types in it already lifted.
    fn definition(&mut self, schema: &Schema) -> Node {
        let at = schema.at;
        let mut map = Map::new(at);
        match &schema.kind {
            Kind::Object(object) => self.object_definition(object, &mut map, at),
            Kind::Texts(values) => {
                map.put("type", tree::text(at, "string"));
                map.put("enum", tree::list(at, values.iter().map(|value| tree::text(at, value)).collect()));
                put_variant_names(&mut map, values, at);
            }
            Kind::Integers(values) => {
                map.put("type", tree::text(at, "integer"));
                map.put("enum", tree::list(at, values.iter().map(|value| tree::whole(at, *value)).collect()));
                let texts: Vec<String> = values.iter().map(i64::to_string).collect();
                put_variant_names(&mut map, &texts, at);
            }
            Kind::Union { tag, variants } => {
                let (mut references, mut mapping) = (Vec::new(), Map::new(at));
                for variant in variants {
                    let node = self.lift(&Schema { docs: None, nullable: false, deprecated: false, ..variant.schema.clone() });
                    let Some(&(index, _)) = numbers(&node).first() else { continue };
                    references.push(tree::reference(at, format!("{MARK}{index}")));
                    for tag in &variant.tags {
                        mapping.put(tag, tree::text(at, format!("{MARK}{index}")));
                    }
                }
                map.put("oneOf", tree::list(at, references));
                let mut discriminator = Map::new(at);
                discriminator.put("propertyName", tree::text(at, tag));
                discriminator.put("mapping", mapping.done());
                map.put("discriminator", discriminator.done());
            }
            _ => {}
        }
        map.put_text("description", schema.docs.as_ref());
        map.done()
    }

    fn object_definition(&mut self, object: &Object, map: &mut Map, at: Span) {
        map.put("type", tree::text(at, "object"));
        let required: Vec<Node> = object
            .required
            .iter()
            .enumerate()
            .filter(|(index, name)| object.properties.contains_key(*name) && !object.required[..*index].contains(name))
            .map(|(_, name)| tree::text(at, name))
            .collect();
        if !required.is_empty() && self.lifting == Direction::Request {
            map.put("required", tree::list(at, required));
        }
        let mut properties = Map::new(at);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (name, property) in &object.properties {
            let ident = names::snake(name);
            if ident.as_ref().is_none_or(|ident| !taken.insert(ident.clone()) || taken.contains(&format!("clear_{ident}"))) {
                let why = if ident.is_none() { "makes no Rust identifier" } else { "has the same Rust name as another property" };
                let message = format!("`{name}` {why}, and is left to `extra`");
                self.warn(codes::NOT_GENERATED, property.at, message, "rename it, if the API can");
                continue;
            }
            let node = self.lift(property);
            properties.put_at(property.at, name, node);
        }
        map.put("properties", properties.done());
    }

    /// Notes that an operation mentions the types in a node, and how they could be called.
    pub(super) fn mention(&mut self, node: &Node, module: &Module, wanted: &[String]) {
        for (index, _) in numbers(node) {
            let draft = &mut self.types.drafts[index];
            draft.users.insert(module.clone());
            for name in wanted {
                if !draft.wanted.contains(name) {
                    draft.wanted.push(name.clone());
                }
            }
        }
    }

    /// Tells every type which resources need it, as the types do that hold it.
    pub(super) fn spread_users(&mut self) {
        let drafts = &mut self.types.drafts;
        loop {
            let mut grown = false;
            for index in 0..drafts.len() {
                let users = drafts[index].users.clone();
                for (inner, _) in numbers(&drafts[index].node.clone()) {
                    let before = drafts[inner].users.len();
                    drafts[inner].users.extend(users.iter().cloned());
                    grown |= drafts[inner].users.len() > before;
                }
            }
            if !grown {
                return;
            }
        }
    }
}

enum Lifted {
    Type(usize),
    Written(Node),
}

/// A reference to a type, with what is to be said of it here.
fn refer(schema: &Schema, index: usize, lifting: Direction) -> Node {
    let reference = tree::reference(schema.at, format!("{MARK}{index}"));
    let mut map = Map::new(schema.at);
    describe(&mut map, schema, lifting);
    if map.is_empty() {
        return reference;
    }
    map.put("allOf", tree::list(schema.at, vec![reference]));
    map.done()
}

/// What stands beside the type. What requests must have and may clear does not matter in replies, whose fields may all be missing.
fn describe(map: &mut Map, schema: &Schema, lifting: Direction) {
    map.put_text("description", schema.docs.as_ref());
    map.put_flag("nullable", schema.nullable && lifting == Direction::Request);
    map.put_flag("deprecated", schema.deprecated);
    map.put_copy("example", schema.example.as_ref());
    map.put_copy("default", schema.default.as_ref());
}

fn put_variant_names(map: &mut Map, values: &[String], at: Span) {
    if let Some(names) = enums::variant_names(values) {
        map.put("x-enum-varnames", tree::list(at, names.into_iter().map(|name| tree::text(at, name)).collect()));
    }
}

/// The properties of an object by name, or the variants of a union by tag.
fn parts(node: &Node) -> Vec<(String, &Node)> {
    let mapping = node.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    let parts = node.get("properties").or(mapping).map(Node::entries).unwrap_or_default();
    parts.iter().map(|entry| (entry.key.clone(), &entry.value)).collect()
}

/// The types that a node refers to, and whether as one of several.
pub(super) fn numbers(node: &Node) -> Vec<(usize, bool)> {
    fn collect(node: &Node, many: bool, into: &mut Vec<(usize, bool)>) {
        match &node.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    collect(&entry.value, many || matches!(entry.key.as_str(), "items" | "additionalProperties"), into);
                }
            }
            NodeValue::List(items) => items.iter().for_each(|item| collect(item, many, into)),
            NodeValue::String(text) => into.extend(number(text).map(|index| (index, many))),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(node, false, &mut found);
    found
}

fn number(reference: &str) -> Option<usize> {
    reference.strip_prefix(MARK)?.parse().ok()
}

/// Puts the references of a node, which will stand in `file`, in place of the numbers.
pub(super) fn settle(node: &mut Node, file: &str, places: &[Place]) {
    match &mut node.value {
        NodeValue::Map(entries) => entries.iter_mut().for_each(|entry| settle(&mut entry.value, file, places)),
        NodeValue::List(items) => items.iter_mut().for_each(|item| settle(item, file, places)),
        NodeValue::String(text) => {
            if let Some(place) = number(text).and_then(|index| places.get(index)) {
                *text = place.seen_from(file);
            }
        }
        _ => {}
    }
}

/// What makes two schemas the same type: everything but words and examples.
fn key(node: &Node) -> String {
    const WORDS: &[&str] =
        &["description", "example", "default", "minimum", "maximum", "exclusiveMinimum", "maxLength", "maxItems"];
    fn write(node: &Node, is_schema: bool, out: &mut String) {
        match &node.value {
            NodeValue::Map(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().filter(|entry| !is_schema || !WORDS.contains(&entry.key.as_str())).collect();
                if let ([only], true) = (entries.as_slice(), is_schema)
                    && only.key == "allOf"
                    && let [reference] = only.value.items()
                {
                    return write(reference, true, out);
                }
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                out.push('{');
                for entry in entries {
                    out.extend([&format!("{:?}", entry.key), ":"]);
                    write(&entry.value, !(is_schema && matches!(entry.key.as_str(), "properties" | "mapping")), out);
                    out.push(',');
                }
                out.push('}');
            }
            NodeValue::List(items) => {
                out.push('[');
                for item in items {
                    write(item, is_schema, out);
                    out.push(',');
                }
                out.push(']');
            }
            _ => out.push_str(&node.to_json().to_string()),
        }
    }
    let mut key = String::new();
    write(node, true, &mut key);
    key
}
