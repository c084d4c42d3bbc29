//! Compares variants, discriminators, excluded schemas, lists and maps.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::WireFinding;
use super::matching::variants_of;
use super::{FindingGroup, SchemaUsage, WireComparer, schema};
use crate::diff::change::Owner;
use crate::diff::rules::{self, DiffRule};
use crate::load::Pointer;
use crate::value::{Choice, DiscriminatorTag, JsonTypes, MergedSchema, NodeCursor, OtherProperties, are_disjoint, tags};

/// Compares a schema with the variant of the other side that has its name, if only one side has variants. Returns whether that was the case.
pub(super) fn wrapped(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) -> bool {
    let (was, is) = (base.choices(), head.choices());
    let (rule, old, new) = match (was.as_slice(), is.as_slice()) {
        ([], [choice]) => (&rules::WRAPPED, Some(base.places.clone()), same(base, choice).map(|variant| vec![variant])),
        ([choice], []) => (&rules::UNWRAPPED, same(head, choice).map(|variant| vec![variant]), Some(head.places.clone())),
        _ => return false,
    };
    let (Some(old), Some(new)) = (old, new) else { return false };
    let location = Owner { base: base.at().cloned(), head: head.at().cloned() };
    let found = WireFinding { location, owner: owner.clone(), ..WireFinding::between(rule, None, None) };
    group.found.push(found.in_direction(usage.direction));
    // Null may be allowed beside the variants.
    schema::nullable(group, base, head, owner, usage);
    apart_from_null(comparer, group, old, new, usage);
    true
}

/// Compares two schemas without the question whether they allow null themselves.
fn apart_from_null(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    old: Vec<NodeCursor<'_>>,
    new: Vec<NodeCursor<'_>>,
    usage: SchemaUsage,
) {
    let parts = |places: &[NodeCursor<'_>]| -> BTreeSet<Pointer> {
        MergedSchema::all(places.to_vec()).parts.into_iter().map(|part| part.at).collect()
    };
    let (was, is) = (parts(&old), parts(&new));
    let is_own = |at: &Option<Pointer>, parts: &BTreeSet<Pointer>| {
        at.as_ref().is_none_or(|at| at.parent().is_some_and(|parent| parts.contains(&parent)))
    };
    let is_nullability = |found: &WireFinding| {
        (found.rule == &rules::BECAME_NULLABLE || found.rule == &rules::BECAME_NOT_NULL)
            && is_own(&found.location.base, &was)
            && is_own(&found.location.head, &is)
    };
    let mut inner = FindingGroup::default();
    comparer.compare_conjunctions(&mut inner, old, new, usage);
    group.found.extend(comparer.collect(&inner).into_iter().filter(|found| !is_nullability(found)));
}

/// Returns the pointer of the schema that another one only refers to, perhaps as its only part or variant.
fn referenced(schema: &MergedSchema<'_>) -> Option<Pointer> {
    let is_wrapper = |part: &NodeCursor<'_>| part.members().all(|(key, _)| ["allOf", "oneOf", "anyOf"].contains(&key));
    let wrappers = schema.parts.iter().take_while(|part| is_wrapper(part)).count();
    let core = schema.parts.get(wrappers)?;
    let is_inside = wrappers > 0 && schema.at().is_some_and(|root| core.at.is_within(root));
    let is_whole = MergedSchema::of(core.clone()).parts.len() + wrappers == schema.parts.len();
    let is_named = wrappers > 0 || schema.name().is_some();
    (is_named && is_whole && !is_inside).then(|| core.at.clone())
}

/// Returns the variant that is the same as a schema: it refers to the same name, or is the only inline one of the same types.
fn same<'a>(schema: &MergedSchema<'_>, choice: &Choice<'a>) -> Option<NodeCursor<'a>> {
    if let Some(name) = referenced(schema).and_then(|at| at.key())
        && let Some(same) = choice.variants.iter().find(|variant| (*variant).clone().followed().at.key().as_ref() == Some(&name))
    {
        return Some(same.clone());
    }
    let types = schema.own_types();
    let is_same = |variant: &&NodeCursor<'_>| MergedSchema::of((*variant).clone()).own_types() == types;
    let mut same = choice.variants.iter().filter(is_same);
    // Two named objects are different things, though both are objects.
    let is_comparable = referenced(schema).is_none() || JsonTypes::SCALAR.or(JsonTypes::STRING).contains(types);
    same.next().filter(|_| same.next().is_none() && is_comparable && !types.is_any()).cloned()
}

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    variant_lists(comparer, group, base, head, owner, usage);
    parts(group, base, head, owner, usage);
    optional_schema(comparer, group, (base, head), "items", owner, (&rules::ITEMS_SET, &rules::ITEMS_UNSET), usage);
    let (was, is) = (base.get("not"), head.get("not"));
    // An excluded schema has the opposite effect on the set of valid values.
    let inverted = SchemaUsage { direction: opposite(usage.direction), ..usage };
    match (was, is) {
        (Some(was), Some(is)) => {
            let mut inner = FindingGroup::default();
            comparer.compare_schemas(&mut inner, was, is, inverted);
            for mut found in comparer.collect(&inner) {
                std::mem::swap(&mut found.request, &mut found.response);
                found.stricter = false;
                group.found.push(found);
            }
        }
        _ => optional_schema(comparer, group, (base, head), "not", owner, (&rules::NOT_SET, &rules::NOT_UNSET), usage),
    }
    additional(comparer, group, base, head, owner, usage);
}

