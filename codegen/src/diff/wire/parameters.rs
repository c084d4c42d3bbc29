//! Compares parameters, of the operation and of its path item.

use std::collections::{HashMap, HashSet};

use super::finding::WireFinding;
use super::matching::{WireOperation, path_names};
use super::{FindingGroup, SchemaUsage, WireComparer, annotations, extensions};
use crate::diff::change::{Effect, Owner, WireDirection};
use crate::diff::pool::Pool;
use crate::diff::rules;
use crate::value::{JsonTypes, MergedSchema, NodeCursor};

/// A parameter of one side.
#[derive(Clone)]
struct WireParameter<'a> {
    name: &'a str,
    location: &'a str,
    /// The entry in the `parameters` list, which may be a reference.
    entry: NodeCursor<'a>,
    at: NodeCursor<'a>,
}

impl WireParameter<'_> {
    fn is_required(&self) -> bool {
        self.at.flag("required") || self.location == "path"
    }

    /// Returns what identifies the parameter: its location, and its name or its position in the path.
    fn key(&self, positions: &HashMap<&str, usize>) -> (String, Option<String>) {
        let key = match self.location {
            "path" => positions.get(self.name).map(ToString::to_string),
            "header" => Some(self.name.to_ascii_lowercase()),
            _ => Some(self.name.to_owned()),
        };
        (self.location.to_owned(), key)
    }

    fn label(&self) -> String {
        format!("{} {}", self.location, self.name)
    }
}

pub(super) fn compare(comparer: &mut WireComparer, group: &mut FindingGroup, was: &WireOperation<'_>, is: &WireOperation<'_>) {
    let (old_positions, new_positions) = (path_positions(&was.path), path_positions(&is.path));
    let (mut old, mut new) = (parameters(was), Pool::new(parameters(is)));
    let mut by_key = new.by_key(|after| Some(after.key(&new_positions)));
    old.retain(|before| {
        let Some(after) = new.take(&mut by_key, &before.key(&old_positions)) else { return true };
        both(comparer, group, before, &after);
        false
    });
    let mut by_name = new.by_key(|after| Some(after.name));
    for before in old {
        if let Some(after) = new.take(&mut by_name, &before.name) {
            moved(comparer, group, &before, &after);
            continue;
        }
        let is_deprecated = before.at.flag("deprecated");
        let rule = if is_deprecated { &rules::PARAMETER_REMOVED_DEPRECATED } else { &rules::PARAMETER_REMOVED };
        let found = WireFinding::between(rule, Some(&before.at.at), None).in_direction(WireDirection::Request);
        let found = WireFinding { location: Owner { base: Some(before.entry.at.clone()), head: None }, ..found };
        group.found.push(found.with_subject(format!("{} · {}", was.label(), before.label())));
    }
    for after in new.rest() {
        let rule = if after.is_required() { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::PARAMETER_ADDED };
        let found = WireFinding::between(rule, None, Some(&after.at.at)).in_direction(WireDirection::Request);
        let found = WireFinding { location: Owner { base: None, head: Some(after.entry.at.clone()) }, ..found };
        group.found.push(found.with_subject(format!("{} · {}", is.label(), after.label())));
    }
}

/// Returns the positions of the parameters in a path by name.
fn path_positions(path: &str) -> HashMap<&str, usize> {
    // Of a name that occurs twice, the first position counts.
    path_names(path).into_iter().enumerate().rev().map(|(position, name)| (name, position)).collect()
}

fn parameters<'a>(operation: &WireOperation<'a>) -> Vec<WireParameter<'a>> {
    let list = |at: &NodeCursor<'a>| -> Vec<WireParameter<'a>> {
        let entrys: Vec<NodeCursor<'a>> = at.raw("parameters").iter().flat_map(|list| list.items().collect::<Vec<_>>()).collect();
        let parameters = entrys.into_iter().filter_map(|entry| {
            let at = entry.clone().followed();
            Some(WireParameter { name: at.string("name")?, location: at.string("in")?, entry, at })
        });
        parameters.collect()
    };
    let mut parameters = list(&operation.at);
    let mut known: HashSet<(&str, &str)> = parameters.iter().map(|own| (own.name, own.location)).collect();
    parameters.extend(list(&operation.item).into_iter().filter(|shared| known.insert((shared.name, shared.location))));
    parameters
}

