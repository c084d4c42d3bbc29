//! Merges compositions: `allOf`, `oneOf` and `anyOf`.

use super::schema::{ObjectSchema, Schema, SchemaType, VariantSchema};
use super::{Normalizer, PayloadDirection, tree};
use crate::diag::codes;
use crate::openapi::{Node, Span};

impl Normalizer<'_> {
    /// Merges a schema with the parts of its compositions.
    pub(super) fn with_compositions(&mut self, own: Schema, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        let parts = node.get("allOf").map(Node::items).unwrap_or_default();
        let mut whole: Option<Schema> = None;
        for part in parts {
            let part = self.schema(part, part.span, direction);
            whole = Some(match whole {
                Some(whole) => self.intersection(whole, part, at),
                None => part,
            });
        }
        if let Some(entry) = node.entry("oneOf").or_else(|| node.entry("anyOf")) {
            let alternatives = self.alternatives(node, entry.value.items(), entry.key_span, direction);
            whole = Some(match whole {
                Some(whole) => self.intersection(whole, alternatives, at),
                None => alternatives,
            });
        }
        match whole {
            // The annotations of the schema itself take precedence.
            Some(whole) => self.intersection(whole, own, at),
            None => own,
        }
    }

    /// Returns a schema for the values that match both schemas, or any JSON if they contradict each other.
    fn intersection(&mut self, first: Schema, second: Schema, at: Span) -> Schema {
        let described = first.clone().described_by(&second);
        let kind = match (first.kind, second.kind) {
            (SchemaType::Any, kind) | (kind, SchemaType::Any) => kind,
            (SchemaType::Component(a), SchemaType::Component(b)) if a == b => SchemaType::Component(a),
            (SchemaType::Component(name), other) => {
                let named = self.expanded(&name, at);
                return self.intersection(
                    Schema { kind: named.kind, ..described.clone() },
                    Schema { kind: other, ..described },
                    at,
                );
            }
            (other, SchemaType::Component(name)) => {
                let named = self.expanded(&name, at);
                return self.intersection(
                    Schema { kind: other, ..described.clone() },
                    Schema { kind: named.kind, ..described },
                    at,
                );
            }
            (SchemaType::Object(a), SchemaType::Object(b)) => SchemaType::Object(self.merge_objects(a, b)),
            // A map with some declared keys, or a base schema whose variants refer back to it.
            (SchemaType::Object(object), SchemaType::Map(_) | SchemaType::Union { .. })
            | (SchemaType::Map(_) | SchemaType::Union { .. }, SchemaType::Object(object)) => SchemaType::Object(object),
            (SchemaType::List(a), SchemaType::List(b)) => SchemaType::List(Box::new(self.intersection(*a, *b, at))),
            (SchemaType::Map(a), SchemaType::Map(b)) => SchemaType::Map(Box::new(self.intersection(*a, *b, at))),
            (a, b) => {
                let (first, second) = (Schema::new(at, a.clone()).describe(), Schema::new(at, b.clone()).describe());
                intersect_types(a, b).unwrap_or_else(|| {
                    let message = format!("conflicting schemas in a composition: {first} and {second}");
                    self.warn(codes::ANY_JSON, at, message, "use a single schema for the value");
                    SchemaType::Any
                })
            }
        };
        Schema { kind, ..described }
    }

    fn merge_objects(&mut self, mut all: ObjectSchema, more: ObjectSchema) -> ObjectSchema {
        for (name, property) in more.properties {
            let merged = match all.properties.get(&name).cloned() {
                Some(known) => {
                    let at = property.at;
                    self.nested(at, |this| this.intersection(known, property, at))
                }
                None => property,
            };
            all.properties.insert(name, merged);
        }
        all.required.extend(more.required);
        all
    }

    /// Limits the depth, because compositions can be recursive.
    fn nested(&mut self, at: Span, merge: impl FnOnce(&mut Self) -> Schema) -> Schema {
        if self.depth >= super::read::MAX_DEPTH {
            return Schema::any(at);
        }
        self.depth += 1;
        let merged = merge(self);
        self.depth -= 1;
        merged
    }

    /// Merges the alternatives of a `oneOf` or `anyOf`.
    fn alternatives(&mut self, node: &Node, items: &[Node], at: Span, direction: PayloadDirection) -> Schema {
        let mut nullable = false;
        let mut parts = Vec::new();
        for item in items {
            // `type: null` is the OpenAPI 3.1 notation of nullable.
            if item.get("type").and_then(Node::as_str) == Some("null") {
                nullable = true;
            } else {
                let part = self.schema(item, item.span, direction);
                nullable |= part.nullable;
                parts.push(part);
            }
        }
        let mut whole = match node.entry("discriminator") {
            Some(entry) => self.union(&entry.value, entry.key_span, &parts, direction),
            None => None,
        }
        .unwrap_or_else(|| self.merge_alternatives(parts, at));
        whole.nullable |= nullable;
        // The annotations of one alternative do not apply to the others.
        Schema { nullable: whole.nullable, ..Schema::new(at, whole.kind) }
    }

    /// Returns a union if every part is an object with a distinct discriminator value.
    fn union(&mut self, discriminator: &Node, at: Span, parts: &[Schema], direction: PayloadDirection) -> Option<Schema> {
        let tag = tree::string_of(discriminator, "propertyName")?.to_owned();
        if direction == PayloadDirection::Request {
            return None;
        }
        let mut variants: Vec<VariantSchema> = Vec::new();
        for part in parts {
            let tags = self.tags_of(discriminator, &tag, part);
            let is_object = matches!(self.resolved_type(part), SchemaType::Object(_));
            let taken = tags.iter().any(|tag| variants.iter().any(|other| other.tags.contains(tag)));
            if tags.is_empty() || taken || !is_object {
                let message = format!("not every alternative is an object with a distinct value of `{tag}`");
                self.warn(codes::LOOSENED, at, message, "map each value to an object schema in `discriminator.mapping`");
                return None;
            }
            variants.push(VariantSchema { tags, schema: part.clone() });
        }
        (!variants.is_empty()).then(|| Schema::new(at, SchemaType::Union { tag, variants }))
    }

    /// Returns the discriminator values of a part.
    fn tags_of(&mut self, discriminator: &Node, tag: &str, part: &Schema) -> Vec<String> {
        let mapping = discriminator.get("mapping").map(Node::entries).unwrap_or_default();
        if let SchemaType::Component(name) = &part.kind {
            let leads_here = |node: &Node| {
                node.as_str().is_some_and(|target| self.component_name(target).as_deref() == Some(name) || target == name)
            };
            let mapped: Vec<String> =
                mapping.iter().filter(|entry| leads_here(&entry.value)).map(|entry| entry.key.clone()).collect();
            return if mapping.is_empty() { vec![name.clone()] } else { mapped };
        }
        match self.resolved_type(part) {
            SchemaType::Object(object) => match object.properties.get(tag).map(|property| &property.kind) {
                Some(SchemaType::StringEnum(values)) => values.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Returns the type of a schema, with component names resolved.
    pub(super) fn resolved_type(&mut self, schema: &Schema) -> SchemaType {
        match &schema.kind {
            SchemaType::Component(name) => self.expanded(&name.clone(), schema.at).kind,
            kind => kind.clone(),
        }
    }

    /// Returns one schema for the values of all parts.
    fn merge_alternatives(&mut self, parts: Vec<Schema>, at: Span) -> Schema {
        let objects = parts.len() > 1 && parts.iter().all(|part| matches!(self.resolved_type(part), SchemaType::Object(_)));
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Schema::any(at) };
        if objects {
            let help = "add a `discriminator` property with a distinct value for each alternative";
            self.warn(codes::LOOSENED, at, "alternatives are merged into one object with the properties of all", help);
        }
        for part in parts {
            let (a, b) = (whole.describe(), part.describe());
            let typed = !matches!((&whole.kind, &part.kind), (SchemaType::Any, _) | (_, SchemaType::Any));
            whole = self.widened(whole, part, at);
            if matches!(whole.kind, SchemaType::Any) && typed {
                let message = format!("no Rust type for {a} or {b}");
                self.warn(codes::ANY_JSON, at, message, "remove one of them if it does not occur in practice");
            }
        }
        whole
    }

    /// Returns a schema for the values that match either schema.
    fn widened(&mut self, first: Schema, second: Schema, at: Span) -> Schema {
        let nullable = first.nullable || second.nullable;
        let mut described = first.clone();
        described.docs = first.docs.clone().or_else(|| second.docs.clone());
        let kind = match (first.kind, second.kind) {
            (SchemaType::Any, _) | (_, SchemaType::Any) => SchemaType::Any,
            (SchemaType::Component(a), SchemaType::Component(b)) if a == b => SchemaType::Component(a),
            (SchemaType::Component(name), other) => {
                let named = self.expanded(&name, at);
                let other = Schema::new(at, other);
                return self.nested(at, |this| this.widened(named, other, at));
            }
            (other, SchemaType::Component(name)) => {
                let named = self.expanded(&name, at);
                let other = Schema::new(at, other);
                return self.nested(at, |this| this.widened(other, named, at));
            }
            (SchemaType::Object(a), SchemaType::Object(b)) => SchemaType::Object(self.widen_objects(a, b)),
            (SchemaType::List(a), SchemaType::List(b)) => {
                SchemaType::List(Box::new(self.nested(at, |this| this.widened(*a, *b, at))))
            }
            (SchemaType::Map(a), SchemaType::Map(b)) => {
                SchemaType::Map(Box::new(self.nested(at, |this| this.widened(*a, *b, at))))
            }
            (a, b) => widen_types(a, b),
        };
        Schema { nullable, kind, ..described }
    }

    fn widen_objects(&mut self, mut all: ObjectSchema, more: ObjectSchema) -> ObjectSchema {
        all.required.retain(|name| more.required.contains(name));
        for (name, property) in more.properties {
            let merged = match all.properties.get(&name).cloned() {
                Some(known) => {
                    let at = property.at;
                    self.nested(at, |this| this.widened(known, property, at))
                }
                None => property,
            };
            all.properties.insert(name, merged);
        }
        all
    }
}

/// Returns the type of the values that match both types, or `None` if there is no such value.
fn intersect_types(a: SchemaType, b: SchemaType) -> Option<SchemaType> {
    Some(match (a, b) {
        (SchemaType::String(a), SchemaType::String(b)) => SchemaType::String(b.or(a)),
        (SchemaType::StringEnum(a), SchemaType::StringEnum(b)) => {
            let common: Vec<String> = a.iter().filter(|value| b.contains(value)).cloned().collect();
            SchemaType::StringEnum(if common.is_empty() { b } else { common })
        }
        (SchemaType::String(_) | SchemaType::IntegerOrString, SchemaType::StringEnum(values))
        | (SchemaType::StringEnum(values), SchemaType::String(_) | SchemaType::IntegerOrString) => SchemaType::StringEnum(values),
        (SchemaType::IntegerEnum(a), SchemaType::IntegerEnum(b)) => {
            let common: Vec<i64> = a.iter().filter(|value| b.contains(value)).copied().collect();
            SchemaType::IntegerEnum(if common.len() < 2 { b } else { common })
        }
        (SchemaType::Integer, SchemaType::Number | SchemaType::Integer) | (SchemaType::Number, SchemaType::Integer) => {
            SchemaType::Integer
        }
        (SchemaType::Number, SchemaType::Number) => SchemaType::Number,
        (SchemaType::Boolean, SchemaType::Boolean) => SchemaType::Boolean,
        (SchemaType::Flag01, SchemaType::Flag01) => SchemaType::Flag01,
        (SchemaType::Integer | SchemaType::Number, kind @ (SchemaType::IntegerEnum(_) | SchemaType::Flag01))
        | (kind @ (SchemaType::IntegerEnum(_) | SchemaType::Flag01), SchemaType::Integer | SchemaType::Number)
        | (SchemaType::IntegerOrString, kind @ (SchemaType::String(_) | SchemaType::Integer | SchemaType::IntegerOrString))
        | (kind @ (SchemaType::String(_) | SchemaType::Integer), SchemaType::IntegerOrString) => kind,
        (SchemaType::Union { tag, variants }, SchemaType::Union { .. } | SchemaType::Map(_))
        | (SchemaType::Map(_), SchemaType::Union { tag, variants }) => SchemaType::Union { tag, variants },
        _ => return None,
    })
}

/// Returns a type for the values that match either type.
fn widen_types(a: SchemaType, b: SchemaType) -> SchemaType {
    match (a, b) {
        (SchemaType::String(a), SchemaType::String(b)) => SchemaType::String(a.filter(|_| a == b)),
        (SchemaType::String(_), SchemaType::StringEnum(_)) | (SchemaType::StringEnum(_), SchemaType::String(_)) => {
            SchemaType::String(None)
        }
        (SchemaType::StringEnum(mut a), SchemaType::StringEnum(b)) => {
            a.extend(b.into_iter().filter(|value| !a.contains(value)).collect::<Vec<_>>());
            SchemaType::StringEnum(a)
        }
        (SchemaType::IntegerEnum(mut a), SchemaType::IntegerEnum(b)) => {
            a.extend(b.into_iter().filter(|value| !a.contains(value)).collect::<Vec<_>>());
            SchemaType::IntegerEnum(a)
        }
        (SchemaType::Flag01, SchemaType::Flag01) => SchemaType::Flag01,
        (SchemaType::Boolean, SchemaType::Boolean) => SchemaType::Boolean,
        (
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01,
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01,
        ) => SchemaType::Integer,
        (
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01 | SchemaType::Number,
            SchemaType::Integer | SchemaType::IntegerEnum(_) | SchemaType::Flag01 | SchemaType::Number,
        ) => SchemaType::Number,
        (
            SchemaType::Integer
            | SchemaType::IntegerEnum(_)
            | SchemaType::Flag01
            | SchemaType::String(_)
            | SchemaType::StringEnum(_)
            | SchemaType::IntegerOrString,
            SchemaType::Integer
            | SchemaType::IntegerEnum(_)
            | SchemaType::Flag01
            | SchemaType::String(_)
            | SchemaType::StringEnum(_)
            | SchemaType::IntegerOrString,
        ) => SchemaType::IntegerOrString,
        _ => SchemaType::Any,
    }
}
