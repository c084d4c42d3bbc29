//! Compares variants, discriminators, excluded schemas, lists and maps.

use super::cursor::NodeCursor;
use super::finding::WireFinding;
use super::matching::variants_of;
use super::merged::MergedSchema;
use super::{FindingGroup, SchemaUsage, WireComparer, alternatives};
use crate::diff::change::Owner;
use crate::diff::rules::{self, DiffRule};
use crate::load::NodeValue;

/// Compares a schema with the variant of the other side that has its name, if only one side has variants. Returns whether that was the case.
pub(super) fn wrapped(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    base: &MergedSchema<'_>,
    head: &MergedSchema<'_>,
    owner: &Owner,
    usage: SchemaUsage,
) -> bool {
    let (was, is) = (variants(base), variants(head));
    let (rule, old, new) = match (was.is_empty(), is.is_empty()) {
        (true, false) => (&rules::WRAPPED, whole(base), same_name(base, &is).or_else(|| same_type(base, &is))),
        (false, true) => (&rules::UNWRAPPED, same_name(head, &was).or_else(|| same_type(head, &was)), whole(head)),
        _ => return false,
    };
    let (Some(old), Some(new)) = (old, new) else { return false };
    let location = Owner { base: base.at().cloned(), head: head.at().cloned() };
    let found = WireFinding { location, owner: owner.clone(), ..WireFinding::between(rule, None, None) };
    group.found.push(found.in_direction(usage.direction));
    comparer.compare_schemas(group, old, new, usage);
    true
}

/// Returns the schema itself, without its `allOf` parts.
fn whole<'a>(view: &MergedSchema<'a>) -> Option<NodeCursor<'a>> {
    view.parts.first().cloned()
}

/// Returns the variant that refers to the same name as a schema.
fn same_name<'a>(view: &MergedSchema<'_>, variants: &[NodeCursor<'a>]) -> Option<NodeCursor<'a>> {
    let name = view.name.as_ref()?.key()?;
    variants.iter().find(|variant| (*variant).clone().followed().at.key().as_ref() == Some(&name)).cloned()
}

/// Returns the only inline variant of the type of a schema that has no name.
fn same_type<'a>(view: &MergedSchema<'_>, variants: &[NodeCursor<'a>]) -> Option<NodeCursor<'a>> {
    let ty = view.type_name().filter(|_| view.name.is_none())?;
    let mut same = variants.iter().filter(|variant| MergedSchema::of((*variant).clone()).type_name() == Some(ty));
    same.next().filter(|_| same.next().is_none()).cloned()
}

/// Returns the list of variants.
fn variant_list<'a>(view: &MergedSchema<'a>) -> Option<NodeCursor<'a>> {
    view.get("oneOf").or_else(|| view.get("anyOf"))
}

/// Returns the variants of `oneOf` and `anyOf`.
fn variants<'a>(view: &MergedSchema<'a>) -> Vec<NodeCursor<'a>> {
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| view.get(key));
    lists.flat_map(|list| list.items().collect::<Vec<_>>()).collect()
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
    discriminators(group, base, head, owner, usage);
    parts(group, base, head, owner, usage);
    let (was, is) = (base.get("items"), head.get("items"));
    optional_schema(comparer, group, owner, (was, is), (&rules::ITEMS_SET, &rules::ITEMS_UNSET), usage);
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
        (was, is) => optional_schema(comparer, group, owner, (was, is), (&rules::NOT_SET, &rules::NOT_UNSET), usage),
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

