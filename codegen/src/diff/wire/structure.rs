//! Variants, discriminators, exclusions, lists and maps.

use super::cursor::Cursor;
use super::found::Found;
use super::matching::variants_of;
use super::view::View;
use super::{Group, Travel, Walk};
use crate::diff::change::Owner;
use crate::diff::rules::{self, Rule};
use crate::load::NodeValue;

/// A value that becomes one of several, or stops to be: compares it with the variant that it was or is. `false` where nothing like that happened.
pub(super) fn wrapped(
    walk: &mut Walk,
    group: &mut Group,
    base: &View<'_>,
    head: &View<'_>,
    owner: &Owner,
    travel: Travel,
) -> bool {
    let (was, is) = (variants(base), variants(head));
    let (rule, old, new) = match (was.is_empty(), is.is_empty()) {
        (true, false) => (&rules::WRAPPED, whole(base), same_name(base, &is)),
        (false, true) => (&rules::UNWRAPPED, same_name(head, &was), whole(head)),
        _ => return false,
    };
    let (Some(old), Some(new)) = (old, new) else { return false };
    let place = Owner { base: base.at().cloned(), head: head.at().cloned() };
    let found = Found { place, owner: owner.clone(), ..Found::between(rule, None, None) };
    group.found.push(found.weighed(travel.direction));
    walk.places(group, old, new, travel);
    true
}

/// The schema itself, without its parts.
fn whole<'a>(view: &View<'a>) -> Option<Cursor<'a>> {
    view.parts.first().cloned()
}

/// The variant with the name of a schema.
fn same_name<'a>(view: &View<'_>, variants: &[Cursor<'a>]) -> Option<Cursor<'a>> {
    let name = view.name.as_ref()?.key()?;
    variants.iter().find(|variant| (*variant).clone().followed().at.key().as_ref() == Some(&name)).cloned()
}

/// Where the variants of a schema are listed.
fn variant_list<'a>(view: &View<'a>) -> Option<Cursor<'a>> {
    view.get("oneOf").or_else(|| view.get("anyOf"))
}

/// The variants of a schema, `oneOf` and `anyOf` alike.
fn variants<'a>(view: &View<'a>) -> Vec<Cursor<'a>> {
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| view.get(key));
    lists.flat_map(|list| list.items().collect::<Vec<_>>()).collect()
}

pub(super) fn compare(walk: &mut Walk, group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    variant_lists(walk, group, base, head, owner, travel);
    discriminators(group, base, head, owner, travel);
    parts(group, base, head, owner, travel);
    let (was, is) = (base.get("items"), head.get("items"));
    one(walk, group, owner, (was, is), (&rules::ITEMS_SET, &rules::ITEMS_UNSET), travel);
    let (was, is) = (base.get("not"), head.get("not"));
    // What may not be travels the other way round.
    let against = Travel { direction: opposite(travel.direction), ..travel };
    match (was, is) {
        (Some(was), Some(is)) => {
            let mut inner = Group::default();
            walk.places(&mut inner, was, is, against);
            for mut found in walk.gather(&inner) {
                std::mem::swap(&mut found.request, &mut found.response);
                found.stricter = false;
                group.found.push(found);
            }
        }
        (was, is) => one(walk, group, owner, (was, is), (&rules::NOT_SET, &rules::NOT_UNSET), travel),
    }
    additional(walk, group, base, head, owner, travel);
}

fn opposite(direction: crate::diff::change::Direction) -> crate::diff::change::Direction {
    use crate::diff::change::Direction::{Request, Response};
    match direction {
        Request => Response,
        Response => Request,
    }
}

/// A schema under one key, which may come and go.
fn one(
    walk: &mut Walk,
    group: &mut Group,
    owner: &Owner,
    (was, is): (Option<Cursor<'_>>, Option<Cursor<'_>>),
    (set, unset): (&'static Rule, &'static Rule),
    travel: Travel,
) {
    match (was, is) {
        (None, None) => {}
        (Some(was), Some(is)) => walk.places(group, was, is, travel),
        (was, is) => {
            let rule = if is.is_some() { set } else { unset };
            group.found.push(Found::key(rule, owner, was.as_ref(), is.as_ref()).weighed(travel.direction));
        }
    }
}

fn variant_lists(walk: &mut Walk, group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    let (was, is) = (variants(base), variants(head));
    let whole = match (was.is_empty(), is.is_empty()) {
        (true, true) => return,
        (true, false) => Some(&rules::VARIANTS_SET),
        (false, true) => Some(&rules::VARIANTS_UNSET),
        (false, false) => None,
    };
    if let Some(rule) = whole {
        let (was, is) = (variant_list(base), variant_list(head));
        let found = Found::key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.weighed(travel.direction));
        return;
    }
    let (pairs, gone, new) = variants_of(&was, &is);
    for (old, new) in pairs {
        walk.places(group, old, new, travel);
    }
    for old in gone {
        let found = Found::key(&rules::VARIANT_REMOVED, owner, Some(&old), None).values(Some(title(&old)), None);
        group.found.push(found.weighed(travel.direction));
    }
    for new in new {
        let found = Found::key(&rules::VARIANT_ADDED, owner, None, Some(&new)).values(None, Some(title(&new)));
        group.found.push(found.weighed(travel.direction));
    }
}

