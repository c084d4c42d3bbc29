//! The properties of an object: which there are, which must be there, and what they hold.

use super::cursor::Cursor;
use super::found::Found;
use super::view::View;
use super::{Group, Travel, Walk};
use crate::diff::change::{Direction, Effect, Owner};
use crate::diff::rules;

pub(super) fn compare(walk: &mut Walk, group: &mut Group, base: &View<'_>, head: &View<'_>, travel: Travel) {
    let (was, is) = (base.properties(), head.properties());
    for (name, old) in &was {
        match is.iter().find(|(other, _)| other == name) {
            Some((_, new)) => both(walk, group, (base, old), (head, new), name, travel),
            None => removed(walk, group, base, old, name, travel),
        }
    }
    for (name, new) in is.iter().filter(|(name, _)| !was.iter().any(|(other, _)| other == name)) {
        added(group, head, new, name, travel);
    }
}

/// Whether values in this direction never hold the property.
fn is_absent(places: &[Cursor<'_>], direction: Direction) -> bool {
    let key = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    places.iter().any(|place| place.clone().followed().flag(key))
}

fn is_proven(places: &[Cursor<'_>]) -> bool {
    places.iter().any(|place| place.clone().followed().flag("x-proven"))
}

fn removed(walk: &Walk, group: &mut Group, base: &View<'_>, old: &[Cursor<'_>], name: &str, travel: Travel) {
    let Some(at) = old.last().map(|place| &place.at) else { return };
    let is_required = base.required(name).is_some();
    let is_promised = if walk.curated.base { is_proven(old) } else { is_required };
    let rule = if is_required || is_promised { &rules::REQUIRED_PROPERTY_REMOVED } else { &rules::PROPERTY_REMOVED };
    let effect = match travel.direction {
        direction if is_absent(old, direction) => Effect::None,
        Direction::Request => Effect::Changes,
        Direction::Response if is_promised => Effect::Changes,
        Direction::Response => Effect::Adds,
    };
    group.found.push(Found::between(rule, Some(at), None).values(Some(what(old)), None).with(effect, travel.direction));
}

fn added(group: &mut Group, head: &View<'_>, new: &[Cursor<'_>], name: &str, travel: Travel) {
    let Some(at) = new.last().map(|place| &place.at) else { return };
    let is_required = head.required(name).is_some();
    let rule = if is_required { &rules::REQUIRED_PROPERTY_ADDED } else { &rules::PROPERTY_ADDED };
    let effect = match travel.direction {
        direction if is_absent(new, direction) => Effect::None,
        _ => rule.effect,
    };
    let mut found = Found::between(rule, None, Some(at)).values(None, Some(what(new))).with(effect, travel.direction);
    // What is promised from now on is missing from replies of before.
    found.stricter = travel.direction == Direction::Response && is_proven(new);
    group.found.push(found);
}

fn both(
    walk: &mut Walk,
    group: &mut Group,
    (base, old): (&View<'_>, &[Cursor<'_>]),
    (head, new): (&View<'_>, &[Cursor<'_>]),
    name: &str,
    travel: Travel,
) {
    requiredness(walk, group, (base, old), (head, new), name, travel);
    if is_absent(old, travel.direction) && is_absent(new, travel.direction) {
        return;
    }
    walk.conjunctions(group, old.to_vec(), new.to_vec(), travel);
}

fn requiredness(
    walk: &Walk,
    group: &mut Group,
    (base, old): (&View<'_>, &[Cursor<'_>]),
    (head, new): (&View<'_>, &[Cursor<'_>]),
    name: &str,
    travel: Travel,
) {
    let (was, is) = (base.required(name), head.required(name));
    let rule = match (&was, &is) {
        (None, Some(_)) => &rules::BECAME_REQUIRED,
        (Some(_), None) => &rules::BECAME_OPTIONAL,
        _ => return,
    };
    let owner = Owner { base: old.last().map(|at| at.at.clone()), head: new.last().map(|at| at.at.clone()) };
    let found = Found::key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
    // By our conventions `required` is about requests only.
    let is_silent = match travel.direction {
        Direction::Request => is_absent(new, Direction::Request),
        Direction::Response => walk.curated.head || is_absent(new, Direction::Response),
    };
    if !is_silent {
        group.found.push(found.weighed(travel.direction));
    }
}

/// What a property holds, in a word.
fn what(places: &[Cursor<'_>]) -> String {
    let Some(place) = places.last() else { return String::new() };
    if let Some((_, name)) = place.reference().and_then(|reference| reference.rsplit_once('/')) {
        return name.to_owned();
    }
    let view = View::of(place.clone());
    let format = view.get("format").map(|format| format!(" ({})", format.plain())).unwrap_or_default();
    match view.type_name() {
        Some(name) => format!("{name}{format}"),
        None => "anything".to_owned(),
    }
}