fn owner(before: &WireParameter<'_>, after: &WireParameter<'_>) -> Owner {
    Owner { base: Some(before.at.at.clone()), head: Some(after.at.at.clone()) }
}

fn moved(comparer: &mut WireComparer, group: &mut FindingGroup, before: &WireParameter<'_>, after: &WireParameter<'_>) {
    let owner = owner(before, after);
    let (was, is) = (before.at.raw("in"), after.at.raw("in"));
    group.found.push(
        WireFinding::at_key(&rules::PARAMETER_MOVED, &owner, was.as_ref(), is.as_ref()).in_direction(WireDirection::Request),
    );
    both(comparer, group, before, after);
}

fn both(comparer: &mut WireComparer, group: &mut FindingGroup, before: &WireParameter<'_>, after: &WireParameter<'_>) {
    let owner = owner(before, after);
    let (was, is) = (&before.at, &after.at);
    let key = |key: &str| (was.raw(key), is.raw(key));
    let required = match (before.is_required(), after.is_required()) {
        (false, true) => Some(&rules::PARAMETER_BECAME_REQUIRED),
        (true, false) => Some(&rules::PARAMETER_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(rule) = required {
        let (was, is) = key("required");
        let found = WireFinding::at_key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.in_direction(WireDirection::Request));
    }
    let is_list = is_composite(before) && is_composite(after);
    let (old, new) = (serialization(before, is_list), serialization(after, is_list));
    if old != new && before.location == after.location {
        let (was, is) = key("style");
        let found =
            WireFinding::at_key(&rules::PARAMETER_SERIALIZATION, &owner, was.as_ref(), is.as_ref()).values(Some(old), Some(new));
        group.found.push(found.in_direction(WireDirection::Request));
    }
    if was.flag("allowEmptyValue") != is.flag("allowEmptyValue") {
        let effect = if is.flag("allowEmptyValue") { Effect::Widens } else { Effect::Narrows };
        let (was, is) = key("allowEmptyValue");
        let found = WireFinding::at_key(&rules::PARAMETER_EMPTY, &owner, was.as_ref(), is.as_ref());
        group.found.push(found.with_effect(effect, WireDirection::Request));
    }
    annotations::deprecated(group, (&rules::PARAMETER_DEPRECATED, &rules::PARAMETER_REACTIVATED), was, is, &owner);
    annotations::keys(group, &rules::PARAMETER_DOCS, (Some(was), Some(is)), &["description", "example", "examples"], &owner);
    extensions::other(group, was, is, &owner);
    if let (Some(was), Some(is)) = (schema(was), schema(is)) {
        comparer.compare_schemas(group, was, is, SchemaUsage::PARAMETER);
    }
}

/// Returns the schema of the value, which may be nested in a media type.
fn schema<'a>(at: &NodeCursor<'a>) -> Option<NodeCursor<'a>> {
    at.raw("schema").or_else(|| at.raw("content")?.members().next()?.1.raw("schema"))
}

/// Returns whether the value is a list or an object, which can be serialized in several ways.
fn is_composite(parameter: &WireParameter<'_>) -> bool {
    let types = schema(&parameter.at).map(|schema| MergedSchema::of(schema).types().values());
    types.is_some_and(|types| JsonTypes::ARRAY.or(JsonTypes::OBJECT).contains(types))
}

/// Formats the serialization of the value, with the defaults of OpenAPI. `explode` matters only for lists and objects.
fn serialization(parameter: &WireParameter<'_>, is_composite: bool) -> String {
    let at = &parameter.at;
    if let Some((media, _)) = at.raw("content").and_then(|content| content.members().next()) {
        return media.to_owned();
    }
    let style = at.string("style").unwrap_or(match parameter.location {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let explode = at.json("explode").and_then(|value| value.as_bool()).unwrap_or(style == "form");
    let explode = if !is_composite || style == "deepObject" {
        ""
    } else if explode {
        ", explode"
    } else {
        ", no explode"
    };
    let reserved = if at.flag("allowReserved") { ", reserved characters" } else { "" };
    format!("{style}{explode}{reserved}")
}
