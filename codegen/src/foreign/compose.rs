//! Compositions: what several schemas say together (`allOf`), and what any one of them may say (`oneOf`, `anyOf`).

use super::schema::{Kind, Object, Schema, Variant};
use super::{Adopting, Direction, tree};
use crate::diag::codes;
use crate::load::{Node, Span};

impl Adopting<'_> {
    /// A schema together with the parts of its compositions.
    pub(super) fn composed(&mut self, own: Schema, node: &Node, at: Span, direction: Direction) -> Schema {
        let parts = node.get("allOf").map(Node::items).unwrap_or_default();
        let mut whole: Option<Schema> = None;
        for part in parts {
            let part = self.schema(part, part.span, direction);
            whole = Some(match whole {
                Some(whole) => self.both(whole, part, at),
                None => part,
            });
        }
        if let Some(entry) = node.entry("oneOf").or_else(|| node.entry("anyOf")) {
            let alternatives = self.alternatives(node, entry.value.items(), entry.key_span, direction);
            whole = Some(match whole {
                Some(whole) => self.both(whole, alternatives, at),
                None => alternatives,
            });
        }
        match whole {
            // The words of the whole are its own.
            Some(whole) => self.both(whole, own, at),
            None => own,
        }
    }

    /// What fits both schemas; where they contradict each other, any JSON.
    fn both(&mut self, first: Schema, second: Schema, at: Span) -> Schema {
        let described = first.clone().described_by(&second);
        let kind = match (first.kind, second.kind) {
            (Kind::Any, kind) | (kind, Kind::Any) => kind,
            (Kind::Named(a), Kind::Named(b)) if a == b => Kind::Named(a),
            (Kind::Named(name), other) => {
                let named = self.expanded(&name, at);
                return self.both(Schema { kind: named.kind, ..described.clone() }, Schema { kind: other, ..described }, at);
            }
            (other, Kind::Named(name)) => {
                let named = self.expanded(&name, at);
                return self.both(Schema { kind: other, ..described.clone() }, Schema { kind: named.kind, ..described }, at);
            }
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(self.both_objects(a, b)),
            // A map with some keys spelled out; and a base whose variants lead back to it.
            (Kind::Object(object), Kind::Map(_) | Kind::Union { .. })
            | (Kind::Map(_) | Kind::Union { .. }, Kind::Object(object)) => Kind::Object(object),
            (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(self.both(*a, *b, at))),
            (Kind::Map(a), Kind::Map(b)) => Kind::Map(Box::new(self.both(*a, *b, at))),
            (a, b) => {
                let (said, also_said) = (Schema::new(at, a.clone()).describe(), Schema::new(at, b.clone()).describe());
                narrower(a, b).unwrap_or_else(|| {
                    let message = format!("the parts of this contradict each other: {said} and {also_said}");
                    self.warn(codes::ANY_JSON, at, message, "write one schema that says what is sent");
                    Kind::Any
                })
            }
        };
        Schema { kind, ..described }
    }

    fn both_objects(&mut self, mut all: Object, more: Object) -> Object {
        for (name, property) in more.properties {
            let merged = match all.properties.get(&name).cloned() {
                Some(known) => {
                    let at = property.at;
                    self.nested(at, |this| this.both(known, property, at))
                }
                None => property,
            };
            all.properties.insert(name, merged);
        }
        all.required.extend(more.required);
        all
    }

    /// Compositions of schemas that lead back to themselves would never end.
    fn nested(&mut self, at: Span, merge: impl FnOnce(&mut Self) -> Schema) -> Schema {
        if self.depth >= super::read::MOST_NESTED {
            return Schema::any(at);
        }
        self.depth += 1;
        let merged = merge(self);
        self.depth -= 1;
        merged
    }

    /// What may be any one of several schemas.
    fn alternatives(&mut self, node: &Node, items: &[Node], at: Span, direction: Direction) -> Schema {
        let mut nullable = false;
        let mut parts = Vec::new();
        for item in items {
            // `type: null` is how OpenAPI 3.1 says nullable.
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
        .unwrap_or_else(|| self.one_for_all(parts, at));
        whole.nullable |= nullable;
        // The words of one alternative are not those of all.
        Schema { nullable: whole.nullable, ..Schema::new(at, whole.kind) }
    }

    /// A union, if every part is an object and has a tag of its own.
    fn union(&mut self, discriminator: &Node, at: Span, parts: &[Schema], direction: Direction) -> Option<Schema> {
        let tag = tree::text_of(discriminator, "propertyName")?.to_owned();
        if direction == Direction::Request {
            return None;
        }
        let mut variants: Vec<Variant> = Vec::new();
        for part in parts {
            let tags = self.tags_of(discriminator, &tag, part);
            let is_object = matches!(self.kind_of(part), Kind::Object(_));
            let taken = tags.iter().any(|tag| variants.iter().any(|other| other.tags.contains(tag)));
            if tags.is_empty() || taken || !is_object {
                let message = format!("not every alternative is an object with a `{tag}` of its own");
                self.warn(codes::LOOSENED, at, message, "list every value under `mapping`, each with an object schema");
                return None;
            }
            variants.push(Variant { tags, schema: part.clone() });
        }
        (!variants.is_empty()).then(|| Schema::new(at, Kind::Union { tag, variants }))
    }

    /// The values of the tag that stand for a part.
    fn tags_of(&mut self, discriminator: &Node, tag: &str, part: &Schema) -> Vec<String> {
        let mapping = discriminator.get("mapping").map(Node::entries).unwrap_or_default();
        if let Kind::Named(name) = &part.kind {
            let leads_here = |node: &Node| {
                node.as_str().is_some_and(|target| self.component_name(target).as_deref() == Some(name) || target == name)
            };
            let mapped: Vec<String> =
                mapping.iter().filter(|entry| leads_here(&entry.value)).map(|entry| entry.key.clone()).collect();
            return if mapping.is_empty() { vec![name.clone()] } else { mapped };
        }
        match self.kind_of(part) {
            Kind::Object(object) => match object.properties.get(tag).map(|property| &property.kind) {
                Some(Kind::Texts(values)) => values.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The kind behind a name.
    pub(super) fn kind_of(&mut self, schema: &Schema) -> Kind {
        match &schema.kind {
            Kind::Named(name) => self.expanded(&name.clone(), schema.at).kind,
            kind => kind.clone(),
        }
    }

    /// One schema that takes what any of the parts takes.
    fn one_for_all(&mut self, parts: Vec<Schema>, at: Span) -> Schema {
        let objects = parts.len() > 1 && parts.iter().all(|part| matches!(self.kind_of(part), Kind::Object(_)));
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Schema::any(at) };
        if objects {
            let help = "give every alternative its own value of one property, and name that in `discriminator`";
            self.warn(codes::LOOSENED, at, "these alternatives are taken as one object with the properties of all", help);
        }
        for part in parts {
            let (a, b) = (whole.describe(), part.describe());
            let typed = !matches!((&whole.kind, &part.kind), (Kind::Any, _) | (_, Kind::Any));
            whole = self.either(whole, part, at);
            if matches!(whole.kind, Kind::Any) && typed {
                let message = format!("{a} or {b} has no Rust type");
                self.warn(codes::ANY_JSON, at, message, "describe one of them, if the other does not come in practice");
            }
        }
        whole
    }

    /// What takes the values of both.
    fn either(&mut self, first: Schema, second: Schema, at: Span) -> Schema {
        let nullable = first.nullable || second.nullable;
        let mut described = first.clone();
        described.docs = first.docs.clone().or_else(|| second.docs.clone());
        let kind = match (first.kind, second.kind) {
            (Kind::Any, _) | (_, Kind::Any) => Kind::Any,
            (Kind::Named(a), Kind::Named(b)) if a == b => Kind::Named(a),
            (Kind::Named(name), other) => {
                let named = self.expanded(&name, at);
                let other = Schema::new(at, other);
                return self.nested(at, |this| this.either(named, other, at));
            }
            (other, Kind::Named(name)) => {
                let named = self.expanded(&name, at);
                let other = Schema::new(at, other);
                return self.nested(at, |this| this.either(other, named, at));
            }
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(self.either_object(a, b)),
            (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(self.nested(at, |this| this.either(*a, *b, at)))),
            (Kind::Map(a), Kind::Map(b)) => Kind::Map(Box::new(self.nested(at, |this| this.either(*a, *b, at)))),
            (a, b) => wider(a, b),
        };
        Schema { nullable, kind, ..described }
    }

    fn either_object(&mut self, mut all: Object, more: Object) -> Object {
        all.required.retain(|name| more.required.contains(name));
        for (name, property) in more.properties {
            let merged = match all.properties.get(&name).cloned() {
                Some(known) => {
                    let at = property.at;
                    self.nested(at, |this| this.either(known, property, at))
                }
                None => property,
            };
            all.properties.insert(name, merged);
        }
        all
    }
}

/// The kind whose values fit both of two plain kinds; `None` if there are no such values.
fn narrower(a: Kind, b: Kind) -> Option<Kind> {
    Some(match (a, b) {
        (Kind::Text(a), Kind::Text(b)) => Kind::Text(b.or(a)),
        (Kind::Texts(a), Kind::Texts(b)) => {
            let common: Vec<String> = a.iter().filter(|value| b.contains(value)).cloned().collect();
            Kind::Texts(if common.is_empty() { b } else { common })
        }
        (Kind::Text(_) | Kind::IntegerOrText, Kind::Texts(values))
        | (Kind::Texts(values), Kind::Text(_) | Kind::IntegerOrText) => Kind::Texts(values),
        (Kind::Integers(a), Kind::Integers(b)) => {
            let common: Vec<i64> = a.iter().filter(|value| b.contains(value)).copied().collect();
            Kind::Integers(if common.len() < 2 { b } else { common })
        }
        (Kind::Integer, Kind::Number | Kind::Integer) | (Kind::Number, Kind::Integer) => Kind::Integer,
        (Kind::Number, Kind::Number) => Kind::Number,
        (Kind::Boolean, Kind::Boolean) => Kind::Boolean,
        (Kind::Flag, Kind::Flag) => Kind::Flag,
        (Kind::Integer | Kind::Number, kind @ (Kind::Integers(_) | Kind::Flag))
        | (kind @ (Kind::Integers(_) | Kind::Flag), Kind::Integer | Kind::Number)
        | (Kind::IntegerOrText, kind @ (Kind::Text(_) | Kind::Integer | Kind::IntegerOrText))
        | (kind @ (Kind::Text(_) | Kind::Integer), Kind::IntegerOrText) => kind,
        (Kind::Union { tag, variants }, Kind::Union { .. } | Kind::Map(_)) | (Kind::Map(_), Kind::Union { tag, variants }) => {
            Kind::Union { tag, variants }
        }
        _ => return None,
    })
}

/// The kind that takes the values of two plain kinds.
fn wider(a: Kind, b: Kind) -> Kind {
    match (a, b) {
        (Kind::Text(a), Kind::Text(b)) => Kind::Text(a.filter(|_| a == b)),
        (Kind::Text(_), Kind::Texts(_)) | (Kind::Texts(_), Kind::Text(_)) => Kind::Text(None),
        (Kind::Texts(mut a), Kind::Texts(b)) => {
            a.extend(b.into_iter().filter(|value| !a.contains(value)).collect::<Vec<_>>());
            Kind::Texts(a)
        }
        (Kind::Integers(mut a), Kind::Integers(b)) => {
            a.extend(b.into_iter().filter(|value| !a.contains(value)).collect::<Vec<_>>());
            Kind::Integers(a)
        }
        (Kind::Flag, Kind::Flag) => Kind::Flag,
        (Kind::Boolean, Kind::Boolean) => Kind::Boolean,
        (Kind::Integer | Kind::Integers(_) | Kind::Flag, Kind::Integer | Kind::Integers(_) | Kind::Flag) => Kind::Integer,
        (
            Kind::Integer | Kind::Integers(_) | Kind::Flag | Kind::Number,
            Kind::Integer | Kind::Integers(_) | Kind::Flag | Kind::Number,
        ) => Kind::Number,
        (
            Kind::Integer | Kind::Integers(_) | Kind::Flag | Kind::Text(_) | Kind::Texts(_) | Kind::IntegerOrText,
            Kind::Integer | Kind::Integers(_) | Kind::Flag | Kind::Text(_) | Kind::Texts(_) | Kind::IntegerOrText,
        ) => Kind::IntegerOrText,
        _ => Kind::Any,
    }
}