/// Compares the optional schemas of one key.
fn optional_schema(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    owner: &Owner,
    (was, is): (Option<NodeCursor<'_>>, Option<NodeCursor<'_>>),
    (set, unset): (&'static DiffRule, &'static DiffRule),
    usage: SchemaUsage,
) {
    match (was, is) {
        (None, None) => {}
        (Some(was), Some(is)) => comparer.compare_schemas(group, was, is, usage),
        (was, is) => {
            let rule = if is.is_some() { set } else { unset };
            group.found.push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction));
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
    let (was, is) = (variants(base), variants(head));
    let whole = match (was.is_empty(), is.is_empty()) {
        (true, true) => return,
        (true, false) => Some(&rules::VARIANTS_SET),
        (false, true) => Some(&rules::VARIANTS_UNSET),
        (false, false) => None,
    };
    if let Some(rule) = whole {
        let (was, is) = (variant_list(base), variant_list(head));
        let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.in_direction(usage.direction));
        return;
    }
    exclusivity(group, base, head, owner, usage);
    let (pairs, removed, new) = variants_of(&was, &is);
    for (old, new) in pairs {
        comparer.compare_schemas(group, old, new, usage);
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
fn exclusivity(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) {
    let lists = |view: &MergedSchema<'_>| (view.get("oneOf").is_some(), view.get("anyOf").is_some());
    let (rule, exclusive) = match (lists(base), lists(head)) {
        ((false, true), (true, false)) => (&rules::VARIANTS_EXCLUSIVE, head),
        ((true, false), (false, true)) => (&rules::VARIANTS_INCLUSIVE, base),
        _ => return,
    };
    // If no value can match two variants, both keywords allow the same values.
    if exclusive.get("discriminator").is_some() || alternatives::are_disjoint(&variants(exclusive)) {
        return;
    }
    let (was, is) = (variant_list(base), variant_list(head));
    let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
    group.found.push(found.in_direction(usage.direction));
}

/// Returns the name, title or type of a variant.
fn title(variant: &NodeCursor<'_>) -> String {
    let name = variant.reference().and_then(|reference| reference.rsplit_once('/')).map(|(_, name)| name.to_owned());
    let other = || variant.string("title").or(variant.string("type")).unwrap_or("an unnamed schema").to_owned();
    name.unwrap_or_else(other)
}

fn discriminators(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) {
    let (was, is) = match (base.get("discriminator"), head.get("discriminator")) {
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
    let (pairs, ..) = variants_of(&variants(base), &variants(head));
    let is_same = |old: &NodeCursor<'_>, new: &NodeCursor<'_>| {
        let is_pair = |(was, is): &(NodeCursor<'_>, NodeCursor<'_>)| title(was) == target(old) && title(is) == target(new);
        target(old) == target(new) || pairs.iter().any(is_pair)
    };
    let has = |side: &[(String, NodeCursor<'_>)], tag: &str| side.iter().any(|(other, _)| other == tag);
    let value = |(tag, at): &(String, NodeCursor<'_>)| format!("{tag}: {}", target(at));
    let mut added: Vec<_> = new.iter().filter(|(tag, _)| !has(&old, tag)).collect();
    for before in &old {
        // A variant with another value is one change.
        let renamed = || added.iter().position(|(_, at)| is_same(&before.1, at)).map(|index| added.remove(index));
        let after = new.iter().find(|(tag, _)| *tag == before.0).or_else(renamed);
        let rule = match after {
            None => &rules::MAPPING_REMOVED,
            Some(after) if after.0 != before.0 || !is_same(&before.1, &after.1) => &rules::MAPPING_CHANGED,
            Some(_) => continue,
        };
        let found = WireFinding::at_key(rule, owner, Some(&before.1), after.map(|(_, at)| at));
        group.found.push(found.values(Some(value(before)), after.map(value)).in_direction(usage.direction));
    }
    for after in added {
        let found = WireFinding::at_key(&rules::MAPPING_ADDED, owner, None, Some(&after.1));
        group.found.push(found.values(None, Some(value(after))).in_direction(usage.direction));
    }
}

/// Returns the discriminator values: those of the mapping, or else the names of the variants.
fn tags<'a>(view: &MergedSchema<'a>, discriminator: &NodeCursor<'a>) -> Vec<(String, NodeCursor<'a>)> {
    let mapping = discriminator.raw("mapping");
    let mapped = mapping.iter().flat_map(|all| all.members().map(|(tag, at)| (tag.to_owned(), at)).collect::<Vec<_>>());
    let mapped: Vec<_> = mapped.collect();
    if !mapped.is_empty() {
        return mapped;
    }
    variants(view).into_iter().filter(|at| at.reference().is_some()).map(|at| (title(&at), at)).collect()
}

/// Returns the name of the schema that a discriminator value selects.
fn target(at: &NodeCursor<'_>) -> String {
    let reference = at.reference().map_or_else(|| at.plain(), str::to_owned);
    reference.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Reports added and removed `allOf` parts without constraints; the constraints of other parts are compared in the merged schema.
fn parts(group: &mut FindingGroup, base: &MergedSchema<'_>, head: &MergedSchema<'_>, owner: &Owner, usage: SchemaUsage) {
    let (was, is) = (base.parts.len(), head.parts.len());
    let is_constraining = |part: &NodeCursor<'_>| {
        let annotations = ["description", "title", "example", "externalDocs", "deprecated", "allOf"];
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
    let (was, is) = (base.get("additionalProperties"), head.get("additionalProperties"));
    let rule = match (shape(was.as_ref()), shape(is.as_ref())) {
        (AdditionalKind::Typed, AdditionalKind::Typed) => {
            if let (Some(was), Some(is)) = (was, is) {
                comparer.compare_schemas(group, was, is, usage);
            }
            return;
        }
        (old, new) if old == new => return,
        (_, AdditionalKind::None) => &rules::ADDITIONAL_FORBIDDEN,
        (AdditionalKind::None, _) => &rules::ADDITIONAL_ALLOWED,
        (_, AdditionalKind::Typed) => &rules::ADDITIONAL_TYPED,
        (_, AdditionalKind::Any) => &rules::ADDITIONAL_UNTYPED,
    };
    group.found.push(WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).in_direction(usage.direction));
}

/// The kind of additional properties that an object allows. The default is `Any`.
#[derive(PartialEq, Eq)]
enum AdditionalKind {
    None,
    Any,
    Typed,
}

fn shape(at: Option<&NodeCursor<'_>>) -> AdditionalKind {
    match at.map(|at| &at.node.value) {
        Some(NodeValue::Bool(false)) => AdditionalKind::None,
        Some(NodeValue::Map(entries)) if !entries.is_empty() => AdditionalKind::Typed,
        _ => AdditionalKind::Any,
    }
}
