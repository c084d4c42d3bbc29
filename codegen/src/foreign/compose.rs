//! Merges compositions: `allOf`, `oneOf` and `anyOf`.

use std::collections::HashSet;
use std::hash::Hash;

use indexmap::IndexSet;

use super::schema::{ObjectSchema, Schema, SchemaType, VariantSchema};
use super::{Normalizer, PayloadDirection};
use crate::diag::codes;
use crate::openapi::{Node, Span};

impl Normalizer<'_> {
    /// Merges a schema with the parts of its compositions.
    pub(super) fn with_compositions(&mut self, own: Schema, node: &Node, at: Span, direction: PayloadDirection) -> Schema {
        let alternatives = self.alternatives_of(node, direction);
        let inherited = self.all_of(node, at, direction);
        let whole = match (inherited, alternatives) {
            (Some(inherited), Some(alternatives)) => Some(self.intersection(inherited, alternatives, at)),
            (inherited, alternatives) => inherited.or(alternatives),
        };
        match whole {
            // The annotations of the schema itself take precedence.
            Some(whole) => self.intersection(whole, own, at),
            None => own,
        }
    }

    /// Merges the parts of an `allOf`.
    fn all_of(&mut self, node: &Node, at: Span, direction: PayloadDirection) -> Option<Schema> {
        let mut whole: Option<Schema> = None;
        for part in node.get("allOf").map(Node::items).unwrap_or_default() {
            let part = match self.base(part) {
                Some(base) => self.as_base(base, part.span, direction),
                None => self.schema(part, part.span, direction),
            };
            whole = Some(match whole {
                Some(whole) => self.intersection(whole, part, at),
                None => part,
            });
        }
        whole
    }

    /// Returns a base of the schemas that its discriminator selects without these alternatives: what they inherit from it.
    fn as_base(&mut self, base: &Node, at: Span, direction: PayloadDirection) -> Schema {
        let own = self.without_compositions(base, at, direction);
        match self.within_depth(|this| this.all_of(base, at, direction)) {
            Some(inherited) => self.intersection(inherited, own, at),
            None => own,
        }
    }

    /// Returns a schema for the values that match both schemas, or any JSON if they contradict each other.
    pub(super) fn intersection(&mut self, first: Schema, second: Schema, at: Span) -> Schema {
        let (first_kind, first) = first.split();
        let (second_kind, second) = second.split();
        let mut described = first.described_by(&second);
        let is_plain = described.required.is_empty();
        self.check_intersection(&first_kind, &second_kind, at);
        let mut kind = match (first_kind, second_kind) {
            (SchemaType::Any, kind) | (kind, SchemaType::Any) => match kind {
                // What is required besides makes it another type.
                SchemaType::Component(name) if !is_plain => self.expanded(&name, at).kind,
                kind => kind,
            },
            (SchemaType::Component(a), SchemaType::Component(b)) if a == b => SchemaType::Component(a),
            (SchemaType::Component(name), _) | (_, SchemaType::Component(name)) if self.is_around(&name) => {
                let message = format!("`{name}` contains itself, so it is not narrowed here");
                self.warn(codes::LOOSENED, at, message, "add what is declared here to the schema itself");
                SchemaType::Component(name)
            }
            (SchemaType::Component(name), other) => {
                let named = self.expanded(&name, at);
                described.required.extend(named.required);
                described.values.extend(named.values);
                let named = Schema { kind: named.kind, ..described };
                return self.intersection(named, Schema::new(at, other), at);
            }
            (other, SchemaType::Component(name)) => {
                let named = self.expanded(&name, at);
                described.required.extend(named.required);
                described.values.extend(named.values);
                let other = Schema { kind: other, ..described };
                return self.intersection(other, Schema::new(at, named.kind), at);
            }
            (SchemaType::Object(a), SchemaType::Object(b)) => {
                self.merging(b.properties.len(), at, |this| Schema::new(at, SchemaType::Object(this.merge_objects(a, b)))).kind
            }
            // A map with some declared keys.
            (SchemaType::Object(object), SchemaType::Map(_)) | (SchemaType::Map(_), SchemaType::Object(object)) => {
                SchemaType::Object(ObjectSchema { is_open: true, ..object })
            }
            (SchemaType::Object(object), SchemaType::Union { tag, variants })
            | (SchemaType::Union { tag, variants }, SchemaType::Object(object)) => {
                let variants = variants.into_iter().map(|variant| self.with_base(variant, &object, at)).collect();
                SchemaType::Union { tag, variants }
            }
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
        if let SchemaType::Object(object) = &mut kind {
            object.required.append(&mut described.required);
        }
        Schema { kind, ..described }
    }

    /// Adds the properties that all variants of a union have to one of them, unless it declares them itself.
    fn with_base(&mut self, variant: VariantSchema, base: &ObjectSchema, at: Span) -> VariantSchema {
        let SchemaType::Object(object) = self.resolved_type(&variant.schema) else { return variant };
        if base.properties.keys().all(|name| object.properties.contains_key(name)) {
            return variant;
        }
        let schema = self.merging(base.properties.len(), at, |this| {
            let base = Schema::new(at, SchemaType::Object(base.clone()));
            let own = Schema { kind: SchemaType::Object(object), ..variant.schema };
            this.intersection(base, own, at)
        });
        VariantSchema { schema, ..variant }
    }

    fn merge_objects(&mut self, mut all: ObjectSchema, more: ObjectSchema) -> ObjectSchema {
        for (name, property) in more.properties {
            let merged = match all.take(&name) {
                Some(known) => {
                    let at = property.at;
                    self.nested(at, |this| this.intersection(known, property, at))
                }
                None => property,
            };
            all.properties.insert(name, merged);
        }
        all.required.extend(more.required);
        all.is_open |= more.is_open;
        all
    }

    /// Limits the depth, because compositions can be recursive.
    fn nested(&mut self, at: Span, merge: impl FnOnce(&mut Self) -> Schema) -> Schema {
        self.within_depth(|this| Some(merge(this))).unwrap_or_else(|| Schema::any(at))
    }

    /// Returns `None` if the depth is exceeded.
    fn within_depth(&mut self, merge: impl FnOnce(&mut Self) -> Option<Schema>) -> Option<Schema> {
        if self.depth >= super::read::MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let merged = merge(self);
        self.depth -= 1;
        merged
    }

    /// Returns the type of a schema, with component names resolved.
    pub(super) fn resolved_type(&mut self, schema: &Schema) -> SchemaType {
        match &schema.kind {
            SchemaType::Component(name) if !self.is_around(name) => self.expanded(&name.clone(), schema.at).kind,
            kind => kind.clone(),
        }
    }

    /// Returns one schema for the values of all parts.
    pub(super) fn merge_alternatives(&mut self, parts: Vec<Schema>, at: Span) -> Schema {
        self.check_alternatives(&parts, at);
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Schema::any(at) };
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
        let ((first_kind, first), (second_kind, second)) = (first.split(), second.split());
        let mut described = first.clone();
        described.docs = first.docs.clone().or_else(|| second.docs.clone());
        described.values.extend(second.values.clone());
        described
            .limits
            .retain(|(key, limit)| second.limits.iter().any(|(other, value)| key == other && limit.value == value.value));
        described.read_only &= second.read_only;
        described.write_only &= second.write_only;
        described.required.retain(|name| second.required.contains(name));
        if described.required.len() < first.required.len().max(second.required.len()) {
            let message = "the alternatives require different properties: none of them is required";
            self.warn(codes::LOOSENED, at, message, "set those of one alternative");
        }
        let kind = match (first_kind, second_kind) {
            (SchemaType::Any, _) | (_, SchemaType::Any) => SchemaType::Any,
            (SchemaType::Component(a), SchemaType::Component(b)) if a == b => SchemaType::Component(a),
            (SchemaType::Component(name), _) | (_, SchemaType::Component(name)) if self.is_around(&name) => SchemaType::Any,
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
            (SchemaType::Object(a), SchemaType::Object(b)) => {
                self.merging(b.properties.len(), at, |this| Schema::new(at, SchemaType::Object(this.widen_objects(a, b)))).kind
            }
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
        all.is_open |= more.is_open;
        for (name, property) in more.properties {
            let merged = match all.take(&name) {
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
            let others: HashSet<&String> = b.iter().collect();
            let common: Vec<String> = a.into_iter().filter(|value| others.contains(value)).collect();
            SchemaType::StringEnum(if common.is_empty() { b } else { common })
        }
        (SchemaType::String(_) | SchemaType::IntegerOrString, SchemaType::StringEnum(values))
        | (SchemaType::StringEnum(values), SchemaType::String(_) | SchemaType::IntegerOrString) => SchemaType::StringEnum(values),
        (SchemaType::IntegerEnum(a), SchemaType::IntegerEnum(b)) => {
            let others: HashSet<&i64> = b.iter().collect();
            let common: Vec<i64> = a.into_iter().filter(|value| others.contains(value)).collect();
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

fn all_of_both<T: Hash + Eq>(a: Vec<T>, b: Vec<T>) -> Vec<T> {
    a.into_iter().chain(b).collect::<IndexSet<T>>().into_iter().collect()
}

/// Returns a type for the values that match either type.
fn widen_types(a: SchemaType, b: SchemaType) -> SchemaType {
    match (a, b) {
        (SchemaType::String(a), SchemaType::String(b)) => SchemaType::String(a.filter(|_| a == b)),
        (SchemaType::String(_), SchemaType::StringEnum(_)) | (SchemaType::StringEnum(_), SchemaType::String(_)) => {
            SchemaType::String(None)
        }
        (SchemaType::StringEnum(a), SchemaType::StringEnum(b)) => SchemaType::StringEnum(all_of_both(a, b)),
        (SchemaType::IntegerEnum(a), SchemaType::IntegerEnum(b)) => SchemaType::IntegerEnum(all_of_both(a, b)),
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
