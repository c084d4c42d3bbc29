//! Bodies of requests.

use super::cursor::Cursor;
use super::found::Found;
use super::matching::Operation;
use super::{Group, Travel, Walk, extensions, text};
use crate::diff::change::{Direction, Owner};
use crate::diff::rules;

pub(super) fn compare(walk: &mut Walk, group: &mut Group, was: &Operation<'_>, is: &Operation<'_>) {
    let (old, new) = (was.at.get("requestBody"), is.at.get("requestBody"));
    let label = |operation: &Operation<'_>| format!("{} · body", operation.label());
    match (old, new) {
        (None, None) => {}
        (Some(old), None) => {
            let found = Found::between(&rules::BODY_REMOVED, Some(&old.at), None).weighed(Direction::Request);
            group.found.push(found.named(label(was)));
        }
        (None, Some(new)) => {
            let rule = if new.flag("required") { &rules::REQUIRED_BODY_ADDED } else { &rules::BODY_ADDED };
            let found = Found::between(rule, None, Some(&new.at)).weighed(Direction::Request);
            group.found.push(found.named(label(is)));
        }
        (Some(old), Some(new)) => both(walk, group, &old, &new),
    }
}

fn both(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let required = match (was.flag("required"), is.flag("required")) {
        (false, true) => Some(&rules::BODY_BECAME_REQUIRED),
        (true, false) => Some(&rules::BODY_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = required {
        let (was, is) = (was.raw("required"), is.raw("required"));
        let found = Found::key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.weighed(Direction::Request));
    }
    text::keys(group, &rules::BODY_DOCS, (Some(was), Some(is)), &["description"], &owner);
    extensions::other(group, was, is, &owner);
    let (old, new) = (was.raw("content"), is.raw("content"));
    let media = |content: &Option<Cursor<'_>>, name: &str| content.as_ref().is_some_and(|content| content.raw(name).is_some());
    for (name, old) in old.iter().flat_map(Cursor::members) {
        if let Some(new) = new.as_ref().and_then(|content| content.raw(name)) {
            content(walk, group, &old, &new, &owner);
            continue;
        }
        let found = Found::key(&rules::BODY_MEDIA_REMOVED, &owner, Some(&old), None);
        group.found.push(found.values(Some(name.to_owned()), None).weighed(Direction::Request));
    }
    for (name, added) in new.iter().flat_map(Cursor::members).filter(|(name, _)| !media(&old, name)) {
        let found = Found::key(&rules::BODY_MEDIA_ADDED, &owner, None, Some(&added));
        group.found.push(found.values(None, Some(name.to_owned())).weighed(Direction::Request));
    }
}

fn content(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner) {
    text::keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example", "examples"], owner);
    if was.json("encoding") != is.json("encoding") {
        let (was, is) = (was.raw("encoding"), is.raw("encoding"));
        let found = Found::key(&rules::BODY_ENCODING, owner, was.as_ref(), is.as_ref());
        group.found.push(found.weighed(Direction::Request));
    }
    match (was.raw("schema"), is.raw("schema")) {
        (None, None) => {}
        (Some(was), Some(is)) => walk.places(group, was, is, Travel::REQUEST),
        (was, is) => {
            let rule = if is.is_some() { &rules::BODY_SCHEMA_ADDED } else { &rules::BODY_SCHEMA_REMOVED };
            let found = Found::key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
            group.found.push(found.weighed(Direction::Request));
        }
    }
}