fn opposite(direction: crate::diff::change::WireDirection) -> crate::diff::change::WireDirection {
    use crate::diff::change::WireDirection::{Request, Response};
    match direction {
        Request => Response,
        Response => Request,
    }
}

/// Compares the schemas of one key of all parts.
fn optional_schema(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    (base, head): (&MergedSchema<'_>, &MergedSchema<'_>),
    key: &str,
    owner: &Owner,
    (set, unset): (&'static DiffRule, &'static DiffRule),
    usage: SchemaUsage,
) {
    let (was, is): (Vec<_>, Vec<_>) = (base.every(key).collect(), head.every(key).collect());
    match (was.first(), is.first()) {
        (None, None) => {}
        (Some(_), Some(_)) => comparer.compare_conjunctions(group, was, is, usage),
        (old, new) => {
            let rule = if new.is_some() { set } else { unset };
            group.found.push(WireFinding::at_key(rule, owner, old, new).in_direction(usage.direction));
        }
    }
}

fn variant_lists(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let (was, is) = (base.choices(), head.choices());
    // Null may be allowed beside the variants of one side, and by a variant of the other side.
    let is_moved = base.states_null() != head.states_null() && base.allows_null() && head.allows_null();
    for (old, new) in was.iter().zip(&is) {
        exclusivity(group, old, new, owner, usage);
        discriminators(group, old, new, owner, usage);
        variants(comparer, group, old, new, is_moved, owner, usage);
    }
    let mut whole = |rule, old: Option<&Choice<'_>>, new: Option<&Choice<'_>>| {
        let (old, new) = (old.map(|choice| &choice.list), new.map(|choice| &choice.list));
        let found = WireFinding::at_key(rule, owner, old, new).values(None, None);
        group.found.push(found.in_direction(usage.direction));
    };
    was.iter().skip(is.len()).for_each(|old| whole(&rules::VARIANTS_UNSET, Some(old), None));
    is.iter().skip(was.len()).for_each(|new| whole(&rules::VARIANTS_SET, None, Some(new)));
}

fn variants(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    was: &Choice<'_>,
    is: &Choice<'_>,
    ignores_null: bool,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let (pairs, removed, new) = variants_of(&was.variants, &is.variants);
    for (old, new) in pairs {
        if ignores_null {
            apart_from_null(comparer, group, vec![old], vec![new], usage);
        } else {
            comparer.compare_schemas(group, old, new, usage);
        }
    }
    for old in removed {
        let found = WireFinding::at_key(&rules::VARIANT_REMOVED, owner, Some(&old), None).values(Some(title(&old)), None);
        group.found.push(found.in_direction(usage.direction));
    }
    for new in new {
        let found = WireFinding::at_key(&rules::VARIANT_ADDED, owner, None, Some(&new)).values(None, Some(title(&new)));
        group.found.push(found.in_direction(usage.direction));
    }
}

/// Compares whether a value may match several variants, which `anyOf` allows and `oneOf` does not.
fn exclusivity(group: &mut FindingGroup, was: &Choice<'_>, is: &Choice<'_>, owner: &Owner, usage: SchemaUsage) {
    let (rule, exclusive) = match (was.is_exclusive, is.is_exclusive) {
        (false, true) => (&rules::VARIANTS_EXCLUSIVE, is),
        (true, false) => (&rules::VARIANTS_INCLUSIVE, was),
        _ => return,
    };
    // If no value can match two variants, both keywords allow the same values.
    if exclusive.schema.raw("discriminator").is_some() || are_disjoint(&exclusive.variants) {
        return;
    }
    let found = WireFinding::at_key(rule, owner, Some(&was.list), Some(&is.list)).values(None, None);
    group.found.push(found.in_direction(usage.direction));
}

/// Returns the name, title or type of a variant.
fn title(variant: &NodeCursor<'_>) -> String {
    let name = variant.reference().and_then(|reference| reference.rsplit_once('/')).map(|(_, name)| name.to_owned());
    let other = || variant.string("title").or(variant.string("type")).unwrap_or("an unnamed schema").to_owned();
    name.unwrap_or_else(other)
}

