//! A schema with the parts of its `allOf`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{JsonTypes, NodeCursor};
use crate::load::{NodeValue, Pointer};

/// The maximum number of parts of one schema. Further parts are ignored, so that a description cannot make a comparison endless.
const MAX_PARTS: usize = 1000;

/// The maximum depth of parts in each other: each schema of a chain is merged with those after it.
const MAX_DEPTH: usize = 32;

/// A value of an `enum`, with its pointer.
pub(crate) type ListedValue = (Pointer, Value);

/// A set of schemas that a value must match all at once, each with the parts of its `allOf`.
#[derive(Clone)]
pub(crate) struct MergedSchema<'a> {
    /// The schemas as written, without the parts of `allOf`.
    pub places: Vec<NodeCursor<'a>>,
    /// The pointers of the schemas with references resolved.
    roots: Vec<Pointer>,
    /// The schemas with references resolved, each followed by its parts.
    pub parts: Vec<NodeCursor<'a>>,
    /// The indexes of the parts in the order in which their properties override one another: each schema after its parts.
    overriding: Vec<usize>,
    /// The pointers of the lists of variants that are resolved already: see [`choices`](Self::choices).
    chosen: BTreeSet<Pointer>,
}

impl<'a> MergedSchema<'a> {
    /// Creates the merged form of one schema.
    pub fn of(place: NodeCursor<'a>) -> Self {
        Self::all(vec![place])
    }

    /// Creates the merged form of several schemas, such as those of a property that several parts describe.
    pub fn all(places: Vec<NodeCursor<'a>>) -> Self {
        let mut merged = Self { places, roots: Vec::new(), parts: Vec::new(), overriding: Vec::new(), chosen: BTreeSet::new() };
        let roots: Vec<NodeCursor<'a>> = merged.places.iter().map(|place| place.clone().followed()).collect();
        merged.roots = roots.iter().map(|root| root.at.clone()).collect();
        merged.add(roots);
        merged
    }

    /// Adds schemas and their parts. A part that contains itself is added once. The only variant of a `oneOf` or `anyOf` is a part too.
    fn add(&mut self, schemas: Vec<NodeCursor<'a>>) {
        let mut seen: BTreeSet<Pointer> = self.parts.iter().map(|part| part.at.clone()).collect();
        // The number of parts that are open.
        let mut depth = 0_usize;
        let mut rest: Vec<Step<'a>> = schemas.into_iter().rev().map(Step::Enter).collect();
        while let Some(step) = rest.pop() {
            let schema = match step {
                Step::Enter(schema) => schema,
                Step::Leave(index) => {
                    self.overriding.push(index);
                    depth -= 1;
                    continue;
                }
            };
            if self.parts.len() >= MAX_PARTS || depth >= MAX_DEPTH || !seen.insert(schema.at.clone()) {
                continue;
            }
            let mut inner: Vec<NodeCursor<'a>> = schema.raw("allOf").iter().flat_map(NodeCursor::items).collect();
            for list in variant_lists(&schema).filter(|_| schema.raw("discriminator").is_none()) {
                if let [only] = variants_in(&list).as_slice() {
                    self.chosen.insert(list.at.clone());
                    inner.push(only.clone());
                }
            }
            rest.push(Step::Leave(self.parts.len()));
            depth += 1;
            self.parts.push(schema);
            rest.extend(inner.into_iter().rev().map(|part| Step::Enter(part.followed())));
        }
    }

    /// Returns the pointers that identify the schema.
    pub fn identity(&self) -> &[Pointer] {
        &self.roots
    }

    /// Returns the pointer of the first schema, with references resolved.
    pub fn at(&self) -> Option<&Pointer> {
        self.roots.first()
    }

    /// Returns the pointer of the referenced schema, if the schema consists of a single reference.
    pub fn name(&self) -> Option<&Pointer> {
        let is_reference = matches!(self.places.as_slice(), [only] if only.reference().is_some());
        self.roots.first().filter(|_| is_reference)
    }

