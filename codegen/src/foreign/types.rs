//! Extracts named types: objects, enums and unions. Schemas with the same structure become one type.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::naming::TypeLocation;
use super::schema::{ObjectSchema, Schema, SchemaType};
use super::structure::structure;
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection, value_docs};
use crate::diag::codes;
use crate::openapi::{Node, NodeValue, Span};

/// Prefix of references to types that have no name yet. It cannot occur in a document.
const TYPE_REF_PREFIX: &str = "\0type:";

/// Version and resource, such as `v1` and `deals`.
pub(super) type ResourceKey = (&'static str, String);

/// A type that has no name yet.
pub(super) struct TypeDraft {
    pub at: Span,
    /// Schema, with references by index.
    pub node: Node,
    /// Name under `components`.
    pub component: Option<String>,
    /// Whether it is the type of a component that requests contain.
    pub is_input: bool,
    pub title: Option<String>,
    /// Name candidates from the operations that refer to it, in order of preference.
    pub candidates: Vec<String>,
    /// Types that contain it, with the property, and whether it is an item of a list or map.
    pub holders: Vec<(usize, String, bool)>,
    /// Resources that use it.
    pub users: BTreeSet<ResourceKey>,
}

/// The nesting depth from which component schemas are written later, because a chain of them can be longer than the stack is deep.
const MAX_DEPTH: usize = 64;

/// The maximum nesting depth of lists and maps, whose items have no type of their own that could be written later.
const MAX_LEVELS: usize = 2 * MAX_DEPTH;

/// A component schema whose type has an index and is not written yet.
struct PendingComponent {
    schema: Schema,
    index: usize,
    direction: PayloadDirection,
}

/// All types found so far.
#[derive(Default)]
pub(super) struct TypeDrafts {
    pub drafts: Vec<TypeDraft>,
    /// Number of schemas that are being written, each a part of the one before.
    depth: usize,
    pending: VecDeque<PendingComponent>,
    /// Index by structure.
    known: BTreeMap<String, usize>,
    /// Index by name under `components`, and whether it is the type of requests.
    named: BTreeMap<(String, bool), usize>,
    /// Component schemas without a named type that are being written, with the number of inline objects around each. Reaching one of
    /// them again without an object in between is a cycle.
    open: Vec<(String, usize)>,
    /// Inline objects that are being written, with the type of those that contain themselves.
    inline: Vec<(Span, Option<usize>)>,
}

impl Normalizer<'_> {
    /// Writes a schema and extracts the named types in it.
    pub(super) fn extract(&mut self, schema: &Schema) -> Node {
        self.types.depth += 1;
        let node = self.extracted(schema);
        self.types.depth -= 1;
        while self.types.depth == 0
            && let Some(component) = self.types.pending.pop_front()
        {
            self.types.depth += 1;
            self.write_component(component);
            self.types.depth -= 1;
        }
        node
    }

    fn extracted(&mut self, schema: &Schema) -> Node {
        let at = schema.at;
        // Null does not matter in responses, because all fields are optional.
        let nullable = self.direction == PayloadDirection::Request && self.has(schema, |schema| schema.nullable);
        let mut map = match &schema.kind {
            SchemaType::Component(name) => match self.extract_component(name, at) {
                Extracted::Type(index) => return refer(schema, index, nullable),
                Extracted::Written(node) => MapBuilder::of(node),
            },
            SchemaType::List(item) => {
                let mut map = MapBuilder::new(at);
                map.put("type", tree::string(at, "array"));
                let item = self.element(item);
                map.put("items", item);
                schema.put_limits(&mut map);
                map
            }
            SchemaType::Map(value) => {
                let mut map = MapBuilder::new(at);
                map.put("type", tree::string(at, "object"));
                let value = self.element(value);
                map.put("additionalProperties", value);
                schema.put_limits(&mut map);
                map
            }
            SchemaType::Object(_) | SchemaType::Union { .. } | SchemaType::StringEnum(_) | SchemaType::IntegerEnum(_)
                if schema.plain().is_none() =>
            {
                let index = self.named_type(schema);
                return refer(schema, index, nullable);
            }
            _ => schema.plain().unwrap_or_else(|| MapBuilder::new(at)),
        };
        describe(&mut map, schema, nullable);
        map.build()
    }

    /// Writes the schema of the items of a list or the values of a map. A null among them has a place.
    fn element(&mut self, schema: &Schema) -> Node {
        let node = self.extract(schema);
        if self.has(schema, |schema| schema.nullable) { tree::nullable(node) } else { node }
    }

    /// Extracts a component schema: a named type, or its content.
    fn extract_component(&mut self, name: &str, at: Span) -> Extracted {
        let direction = if self.one_sided.contains(name) { self.direction } else { self.direction_of(name) };
        let key = (name.to_owned(), direction == PayloadDirection::Request);
        if let Some(&index) = self.types.named.get(&key) {
            return Extracted::Type(index);
        }
        let schema = self.expanded(name, at);
        if matches!(
            schema.kind,
            SchemaType::Object(_) | SchemaType::Union { .. } | SchemaType::StringEnum(_) | SchemaType::IntegerEnum(_)
        ) && schema.plain().is_none()
        {
            // The index is assigned before the schema is written because types can be recursive.
            let index = self.draft(&schema, MapBuilder::new(schema.at).build());
            self.types.drafts[index].is_input = key.1;
            self.types.named.insert(key, index);
            self.types.drafts[index].component = Some(name.to_owned());
            let component = PendingComponent { schema, index, direction };
            if self.types.depth < MAX_DEPTH {
                self.write_component(component);
            } else {
                self.types.pending.push_back(component);
            }
            return Extracted::Type(index);
        }
        if self.types.open.iter().any(|(open, around)| open == name && *around == self.types.inline.len()) {
            let message = format!("no Rust type for `{name}`, a list or map of itself");
            self.warn(codes::ANY_JSON, at, message, "use an object schema with `properties` for the items");
            return Extracted::Written(MapBuilder::new(at).build());
        }
        if self.types.depth >= MAX_LEVELS {
            let message = format!("no Rust type for `{name}`, which is inside of more than {MAX_LEVELS} lists and maps");
            self.warn(codes::ANY_JSON, at, message, "reduce the nesting");
            return Extracted::Written(MapBuilder::new(at).build());
        }
        self.types.open.push((name.to_owned(), self.types.inline.len()));
        let node = self.extract(&Schema { nullable: false, deprecated: false, ..schema });
        self.types.open.pop();
        Extracted::Written(node)
    }

    /// Writes the type of a component, in which nothing around it matters.
    fn write_component(&mut self, PendingComponent { schema, index, direction }: PendingComponent) {
        let around = std::mem::replace(&mut self.direction, direction);
        // A type of its own ends every cycle.
        let open = std::mem::take(&mut self.types.open);
        let node = self.type_schema(&schema);
        self.types.open = open;
        self.direction = around;
        self.types.known.entry(structure(&node)).or_insert(index);
        self.finish(index, node);
    }

    fn named_type(&mut self, schema: &Schema) -> usize {
        // An object that contains itself gets its type here, before it is written.
        if let Some(position) = self.types.inline.iter().position(|(at, _)| *at == schema.at).filter(|_| self.is_repeated()) {
            let index = self.types.inline[position].1;
            let index = index.unwrap_or_else(|| self.draft(schema, MapBuilder::new(schema.at).build()));
            self.types.inline[position].1 = Some(index);
            return index;
        }
        self.types.inline.push((schema.at, None));
        let node = self.type_schema(schema);
        if let Some((_, Some(index))) = self.types.inline.pop() {
            self.finish(index, node);
            return index;
        }
        let key = structure(&node);
        if let Some(&index) = self.types.known.get(&key) {
            return index;
        }
        let index = self.draft(schema, MapBuilder::new(schema.at).build());
        self.types.known.insert(key, index);
        self.finish(index, node);
        index
    }

    /// Returns whether a component schema is being written inside of itself.
    fn is_repeated(&self) -> bool {
        let open = &self.types.open;
        open.iter().enumerate().any(|(index, (name, _))| open[..index].iter().any(|(earlier, _)| earlier == name))
    }

    fn draft(&mut self, schema: &Schema, node: Node) -> usize {
        self.types.drafts.push(TypeDraft {
            at: schema.at,
            node,
            component: None,
            is_input: false,
            title: schema.title.clone(),
            candidates: Vec::new(),
            holders: Vec::new(),
            users: BTreeSet::new(),
        });
        self.types.drafts.len() - 1
    }

    /// Sets the schema of a type and records it as a container of the types in it.
    fn finish(&mut self, index: usize, node: Node) {
        for (property, part) in parts(&node) {
            for (inner, many) in type_refs(part) {
                self.types.drafts[inner].holders.push((index, property.clone(), many));
            }
        }
        self.types.drafts[index].node = node;
    }

    /// Returns the schema of a type. The types in it are extracted.
    fn type_schema(&mut self, schema: &Schema) -> Node {
        let at = schema.at;
        let mut map = MapBuilder::new(at);
        match &schema.kind {
            SchemaType::Object(object) => self.object_type_schema(object, &mut map, at),
            SchemaType::StringEnum(values) => {
                map.put("type", tree::string(at, "string"));
                map.put("enum", tree::list(at, values.iter().map(|value| tree::string(at, value)).collect()));
                value_docs::put(&mut map, &schema.values, values);
            }
            SchemaType::IntegerEnum(values) => {
                map.put("type", tree::string(at, "integer"));
                map.put("enum", tree::list(at, values.iter().map(|value| tree::integer(at, *value)).collect()));
                let values: Vec<String> = values.iter().map(i64::to_string).collect();
                value_docs::put(&mut map, &schema.values, &values);
            }
            SchemaType::Union { tag, variants } => {
                let (mut references, mut mapping) = (Vec::new(), MapBuilder::new(at));
                for variant in variants {
                    let node = self.extract(&Schema { docs: None, nullable: false, deprecated: false, ..variant.schema.clone() });
                    let Some(&(index, _)) = type_refs(&node).first() else { continue };
                    references.push(tree::reference(at, format!("{TYPE_REF_PREFIX}{index}")));
                    for tag in &variant.tags {
                        mapping.put(tag, tree::string(at, format!("{TYPE_REF_PREFIX}{index}")));
                    }
                }
                map.put("oneOf", tree::list(at, references));
                let mut discriminator = MapBuilder::new(at);
                discriminator.put("propertyName", tree::string(at, tag));
                discriminator.put("mapping", mapping.build());
                map.put("discriminator", discriminator.build());
            }
            _ => {}
        }
        map.put_string("description", schema.docs.as_ref());
        map.build()
    }

    fn object_type_schema(&mut self, object: &ObjectSchema, map: &mut MapBuilder, at: Span) {
        map.put("type", tree::string(at, "object"));
        let required = object.required(|name| object.properties.get(name).is_some_and(|property| self.is_written(property)));
        if !required.is_empty() && self.direction == PayloadDirection::Request {
            map.put("required", tree::list(at, required.into_iter().map(|name| tree::string(at, name)).collect()));
        }
        let mut properties = MapBuilder::new(at);
        for (name, property) in &object.properties {
            if !self.is_written(property) {
                continue;
            }
            let node = self.extract(property);
            properties.put_at(property.at, name, node);
        }
        map.put("properties", properties.build());
        map.put_flag("additionalProperties", object.is_open && self.direction == PayloadDirection::Request);
    }
}

