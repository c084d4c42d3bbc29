//! Replies: by status, then by media type, with their headers.

use super::cursor::Cursor;
use super::found::Found;
use super::matching::Operation;
use super::{Group, Travel, Walk, extensions, text};
use crate::diff::change::{Direction, Owner};
use crate::diff::rules;

pub(super) fn compare(walk: &mut Walk, group: &mut Group, was: &Operation<'_>, is: &Operation<'_>) {
    let (old, new) = (was.at.raw("responses"), is.at.raw("responses"));
    let has = |side: &Option<Cursor<'_>>, status: &str| side.as_ref().is_some_and(|all| all.raw(status).is_some());
    let statuses = |side: &Option<Cursor<'_>>| -> Vec<String> {
        let all = side.iter().flat_map(Cursor::members).map(|(status, _)| status.to_owned());
        all.filter(|status| !status.starts_with("x-")).collect()
    };
    for status in statuses(&old) {
        let Some(before) = old.as_ref().and_then(|all| all.raw(&status)) else { continue };
        if let Some(after) = new.as_ref().and_then(|all| all.get(&status)) {
            both(walk, group, &before.followed(), &after);
            continue;
        }
        let rule = if is_success(&status) { &rules::SUCCESS_REMOVED } else { &rules::ERROR_REMOVED };
        let found = Found::between(rule, Some(&before.at), None).weighed(Direction::Response);
        group.found.push(found.named(format!("{} · {status}", was.label())));
    }
    for status in statuses(&new).into_iter().filter(|status| !has(&old, status)) {
        let Some(after) = new.as_ref().and_then(|all| all.raw(&status)) else { continue };
        let rule = if is_success(&status) { &rules::SUCCESS_ADDED } else { &rules::ERROR_ADDED };
        let found = Found::between(rule, None, Some(&after.at)).weighed(Direction::Response);
        group.found.push(found.named(format!("{} · {status}", is.label())));
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

fn both(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    text::keys(group, &rules::RESPONSE_DOCS, (Some(was), Some(is)), &["description"], &owner);
    text::keys(group, &rules::LINKS, (Some(was), Some(is)), &["links"], &owner);
    extensions::other(group, was, is, &owner);
    headers(walk, group, was, is);
    let (old, new) = (was.raw("content"), is.raw("content"));
    let list = |content: &Option<Cursor<'_>>| -> Vec<String> {
        content.iter().flat_map(Cursor::members).map(|(name, _)| name.to_owned()).collect()
    };
    let mut names: Vec<String> = list(&new).into_iter().filter(|name| under(old.as_ref(), name).is_none()).collect();
    for name in list(&old) {
        let (before, same) = (under(old.as_ref(), &name), under(new.as_ref(), &name));
        if let (Some(before), Some(after)) = (&before, &same) {
            content(walk, group, before, after, &owner);
            continue;
        }
        let related = names.iter().position(|other| covers(other, &name) || covers(&name, other));
        let other = related.map(|index| names.remove(index));
        let after = other.as_ref().and_then(|other| under(new.as_ref(), other));
        let rule = match &other {
            None => &rules::MEDIA_REMOVED,
            Some(other) if covers(other, &name) => &rules::MEDIA_GENERALIZED,
            Some(_) => &rules::MEDIA_SPECIALIZED,
        };
        let found = Found::key(rule, &owner, before.as_ref(), after.as_ref()).values(Some(name), other);
        group.found.push(found.weighed(Direction::Response));
        if let (Some(before), Some(after)) = (before, after) {
            content(walk, group, &before, &after, &owner);
        }
    }
    for name in names {
        let found = Found::key(&rules::MEDIA_ADDED, &owner, None, under(new.as_ref(), &name).as_ref());
        group.found.push(found.values(None, Some(name)).weighed(Direction::Response));
    }
}

/// What stands under a media type.
fn under<'a>(content: Option<&Cursor<'a>>, media: &str) -> Option<Cursor<'a>> {
    content?.raw(media)
}

/// Whether one media type says less than another and fits it: `application/*` fits `application/json`.
fn covers(general: &str, special: &str) -> bool {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (wide, narrow) = (essence(general), essence(special));
    let (Some((kind, form)), Some((other_kind, other_form))) = (wide.split_once('/'), narrow.split_once('/')) else {
        return false;
    };
    let suffix = other_form.rsplit_once('+').map(|(_, suffix)| suffix);
    let wider_form = form == "*" && other_form != "*" || Some(form) == suffix && form != other_form;
    let wider_kind = kind == "*" && other_kind != "*";
    let same = wide == narrow && !general.contains(';') && special.contains(';');
    same || wider_kind && form == "*" || kind == other_kind && wider_form
}

fn content(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>, owner: &Owner) {
    text::keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example", "examples"], owner);
    match (was.raw("schema"), is.raw("schema")) {
        (None, None) => {}
        (Some(was), Some(is)) => walk.places(group, was, is, Travel::RESPONSE),
        (was, is) => {
            let rule = if is.is_some() { &rules::SCHEMA_ADDED } else { &rules::SCHEMA_REMOVED };
            let found = Found::key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
            group.found.push(found.weighed(Direction::Response));
        }
    }
}

fn headers(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>) {
    let (old, new) = (was.raw("headers"), is.raw("headers"));
    let find = |side: &Option<Cursor<'_>>, name: &str| -> bool {
        side.iter().flat_map(Cursor::members).any(|(other, _)| other.eq_ignore_ascii_case(name))
    };
    for (name, before) in old.iter().flat_map(Cursor::members) {
        let after =
            new.iter().flat_map(|all| all.members().collect::<Vec<_>>()).find(|(other, _)| other.eq_ignore_ascii_case(name));
        if let Some((_, after)) = after {
            header(walk, group, &before.followed(), &after.followed());
            continue;
        }
        let is_required = before.clone().followed().flag("required");
        let rule = if is_required { &rules::REQUIRED_HEADER_REMOVED } else { &rules::OPTIONAL_HEADER_REMOVED };
        group.found.push(Found::between(rule, Some(&before.at), None).weighed(Direction::Response));
    }
    for (_, after) in new.iter().flat_map(Cursor::members).filter(|(name, _)| !find(&old, name)) {
        group.found.push(Found::between(&rules::HEADER_ADDED, None, Some(&after.at)).weighed(Direction::Response));
    }
}

fn header(walk: &mut Walk, group: &mut Group, was: &Cursor<'_>, is: &Cursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let required = match (was.flag("required"), is.flag("required")) {
        (false, true) => Some(&rules::HEADER_BECAME_REQUIRED),
        (true, false) => Some(&rules::HEADER_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = required {
        let (was, is) = (was.raw("required"), is.raw("required"));
        let found = Found::key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.weighed(Direction::Response));
    }
    text::deprecated(group, (&rules::HEADER_DEPRECATED, &rules::HEADER_DEPRECATED), was, is, &owner);
    text::keys(group, &rules::HEADER_DOCS, (Some(was), Some(is)), &["description", "example", "examples"], &owner);
    extensions::other(group, was, is, &owner);
    if let (Some(was), Some(is)) = (was.raw("schema"), is.raw("schema")) {
        walk.places(group, was, is, Travel::HEADER);
    }
}