    /// Returns the value of a key in the first part that has it.
    pub fn get(&self, key: &str) -> Option<NodeCursor<'a>> {
        self.parts.iter().find_map(|part| part.raw(key))
    }

    /// Returns the values of a key in all parts.
    pub fn every(&self, key: &str) -> impl Iterator<Item = NodeCursor<'a>> {
        self.parts.iter().filter_map(|part| part.raw(key))
    }

    /// Returns whether the value of a key is `true` in any part.
    pub fn flag(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.flag(key))
    }

    /// Returns the types that the parts allow without regard to their variants, and without null.
    pub fn own_types(&self) -> JsonTypes {
        let of_parts = self.parts.iter().map(JsonTypes::of_keywords);
        of_parts.fold(JsonTypes::VALUE, JsonTypes::and)
    }

    /// Returns the types that the schema allows, with those of the variants.
    pub fn types(&self) -> JsonTypes {
        let mut left = MAX_PARTS;
        let all = self.places.iter().map(|place| types(place, &mut BTreeSet::new(), &mut left));
        all.fold(JsonTypes::ANY, |all, types| all.and(types.unwrap_or(JsonTypes::ANY)))
    }

    /// Returns whether the value can be null. `nullable` allows it whatever the parts and variants of the same schema allow, as most descriptions
    /// mean it. By the letter, `nullable` has an effect only beside `type`.
    pub fn allows_null(&self) -> bool {
        self.types().contains(JsonTypes::NULL)
    }

    /// Returns whether a part states that null is allowed: by `nullable`, or by a variant that only allows null.
    pub fn states_null(&self) -> bool {
        let is_null = |variant: NodeCursor<'a>| JsonTypes::of_keywords(&variant.followed()) == JsonTypes::NULL;
        self.flag("nullable") || self.parts.iter().flat_map(variant_lists).any(|list| list.items().any(is_null))
    }

    /// Returns the first list of values: an `enum`, or a constant, which is an enum of one value.
    pub fn enumeration(&self) -> Option<NodeCursor<'a>> {
        self.get("enum").or_else(|| self.get("const"))
    }

    /// Returns the values that all lists of the parts contain, without null; `None` if there is no list.
    pub fn values(&self) -> Option<Vec<ListedValue>> {
        let lists = self.parts.iter().flat_map(|part| [part.raw("enum"), part.raw("const")]).flatten();
        let mut lists = lists.map(|list| listed(&list));
        let mut values = lists.next()?;
        for list in lists {
            let also: BTreeSet<String> = list.iter().map(|(_, value)| canonical(value)).collect();
            values.retain(|(_, value)| also.contains(&canonical(value)));
        }
        Some(values)
    }

    /// Returns the properties of all parts, each with its schema in every part, as written. Where only one schema can be used, it is the last one:
    /// a schema overrides its parts, and a part those before it.
    pub fn properties(&self) -> IndexMap<&'a str, Vec<NodeCursor<'a>>> {
        let mut properties: IndexMap<&'a str, Vec<NodeCursor<'a>>> = IndexMap::new();
        for part in self.overriding.iter().filter_map(|index| self.parts.get(*index)) {
            for (name, property) in part.raw("properties").iter().flat_map(NodeCursor::members) {
                properties.entry(name).or_default().push(property);
            }
        }
        properties
    }

    /// Returns the names under `required` in any part, each with its first entry.
    pub fn required(&self) -> IndexMap<&'a str, NodeCursor<'a>> {
        let mut required = IndexMap::new();
        for list in self.every("required") {
            for item in list.items() {
                if let Some(name) = item.node.as_str() {
                    required.entry(name).or_insert(item);
                }
            }
        }
        required
    }

    /// Returns which properties may exist that no part describes.
    pub fn other_properties(&self) -> OtherProperties<'a> {
        let (mut all, mut schemas) = (OtherProperties::Unstated, Vec::new());
        for stated in self.every("additionalProperties") {
            match &stated.node.value {
                NodeValue::Bool(false) => return OtherProperties::Forbidden,
                NodeValue::Map(entries) if !entries.is_empty() => schemas.push(stated),
                _ => all = OtherProperties::Any,
            }
        }
        if schemas.is_empty() { all } else { OtherProperties::Matching(schemas) }
    }

    /// Returns the lists of `oneOf` and `anyOf`. A value must match a variant of each list. A list of one variant is none: its variant is a part.
    pub fn choices(&self) -> Vec<Choice<'a>> {
        let lists = self.parts.iter().flat_map(|part| variant_lists(part).map(|list| (part.clone(), list)).collect::<Vec<_>>());
        let choices = lists.filter(|(_, list)| !self.chosen.contains(&list.at)).map(|(schema, list)| {
            let variants = variants_in(&list);
            Choice { is_exclusive: schema.raw("oneOf").is_some_and(|one_of| one_of.at == list.at), schema, list, variants }
        });
        choices.filter(|choice| !choice.variants.is_empty()).collect()
    }

    /// Returns the schema with one variant of a choice as a further part; `None` if it is a part already.
    pub(super) fn with(&self, choice: &Choice<'a>, variant: &NodeCursor<'a>) -> Option<Self> {
        let root = variant.clone().followed();
        if self.parts.iter().any(|part| part.at == root.at) {
            return None;
        }
        let mut merged = self.clone();
        merged.chosen.insert(choice.list.at.clone());
        merged.add(vec![root]);
        Some(merged)
    }
}

