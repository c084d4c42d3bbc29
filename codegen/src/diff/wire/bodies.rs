//! Compares request bodies.

use super::finding::WireFinding;
use super::matching::WireOperation;
use super::{FindingGroup, SchemaUsage, WireComparer, annotations, extensions};
use crate::diff::change::{Owner, WireDirection};
use crate::diff::rules;
use crate::value::NodeCursor;

pub(super) fn compare(comparer: &mut WireComparer, group: &mut FindingGroup, was: &WireOperation<'_>, is: &WireOperation<'_>) {
    let (old, new) = (was.at.get("requestBody"), is.at.get("requestBody"));
    let label = |operation: &WireOperation<'_>| format!("{} · body", operation.label());
    match (old, new) {
        (None, None) => {}
        (Some(old), None) => {
            let found = WireFinding::between(&rules::BODY_REMOVED, Some(&old.at), None).in_direction(WireDirection::Request);
            group.found.push(found.with_subject(label(was)));
        }
        (None, Some(new)) => {
            let rule = if new.flag("required") { &rules::REQUIRED_BODY_ADDED } else { &rules::BODY_ADDED };
            let found = WireFinding::between(rule, None, Some(&new.at)).in_direction(WireDirection::Request);
            group.found.push(found.with_subject(label(is)));
        }
        (Some(old), Some(new)) => both(comparer, group, &old, &new),
    }
}

fn both(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>) {
    let owner = Owner { base: Some(was.at.clone()), head: Some(is.at.clone()) };
    let required = match (was.flag("required"), is.flag("required")) {
        (false, true) => Some(&rules::BODY_BECAME_REQUIRED),
        (true, false) => Some(&rules::BODY_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = required {
        let (was, is) = (was.raw("required"), is.raw("required"));
        let found = WireFinding::at_key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.in_direction(WireDirection::Request));
    }
    annotations::keys(group, &rules::BODY_DOCS, (Some(was), Some(is)), &["description"], &owner);
    extensions::other(group, was, is, &owner);
    let (old, new) = (was.raw("content"), is.raw("content"));
    let media =
        |content: &Option<NodeCursor<'_>>, name: &str| content.as_ref().is_some_and(|content| content.media_type(name).is_some());
    for (name, old) in old.iter().flat_map(NodeCursor::members) {
        if let Some(new) = new.as_ref().and_then(|content| content.media_type(name)) {
            content(comparer, group, &old, &new, &owner);
            continue;
        }
        let found = WireFinding::at_key(&rules::BODY_MEDIA_REMOVED, &owner, Some(&old), None);
        group.found.push(found.values(Some(name.to_owned()), None).in_direction(WireDirection::Request));
    }
    for (name, added) in new.iter().flat_map(NodeCursor::members).filter(|(name, _)| !media(&old, name)) {
        let found = WireFinding::at_key(&rules::BODY_MEDIA_ADDED, &owner, None, Some(&added));
        group.found.push(found.values(None, Some(name.to_owned())).in_direction(WireDirection::Request));
    }
}

fn content(comparer: &mut WireComparer, group: &mut FindingGroup, was: &NodeCursor<'_>, is: &NodeCursor<'_>, owner: &Owner) {
    annotations::keys(group, &rules::SCHEMA_EXAMPLE, (Some(was), Some(is)), &["example", "examples"], owner);
    if was.json("encoding") != is.json("encoding") {
        let (was, is) = (was.raw("encoding"), is.raw("encoding"));
        let found = WireFinding::at_key(&rules::BODY_ENCODING, owner, was.as_ref(), is.as_ref());
        group.found.push(found.in_direction(WireDirection::Request));
    }
    match (was.raw("schema"), is.raw("schema")) {
        (None, None) => {}
        (Some(was), Some(is)) => comparer.compare_schemas(group, was, is, SchemaUsage::REQUEST),
        (was, is) => {
            let rule = if is.is_some() { &rules::BODY_SCHEMA_ADDED } else { &rules::BODY_SCHEMA_REMOVED };
            let found = WireFinding::at_key(rule, owner, was.as_ref(), is.as_ref()).values(None, None);
            group.found.push(found.in_direction(WireDirection::Request));
        }
    }
}
