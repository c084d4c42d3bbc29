//! Compares operations: existence, documentation, and their parts.

use std::collections::BTreeSet;

use super::document::{ASSUMED_SERVER, server_url};
use super::finding::WireFinding;
use super::matching::{Pairs, WireOperation, path_names};
use super::security::Requirements;
use super::{FindingGroup, Sides, WireComparer, annotations, bodies, extensions, parameters, responses, security};
use crate::diff::change::{Owner, WireDirection, WireLevel};
use crate::diff::rules;
use crate::value::NodeCursor;

/// Reports operations that exist on one side only.
pub(super) fn existence(group: &mut FindingGroup, pairs: &Pairs<'_>) {
    for old in &pairs.removed {
        let rule = if old.is_deprecated() { &rules::OPERATION_REMOVED_DEPRECATED } else { &rules::OPERATION_REMOVED };
        let mut found = WireFinding::between(rule, Some(&old.at.at), None).in_direction(WireDirection::Request);
        found.response = WireLevel::None;
        group.found.push(found.with_subject(old.label()));
    }
    for new in &pairs.added {
        let found = WireFinding::between(&rules::OPERATION_ADDED, None, Some(&new.at.at)).in_direction(WireDirection::Request);
        group.found.push(found.with_subject(new.label()));
    }
}

pub(super) fn compare(
    comparer: &mut WireComparer,
    group: &mut FindingGroup,
    pair: &Sides<WireOperation<'_>>,
    global: &Sides<Option<Requirements<'_>>>,
) {
    let (was, is) = (&pair.base, &pair.head);
    let owner = Owner { base: Some(was.at.at.clone()), head: Some(is.at.at.clone()) };
    paths(group, was, is, &owner);
    let (old, new) = (was.at.raw("operationId"), is.at.raw("operationId"));
    if was.id() != is.id() {
        group.found.push(WireFinding::at_key(&rules::OPERATION_ID, &owner, old.as_ref(), new.as_ref()));
    }
    let docs = ["summary", "description", "externalDocs"];
    annotations::keys(group, &rules::OPERATION_DOCS, (Some(&was.at), Some(&is.at)), &docs, &owner);
    annotations::keys(group, &rules::OPERATION_DOCS, (Some(&was.item), Some(&is.item)), &["summary", "description"], &owner);
    annotations::keys(group, &rules::OPERATION_TAGS, (Some(&was.at), Some(&is.at)), &["tags"], &owner);
    annotations::keys(group, &rules::CALLBACKS, (Some(&was.at), Some(&is.at)), &["callbacks"], &owner);
    annotations::deprecated(group, (&rules::OPERATION_DEPRECATED, &rules::OPERATION_REACTIVATED), &was.at, &is.at, &owner);
    servers(group, was, is, &owner);
    extensions::operation(group, &was.at, &is.at, &owner);
    security::operation(comparer, group, was, is, global);
    parameters::compare(comparer, group, was, is);
    bodies::compare(comparer, group, was, is);
    responses::compare(comparer, group, was, is);
}

/// Reports changed paths and changed names of path parameters.
fn paths(group: &mut FindingGroup, was: &WireOperation<'_>, is: &WireOperation<'_>, owner: &Owner) {
    let (old, new) = (path_names(&was.path), path_names(&is.path));
    let rename =
        |path: &str, from: &[&str]| from.iter().fold(path.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), "{}"));
    if rename(&was.path, &old) != rename(&is.path, &new) {
        let found = WireFinding::between(&rules::OPERATION_MOVED, None, None).values(Some(was.label()), Some(is.label()));
        let location = Owner { base: Some(was.path_at.clone()), head: Some(is.path_at.clone()) };
        group.found.push(WireFinding { location, owner: owner.clone(), ..found }.in_direction(WireDirection::Request));
    } else if old != new {
        let names = |names: &[&str]| Some(names.join(", "));
        let found = WireFinding::between(&rules::PATH_PARAMETER_NAME, None, None).values(names(&old), names(&new));
        let location = Owner { base: Some(was.path_at.clone()), head: Some(is.path_at.clone()) };
        group.found.push(WireFinding { location, owner: owner.clone(), ..found });
    }
}

/// Returns the servers of the operation, or of its path item.
fn own_servers<'a>(operation: &WireOperation<'a>) -> Option<NodeCursor<'a>> {
    operation.at.raw("servers").or_else(|| operation.item.raw("servers"))
}

/// Compares the servers of an operation that has its own on either side, or whose path item has.
fn servers(group: &mut FindingGroup, was: &WireOperation<'_>, is: &WireOperation<'_>, owner: &Owner) {
    let (own_base, own_head) = (own_servers(was), own_servers(is));
    if own_base.is_none() && own_head.is_none() {
        return;
    }
    let urls = |own: Option<NodeCursor<'_>>, operation: &WireOperation<'_>| -> Vec<String> {
        let list = own.or_else(|| operation.at.to_root()?.raw("servers"));
        let urls: Vec<String> = list.iter().flat_map(NodeCursor::items).filter_map(|server| server_url(&server)).collect();
        if urls.is_empty() { vec![ASSUMED_SERVER.to_owned()] } else { urls }
    };
    let (old, new) = (urls(own_base, was), urls(own_head, is));
    if old.iter().collect::<BTreeSet<_>>() != new.iter().collect::<BTreeSet<_>>() {
        let (at_base, at_head) = (was.at.raw("servers"), is.at.raw("servers"));
        let found = WireFinding::at_key(&rules::OPERATION_SERVERS, owner, at_base.as_ref(), at_head.as_ref());
        group.found.push(found.values(Some(old.join(", ")), Some(new.join(", "))).in_direction(WireDirection::Request));
    }
}

/// Returns whether the servers of an operation are those of the document, on both sides.
pub(super) fn inherits_servers(pair: &Sides<WireOperation<'_>>) -> bool {
    own_servers(&pair.base).is_none() && own_servers(&pair.head).is_none()
}
