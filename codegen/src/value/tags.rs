//! The values of a discriminator.

use std::collections::{BTreeMap, BTreeSet};

use super::{Choice, MergedSchema, NodeCursor, plain};
use crate::load::Pointer;

/// A value of a discriminator, and the variant that it selects.
#[derive(Clone)]
pub(crate) struct DiscriminatorTag<'a> {
    /// The value.
    pub value: String,
    /// What states the value: an entry of `mapping`, or else the variant.
    pub at: NodeCursor<'a>,
    /// The selected schema, with references resolved; `None` if it does not exist.
    pub schema: Option<NodeCursor<'a>>,
}

/// Returns the values of a discriminator: those of its `mapping`, then for every variant without an entry the constants of the property, or else the
/// name of the schema.
pub(crate) fn tags<'a>(choice: &Choice<'a>, discriminator: &NodeCursor<'a>) -> Vec<DiscriminatorTag<'a>> {
    let named = choice.variants.iter().filter_map(|variant| Some((last(variant.reference()?), variant)));
    let named: BTreeMap<String, &NodeCursor<'a>> = named.collect();
    // An entry is a reference or the name of a schema.
    let mapped = |(tag, at): (&str, NodeCursor<'a>)| {
        let target = at.node.as_str().unwrap_or_default();
        let by_name = || named.get(&last(target)).map(|variant| (*variant).clone().followed());
        let schema = choice.schema.referred(target).or_else(by_name);
        DiscriminatorTag { value: tag.to_owned(), at, schema }
    };
    let mapping = discriminator.raw("mapping");
    let mut tags: Vec<DiscriminatorTag<'a>> = mapping.iter().flat_map(NodeCursor::members).map(mapped).collect();
    let known: BTreeSet<Pointer> = tags.iter().filter_map(|tag| Some(tag.schema.as_ref()?.at.clone())).collect();
    let property = discriminator.string("propertyName").unwrap_or_default();
    for variant in &choice.variants {
        let schema = variant.clone().followed();
        if known.contains(&schema.at) {
            continue;
        }
        let tag = |value: String| DiscriminatorTag { value, at: variant.clone(), schema: Some(schema.clone()) };
        let constants = MergedSchema::of(variant.clone()).properties().get(property).cloned();
        let constants = constants.and_then(|places| MergedSchema::all(places).values());
        match constants {
            Some(values) => tags.extend(values.iter().map(|(_, value)| tag(plain(value)))),
            None => tags.extend(variant.reference().map(|reference| tag(last(reference)))),
        }
    }
    // A value selects one schema: that of its entry, even if it is the name of another one.
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.value.clone()));
    tags
}

/// Returns the name at the end of a reference.
fn last(reference: &str) -> String {
    reference.rsplit('/').next().unwrap_or_default().to_owned()
}