enum Extracted {
    Type(usize),
    Written(Node),
}

/// Returns a reference to a type with the annotations of this use.
fn refer(schema: &Schema, index: usize, nullable: bool) -> Node {
    let reference = tree::reference(schema.at, format!("{TYPE_REF_PREFIX}{index}"));
    let mut map = MapBuilder::new(schema.at);
    describe(&mut map, schema, nullable);
    if map.is_empty() {
        return reference;
    }
    map.put("allOf", tree::list(schema.at, vec![reference]));
    map.build()
}

/// Adds annotations.
fn describe(map: &mut MapBuilder, schema: &Schema, nullable: bool) {
    map.put_string("description", schema.docs.as_ref());
    map.put_flag("nullable", nullable);
    map.put_flag("deprecated", schema.deprecated);
    map.put_copy("example", schema.example.as_ref());
    map.put_copy("default", schema.default.as_ref());
}

/// Returns the properties of an object by name, or the variants of a union by tag.
fn parts(node: &Node) -> Vec<(String, &Node)> {
    let mapping = node.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    let parts = node.get("properties").or(mapping).map(Node::entries).unwrap_or_default();
    parts.iter().map(|entry| (entry.key.clone(), &entry.value)).collect()
}

/// Returns the types that a node refers to, and whether as items of a list or map.
pub(super) fn type_refs(node: &Node) -> Vec<(usize, bool)> {
    fn collect(node: &Node, many: bool, into: &mut Vec<(usize, bool)>) {
        match &node.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    collect(&entry.value, many || matches!(entry.key.as_str(), "items" | "additionalProperties"), into);
                }
            }
            NodeValue::List(items) => items.iter().for_each(|item| collect(item, many, into)),
            NodeValue::String(string) => into.extend(type_ref(string).map(|index| (index, many))),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(node, false, &mut found);
    found
}

fn type_ref(reference: &str) -> Option<usize> {
    reference.strip_prefix(TYPE_REF_PREFIX)?.parse().ok()
}

/// Replaces type indexes with references, for a node in `file`.
pub(super) fn resolve_type_refs(node: &mut Node, file: &str, locations: &[TypeLocation]) {
    match &mut node.value {
        NodeValue::Map(entries) => entries.values_mut().for_each(|value| resolve_type_refs(value, file, locations)),
        NodeValue::List(items) => items.iter_mut().for_each(|item| resolve_type_refs(item, file, locations)),
        NodeValue::String(string) => {
            if let Some(location) = type_ref(string).and_then(|index| locations.get(index)) {
                *string = location.reference_from(file);
            }
        }
        _ => {}
    }
}
