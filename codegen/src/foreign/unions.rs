//! Alternatives: `oneOf`, `anyOf`, and the schemas that extend a base with a `discriminator`.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{Schema, SchemaType, VariantSchema};
use super::{Normalizer, PayloadDirection, tree};
use crate::diag::codes;
use crate::openapi::{Node, Span};

/// A property whose value selects an alternative.
struct Tag<'n> {
    name: String,
    at: Span,
    /// The `mapping` of the discriminator.
    mapping: Option<&'n Node>,
}

impl<'n> Tag<'n> {
    fn of(node: &'n Node) -> Option<Self> {
        let entry = node.entry("discriminator")?;
        let name = tree::string_of(&entry.value, "propertyName")?.to_owned();
        Some(Self { name, at: entry.key_span, mapping: entry.value.get("mapping") })
    }
}

/// Returns the alternatives as written.
fn written(node: &Node) -> Option<(&[Node], Span)> {
    under(node, "oneOf").or_else(|| under(node, "anyOf"))
}

fn under<'n>(node: &'n Node, key: &str) -> Option<(&'n [Node], Span)> {
    node.entry(key).map(|entry| (entry.value.items(), entry.key_span))
}

impl<'a> Normalizer<'a> {
    /// Merges the alternatives of a schema.
    pub(super) fn alternatives_of(&mut self, node: &Node, direction: PayloadDirection) -> Option<Schema> {
        if let Some((items, at)) = written(node) {
            let first = self.alternatives(node, items, at, direction);
            let Some((items, at)) = under(node, "anyOf").filter(|(_, other)| *other != at) else { return Some(first) };
            let second = self.alternatives(node, items, at, direction);
            return Some(self.intersection(first, second, at));
        }
        // The component that is being read is a base if others extend it.
        let tag = Tag::of(node)?;
        let base = self.reading.last().filter(|(name, _)| self.component_node(name).is_some_and(|own| std::ptr::eq(own, node)));
        let Some(children) = base.and_then(|(name, _)| self.children.get(name)).cloned() else {
            let message = "`discriminator` selects nothing: the schema has no alternatives, and none extends it";
            self.warn(codes::LOOSENED, tag.at, message, "list the alternatives in `oneOf`");
            return None;
        };
        let parts: Vec<Schema> = children.into_iter().map(|child| Schema::new(tag.at, SchemaType::Component(child))).collect();
        self.union(&tag, &parts, direction)
    }

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
        let tag = Tag::of(node).or_else(|| self.constant_tag(&parts, at));
        let mut whole = match tag {
            Some(tag) => self.union(&tag, &parts, direction),
            None => None,
        }
        .unwrap_or_else(|| self.merge_alternatives(parts, at));
        whole.nullable |= nullable;
        // The annotations of one alternative do not apply to the others.
        Schema { nullable: whole.nullable, required: whole.required, ..Schema::new(at, whole.kind) }
    }

    /// Returns the property that is another constant in each alternative, or the one that all of them require, with other values in each.
    fn constant_tag(&mut self, parts: &[Schema], at: Span) -> Option<Tag<'static>> {
        let mut objects = Vec::new();
        for part in parts {
            let SchemaType::Object(object) = self.resolved_type(part) else { return None };
            objects.push(object);
        }
        let (first, others) = objects.split_first().filter(|(_, others)| !others.is_empty())?;
        let mut best = None;
        for name in first.properties.keys() {
            let mut values: BTreeSet<String> = BTreeSet::new();
            let mut is_required = true;
            let is_distinct = std::iter::once(first).chain(others).all(|object| {
                let tags = object.properties.get(name).map(|property| property.kind.clone());
                let Some(SchemaType::StringEnum(tags)) = tags else { return false };
                let distinct = !tags.iter().any(|tag| values.contains(tag));
                is_required &= object.required.contains(name);
                values.extend(tags);
                distinct
            });
            // A constant in each of them is the clearest tag.
            if is_distinct && values.len() == objects.len() {
                return Some(Tag { name: name.clone(), at, mapping: None });
            }
            best = best.or_else(|| (is_distinct && is_required).then(|| name.clone()));
        }
        best.map(|name| Tag { name, at, mapping: None })
    }

    /// Returns a union if every part is an object with a distinct discriminator value.
    fn union(&mut self, tag: &Tag<'_>, parts: &[Schema], direction: PayloadDirection) -> Option<Schema> {
        let mut variants: Vec<VariantSchema> = Vec::new();
        let mut seen = BTreeSet::new();
        let mapped = self.mapped(tag);
        let mut constants: Vec<Vec<String>> = parts.iter().map(|part| self.constants_of(&tag.name, part)).collect();
        if !are_distinct(constants.iter().flatten()) {
            // The alternatives share a list of all values.
            constants.iter_mut().for_each(Vec::clear);
        }
        for (part, constants) in parts.iter().zip(constants) {
            let tags = Self::tags_of(&mapped, part, constants);
            let is_object = matches!(self.resolved_type(part), SchemaType::Object(_));
            let taken = tags.iter().any(|tag| !seen.insert(tag.clone()));
            if tags.is_empty() || taken || !is_object {
                let message = format!("not every alternative is an object with a distinct value of `{}`", tag.name);
                self.warn(codes::LOOSENED, tag.at, message, "map each value to an object schema in `discriminator.mapping`");
                return None;
            }
            let schema = match tags.as_slice() {
                [only] if direction == PayloadDirection::Request => self.tagged(part.clone(), &tag.name, only),
                _ => part.clone(),
            };
            variants.push(VariantSchema { tags, schema });
        }
        (!variants.is_empty()).then(|| Schema::new(tag.at, SchemaType::Union { tag: tag.name.clone(), variants }))
    }

    /// Makes the tag of a variant a constant, so that it is sent without being set.
    fn tagged(&mut self, variant: Schema, name: &str, value: &str) -> Schema {
        let SchemaType::Object(mut object) = self.resolved_type(&variant) else { return variant };
        let constant = SchemaType::StringEnum(vec![value.to_owned()]);
        let is_constant = |property: &Schema| {
            !property.nullable && matches!(&property.kind, SchemaType::StringEnum(values) if values == &[value])
        };
        let is_required = object.required.contains(name);
        if is_required && object.properties.get(name).is_some_and(is_constant) {
            return variant;
        }
        let property = match object.properties.get(name).cloned() {
            Some(property) => Schema { kind: constant, nullable: false, ..property },
            None => Schema::new(variant.at, constant),
        };
        object.properties.insert(name.to_owned(), property);
        object.required.insert(name.to_owned());
        Schema { kind: SchemaType::Object(object), ..variant }
    }

    /// Returns the values of a discriminator that its `mapping` declares, by the component schema that each selects.
    fn mapped(&self, tag: &Tag<'_>) -> BTreeMap<String, Vec<String>> {
        let mut mapped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in tag.mapping.map(Node::entries).unwrap_or_default() {
            let target = entry.value.as_str().map(|target| self.component_name(target).unwrap_or_else(|| target.to_owned()));
            if let Some(name) = target {
                mapped.entry(name).or_default().push(entry.key.clone());
            }
        }
        mapped
    }

    /// Returns the discriminator values of a part: those mapped to it, its constants, or the name of its schema.
    fn tags_of(mapped: &BTreeMap<String, Vec<String>>, part: &Schema, constants: Vec<String>) -> Vec<String> {
        let name = match &part.kind {
            SchemaType::Component(name) => Some(name.clone()),
            _ => None,
        };
        if let Some(tags) = name.as_ref().and_then(|name| mapped.get(name)) {
            return tags.clone();
        }
        if constants.is_empty() { name.into_iter().collect() } else { constants }
    }

    /// Returns the values that a part allows for a property.
    fn constants_of(&mut self, tag: &str, part: &Schema) -> Vec<String> {
        let SchemaType::Object(object) = self.resolved_type(part) else { return Vec::new() };
        match object.properties.get(tag).map(|property| property.kind.clone()) {
            Some(SchemaType::StringEnum(values)) => values,
            _ => Vec::new(),
        }
    }

    /// Returns the base that a part of an `allOf` refers to: a schema whose discriminator selects the component that is being read.
    pub(super) fn base(&mut self, part: &Node) -> Option<&'a Node> {
        let name = self.component_name(part.get("$ref")?.as_str()?)?;
        let base = self.component_node(&name)?;
        base.get("discriminator")?;
        let (child, _) = self.reading.last().filter(|(_, around)| *around == self.around)?.clone();
        if let (Some((items, _)), None) = (written(base), self.alternatives.get(&name)) {
            let target = |item: &Node| self.component_name(item.get("$ref")?.as_str()?);
            let all = items.iter().filter_map(target).collect();
            self.alternatives.insert(name.clone(), all);
        }
        let is_alternative = match self.alternatives.get(&name) {
            Some(all) => all.contains(&child),
            None => self.children.get(&name).is_some_and(|children| children.binary_search(&child).is_ok()),
        };
        is_alternative.then_some(base)
    }
}

fn are_distinct<'n>(mut values: impl Iterator<Item = &'n String>) -> bool {
    let mut seen = BTreeSet::new();
    values.all(|value| seen.insert(value))
}