fn discriminators(group: &mut FindingGroup, base: &Choice<'_>, head: &Choice<'_>, owner: &Owner, usage: SchemaUsage) {
    let (was, is) = match (base.schema.raw("discriminator"), head.schema.raw("discriminator")) {
        (None, None) => return,
        (Some(was), Some(is)) => (was, is),
        (was, is) => {
            let rule = if is.is_some() { &rules::DISCRIMINATOR_SET } else { &rules::DISCRIMINATOR_UNSET };
            let name = |at: Option<&NodeCursor<'_>>| at.and_then(|at| at.string("propertyName")).map(str::to_owned);
            let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref());
            group.found.push(found.values(name(was.as_ref()), name(is.as_ref())).in_direction(usage.direction));
            return;
        }
    };
    if was.string("propertyName") != is.string("propertyName") {
        let (was, is) = (was.raw("propertyName"), is.raw("propertyName"));
        let found = WireFinding::at_key(&rules::DISCRIMINATOR_CHANGED, owner, was.as_ref(), is.as_ref());
        group.found.push(found.in_direction(usage.direction));
    }
    let (old, new) = (tags(base, &was), tags(head, &is));
    let (pairs, ..) = variants_of(&base.variants, &head.variants);
    let pairs: Vec<(Pointer, Pointer)> = pairs.into_iter().map(|(was, is)| (was.followed().at, is.followed().at)).collect();
    let is_same = |old: &DiscriminatorTag<'_>, new: &DiscriminatorTag<'_>| {
        let is_pair = |(was, is): (&NodeCursor<'_>, &NodeCursor<'_>)| {
            was.at.key() == is.at.key() || pairs.iter().any(|(old, new)| *old == was.at && *new == is.at)
        };
        old.schema.as_ref().zip(new.schema.as_ref()).map_or_else(|| target(old) == target(new), is_pair)
    };
    let known: BTreeMap<&str, &DiscriminatorTag<'_>> = new.iter().map(|tag| (tag.value.as_str(), tag)).collect();
    let was_known: BTreeSet<&str> = old.iter().map(|tag| tag.value.as_str()).collect();
    let value = |tag: &DiscriminatorTag<'_>| format!("{}: {}", tag.value, target(tag));
    let mut added: Vec<&DiscriminatorTag<'_>> = new.iter().filter(|tag| !was_known.contains(tag.value.as_str())).collect();
    for before in &old {
        // A variant with another value is one change.
        let renamed = || added.iter().position(|after| is_same(before, after)).map(|index| added.remove(index));
        let after = known.get(before.value.as_str()).copied().or_else(renamed);
        let rule = match after {
            None => &rules::MAPPING_REMOVED,
            Some(after) if after.value != before.value || !is_same(before, after) => &rules::MAPPING_CHANGED,
            Some(_) => continue,
        };
        let found = WireFinding::at_key(rule, owner, Some(&before.at), after.map(|tag| &tag.at));
        group.found.push(found.values(Some(value(before)), after.map(value)).in_direction(usage.direction));
    }
    for after in added {
        let found = WireFinding::at_key(&rules::MAPPING_ADDED, owner, None, Some(&after.at));
        group.found.push(found.values(None, Some(value(after))).in_direction(usage.direction));
    }
}

/// Returns the name of the schema that a discriminator value selects.
fn target(tag: &DiscriminatorTag<'_>) -> String {
    let reference = tag.at.reference().map_or_else(|| tag.at.plain(), str::to_owned);
    reference.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Reports added and removed `allOf` parts without constraints; the constraints of other parts are compared in the merged schema.
fn parts(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) {
    let (was, is) = (base.parts.len(), head.parts.len());
    let is_constraining = |part: &NodeCursor<'_>| {
        let annotations = ["description", "title", "example", "externalDocs", "deprecated"];
        part.node.entries().iter().any(|entry| !annotations.contains(&entry.key.as_str()) && !entry.key.starts_with("x-"))
    };
    let annotation_parts = |view: &MergedSchema<'_>| view.parts.iter().skip(1).filter(|part| !is_constraining(part)).count();
    let rule = match (annotation_parts(base), annotation_parts(head)) {
        (old, new) if old < new && was < is => &rules::PART_ADDED,
        (old, new) if old > new && was > is => &rules::PART_REMOVED,
        _ => return,
    };
    let (was, is) = (base.get("allOf"), head.get("allOf"));
    group
        .found
        .push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None).in_direction(usage.direction));
}

fn additional(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) {
    let (was, is) = (base.other_properties(), head.other_properties());
    let rule = match (&was, &is) {
        (OtherProperties::Matching(was), OtherProperties::Matching(is)) => {
            comparer.compare_conjunctions(group, was.clone(), is.clone(), usage);
            return;
        }
        (OtherProperties::Forbidden, OtherProperties::Forbidden) => return,
        (_, OtherProperties::Forbidden) => &rules::ADDITIONAL_FORBIDDEN,
        (OtherProperties::Forbidden, _) => &rules::ADDITIONAL_ALLOWED,
        (_, OtherProperties::Matching(_)) => &rules::ADDITIONAL_TYPED,
        (OtherProperties::Matching(_), _) => &rules::ADDITIONAL_UNTYPED,
        _ => return,
    };
    let (was, is) = (base.get("additionalProperties"), head.get("additionalProperties"));
    group.found.push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction));
}
