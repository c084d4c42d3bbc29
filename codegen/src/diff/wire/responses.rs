//! Compares responses by status and media type, with their headers.

use super::finding::WireFinding;
use super::matching::WireOperation;
use super::{FindingGroup, SchemaUsage, WireComparer, annotations, extensions};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::rules;
use crate::value::NodeCursor;

pub(super) fn compare(comparer: &mut WireComparer, group: &mut FindingGroup, was: &WireOperation<'_>, is: &WireOperation<'_>) {
    let (old, new) = (statuses(was), statuses(is));
    for (status, before) in &old {
        if let Some(after) = exact(&new, status) {
            both(comparer, group, &before.clone().followed(), &after.clone().followed());
            continue;
        }
        // Responses with the status are still described, by the range that contains it, or some of those in the range.
        let after: Vec<_> =
            new.iter().filter(|(other, _)| covers_status(other, status) || covers_status(status, other)).collect();
        for (_, after) in &after {
            both(comparer, group, &before.clone().followed(), &after.clone().followed());
        }
        if after.iter().any(|(other, _)| covers_status(other, status)) {
            continue;
        }
        let rule = if is_success(status) { &rules::SUCCESS_REMOVED } else { &rules::ERROR_REMOVED };
        let effect = if after.is_empty() { rule.effect } else { Effect::Narrows };
        let found = WireFinding::between(rule, Some(&before.at), None).with_effect(effect, WireDirection::Response);
        group.found.push(found.with_subject(format!("{} · {status}", was.label())));
    }
    let is_new = |status: &str| exact(&old, status).is_none();
    let is_from_range = |status: &str| old.iter().any(|(range, _)| covers_status(range, status) && exact(&new, range).is_none());
    for (status, after) in new.iter().filter(|(status, _)| is_new(status) && !is_from_range(status)) {
        let rule = if is_success(status) { &rules::SUCCESS_ADDED } else { &rules::ERROR_ADDED };
        let found = WireFinding::between(rule, None, Some(&after.at)).in_direction(WireDirection::Response);
        group.found.push(found.with_subject(format!("{} · {status}", is.label())));
    }
}

/// Returns the responses of an operation by status as written.
fn statuses<'a>(operation: &WireOperation<'a>) -> Vec<(&'a str, NodeCursor<'a>)> {
    let all = operation.at.raw("responses");
    all.iter().flat_map(NodeCursor::members).filter(|(status, _)| !status.starts_with("x-")).collect()
}

/// Returns the response with the same status. The case of a range does not matter.
fn exact<'a, 'b>(all: &'b [(&'a str, NodeCursor<'a>)], status: &str) -> Option<&'b NodeCursor<'a>> {
    all.iter().find(|(other, _)| other.eq_ignore_ascii_case(status)).map(|(_, response)| response)
}

/// Returns whether a range such as `4XX` contains a status.
fn covers_status(range: &str, status: &str) -> bool {
    let digits = |status: &str| status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    digits(status) && range.len() == 3 && range[1..].eq_ignore_ascii_case("XX") && range.get(..1) == status.get(..1)
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

fn both(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    annotations::keys(group, &rules::RESPONSE_DOCS, (Some(was), Some(is)), &["description"], &owner);
    annotations::keys(group, &rules::LINKS, (Some(was), Some(is)), &["links"], &owner);
    extensions::other(group, was, is, &owner);
    headers(comparer, group, was, is);
    let (old, new) = (was.raw("content"), is.raw("content"));
    let list = |content: &Option<NodeCursor<'_>>| -> Vec<String> {
        content.iter().flat_map(NodeCursor::members).map(|(name, _)| name.to_owned()).collect()
    };
    let mut names: Vec<String> = list(&new).into_iter().filter(|name| under(old.as_ref(), name).is_none()).collect();
    for name in list(&old) {
        let (before, same) = (under(old.as_ref(), &name), under(new.as_ref(), &name));
        if let (Some(before), Some(after)) = (&before, &same) {
            content(comparer, group, before, after, &owner);
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
        let found = WireFinding::at_key(rule, &owner, before.as_ref(), after.as_ref()).values(Some(name), other);
        group.found.push(found.in_direction(WireDirection::Response));
        if let (Some(before), Some(after)) = (before, after) {
            content(comparer, group, &before, &after, &owner);
        }
    }
    for name in names {
        let found = WireFinding::at_key(&rules::MEDIA_ADDED, &owner, None, under(new.as_ref(), &name).as_ref());
        group.found.push(found.values(None, Some(name)).in_direction(WireDirection::Response));
    }
}

/// Returns the media type object of a media type.
fn under<'a>(content: Option<&NodeCursor<'a>>, media: &str) -> Option<NodeCursor<'a>> {
    content?.media_type(media)
}

/// Returns whether one media type is a generalization of another, as `application/*` is of `application/json`.
fn covers(general: &str, special: &str) -> bool {
    let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
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

fn content(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    annotations::keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example", "examples"], owner);
    match (was.raw("schema"), is.raw("schema")) {
        (None, None) => {}
        (Some(was), Some(is)) => comparer.compare_schemas(group, was, is, SchemaUsage::RESPONSE),
        (was, is) => {
            let rule = if is.is_some() { &rules::SCHEMA_ADDED } else { &rules::SCHEMA_REMOVED };
            let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
            group.found.push(found.in_direction(WireDirection::Response));
        }
    }
}

fn headers(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>) {
    let (old, new) = (was.raw("headers"), is.raw("headers"));
    let find = |side: &Option<NodeCursor<'_>>, name: &str| -> bool {
        side.iter().flat_map(NodeCursor::members).any(|(other, _)| other.eq_ignore_ascii_case(name))
    };
    for (name, before) in old.iter().flat_map(NodeCursor::members) {
        let after =
            new.iter().flat_map(|all| all.members().collect::<Vec<_>>()).find(|(other, _)| other.eq_ignore_ascii_case(name));
        if let Some((_, after)) = after {
            header(comparer, group, &before.followed(), &after.followed());
            continue;
        }
        let is_required = before.clone().followed().flag("required");
        let rule = if is_required { &rules::REQUIRED_HEADER_REMOVED } else { &rules::OPTIONAL_HEADER_REMOVED };
        group.found.push(WireFinding::between(rule, Some(&before.at), None).in_direction(WireDirection::Response));
    }
    for (_, after) in new.iter().flat_map(NodeCursor::members).filter(|(name, _)| !find(&old, name)) {
        group.found.push(WireFinding::between(&rules::HEADER_ADDED, None, Some(&after.at)).in_direction(WireDirection::Response));
    }
}

fn header(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let required = match (was.flag("required"), is.flag("required")) {
        (false, true) => Some(&rules::HEADER_BECAME_REQUIRED),
        (true, false) => Some(&rules::HEADER_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = required {
        let (was, is) = (was.raw("required"), is.raw("required"));
        let found = WireFinding::at_key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.in_direction(WireDirection::Response));
    }
    annotations::deprecated(group, (&rules::HEADER_DEPRECATED, &rules::HEADER_DEPRECATED), was, is, &owner);
    annotations::keys(group, &rules::HEADER_DOCS, (Some(was), Some(is)), &["description", "example", "examples"], &owner);
    extensions::other(group, was, is, &owner);
    if let (Some(was), Some(is)) = (was.raw("schema"), is.raw("schema")) {
        comparer.compare_schemas(group, was, is, SchemaUsage::HEADER);
    }
}