/// What a variant is called: its name, its title, its type.
fn title(variant: &Cursor<'_>) -> String {
    let name = variant.reference().and_then(|reference| reference.rsplit_once('/')).map(|(_, name)| name.to_owned());
    let other = || variant.text("title").or(variant.text("type")).unwrap_or("a schema without a name").to_owned();
    name.unwrap_or_else(other)
}

fn discriminators(group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    let (was, is) = match (base.get("discriminator"), head.get("discriminator")) {
        (None, None) => return,
        (Some(was), Some(is)) => (was, is),
        (was, is) => {
            let rule = if is.is_some() { &rules::DISCRIMINATOR_SET } else { &rules::DISCRIMINATOR_UNSET };
            let name = |at: Option<&Cursor<'_>>| at.and_then(|at| at.text("propertyName")).map(str::to_owned);
            let found = Found::key(rule, owner, was.as_ref(), is.as_ref());
            group.found.push(found.values(name(was.as_ref()), name(is.as_ref())).weighed(travel.direction));
            return;
        }
    };
    if was.text("propertyName") != is.text("propertyName") {
        let (was, is) = (was.raw("propertyName"), is.raw("propertyName"));
        let found = Found::key(&rules::DISCRIMINATOR_CHANGED, owner, was.as_ref(), is.as_ref());
        group.found.push(found.weighed(travel.direction));
    }
    let entries = |at: &Cursor<'_>| at.raw("mapping").map(|mapping| mapping.node.entries().len()).unwrap_or_default();
    if entries(&was) == 0 && entries(&is) == 0 {
        return;
    }
    let target = |at: &Cursor<'_>| at.plain().rsplit('/').next().unwrap_or_default().to_owned();
    for (tag, old) in was.raw("mapping").iter().flat_map(Cursor::members) {
        let new = is.path(&["mapping", tag]);
        let rule = match &new {
            None => &rules::MAPPING_REMOVED,
            Some(new) if target(new) != target(&old) => &rules::MAPPING_CHANGED,
            Some(_) => continue,
        };
        let value = |at: &Cursor<'_>| format!("{tag}: {}", target(at));
        let found = Found::key(rule, owner, Some(&old), new.as_ref()).values(Some(value(&old)), new.as_ref().map(value));
        group.found.push(found.weighed(travel.direction));
    }
    for (tag, new) in is.raw("mapping").iter().flat_map(Cursor::members).filter(|(tag, _)| was.path(&["mapping", tag]).is_none())
    {
        let found = Found::key(&rules::MAPPING_ADDED, owner, None, Some(&new));
        group.found.push(found.values(None, Some(format!("{tag}: {}", target(&new)))).weighed(travel.direction));
    }
}

/// Parts of an `allOf` that came or went. What they say is compared as a part of the whole; here they are only counted.
fn parts(group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    let (was, is) = (base.parts.len(), head.parts.len());
    let says_something = |part: &Cursor<'_>| {
        let silent = ["description", "title", "example", "externalDocs", "deprecated", "allOf"];
        part.node.entries().iter().any(|entry| !silent.contains(&entry.key.as_str()) && !entry.key.starts_with("x-"))
    };
    let silent_parts = |view: &View<'_>| view.parts.iter().skip(1).filter(|part| !says_something(part)).count();
    let rule = match (silent_parts(base), silent_parts(head)) {
        (old, new) if old < new && was < is => &rules::PART_ADDED,
        (old, new) if old > new && was > is => &rules::PART_REMOVED,
        _ => return,
    };
    let (was, is) = (base.get("allOf"), head.get("allOf"));
    group.found.push(Found::key(rule, owner, was.as_ref(), is.as_ref()).values(None, None).weighed(travel.direction));
}

fn additional(walk: &mut Walk, group: &mut Group, base: &View<'_>, head: &View<'_>, owner: &Owner, travel: Travel) {
    let (was, is) = (base.get("additionalProperties"), head.get("additionalProperties"));
    let rule = match (shape(was.as_ref()), shape(is.as_ref())) {
        (Shape::Typed, Shape::Typed) => {
            if let (Some(was), Some(is)) = (was, is) {
                walk.places(group, was, is, travel);
            }
            return;
        }
        (old, new) if old == new => return,
        (_, Shape::None) => &rules::ADDITIONAL_FORBIDDEN,
        (Shape::None, _) => &rules::ADDITIONAL_ALLOWED,
        (_, Shape::Typed) => &rules::ADDITIONAL_TYPED,
        (_, Shape::Any) => &rules::ADDITIONAL_UNTYPED,
    };
    group.found.push(Found::key(rule, owner, was.as_ref(), is.as_ref()).weighed(travel.direction));
}

/// What an object may hold beside its properties. Saying nothing allows anything.
#[derive(PartialEq, Eq)]
enum Shape {
    None,
    Any,
    Typed,
}

fn shape(at: Option<&Cursor<'_>>) -> Shape {
    match at.map(|at| &at.node.value) {
        Some(NodeValue::Bool(false)) => Shape::None,
        Some(NodeValue::Map(entries)) if !entries.is_empty() => Shape::Typed,
        _ => Shape::Any,
    }
}