/// A step of the traversal of the parts.
enum Step<'a> {
    Enter(NodeCursor<'a>),
    Leave(usize),
}

/// Which properties an object may have that are not described.
pub(crate) enum OtherProperties<'a> {
    /// Nothing is stated. By OpenAPI any, but in a curated description an object with properties has no others.
    Unstated,
    /// Any.
    Any,
    /// None.
    Forbidden,
    /// Those that match all of the schemas.
    Matching(Vec<NodeCursor<'a>>),
}

/// A `oneOf` or `anyOf`.
pub(crate) struct Choice<'a> {
    /// The schema that contains the list, and perhaps a discriminator.
    pub schema: NodeCursor<'a>,
    /// The list.
    pub list: NodeCursor<'a>,
    /// Whether a value may match one variant only, as in `oneOf`.
    pub is_exclusive: bool,
    /// The variants as written, without those that only allow null.
    pub variants: Vec<NodeCursor<'a>>,
}

fn variant_lists<'a>(schema: &NodeCursor<'a>) -> impl Iterator<Item = NodeCursor<'a>> {
    ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.raw(key)).collect::<Vec<_>>().into_iter()
}

fn variants_in<'a>(list: &NodeCursor<'a>) -> Vec<NodeCursor<'a>> {
    list.items().filter(|variant| JsonTypes::of_keywords(&variant.clone().followed()) != JsonTypes::NULL).collect()
}

/// Returns the types of a schema; `None` for one that contains itself, which neither restricts nor extends it. `left` counts the schemas that may
/// still be read; if there are more, any type is assumed to be possible.
fn types(place: &NodeCursor<'_>, above: &mut BTreeSet<Pointer>, left: &mut usize) -> Option<JsonTypes> {
    let schema = place.clone().followed();
    if !above.insert(schema.at.clone()) {
        return None;
    }
    if *left == 0 {
        return Some(JsonTypes::ANY);
    }
    *left -= 1;
    let mut all = JsonTypes::of_keywords(&schema);
    for part in schema.raw("allOf").iter().flat_map(NodeCursor::items) {
        all = types(&part, above, left).map_or(all, |types| all.and(types));
    }
    for list in variant_lists(&schema) {
        let known: Vec<JsonTypes> = list.items().filter_map(|variant| types(&variant, above, left)).collect();
        if !known.is_empty() {
            all = all.and(known.into_iter().fold(JsonTypes::NONE, JsonTypes::or));
        }
    }
    above.remove(&schema.at);
    Some(if schema.flag("nullable") { all.or(JsonTypes::NULL) } else { all })
}

/// Returns the listed values of an `enum` or `const`, except null.
pub(crate) fn listed(at: &NodeCursor<'_>) -> Vec<ListedValue> {
    let items = match at.node.value {
        NodeValue::List(_) if at.at.key().as_deref() != Some("const") => at.items().collect(),
        _ => vec![at.clone()],
    };
    let items = items.into_iter().map(|item| (item.at.clone(), item.node.to_json()));
    items.filter(|(_, value)| !value.is_null()).collect()
}

/// Returns a string that is the same for equal values: `1` and `1.0` are one number.
pub(crate) fn canonical(value: &Value) -> String {
    let integral = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < 1e15);
    integral.map_or_else(|| value.to_string(), |number| format!("{number:.0}"))
}
