//! Parameters: those of the operation and those that its path item shares.

use super::cursor::Cursor;
use super::found::Found;
use super::matching::{Operation, path_names};
use super::{Group, Travel, Walk, extensions, text};
use crate::diff::change::{Direction, Effect, Owner};
use crate::diff::rules;

/// A parameter of one side.
#[derive(Clone)]
struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    /// Where the operation or its path item mentions it.
    mention: Cursor<'a>,
    at: Cursor<'a>,
}

impl Parameter<'_> {
    fn is_required(&self) -> bool {
        self.at.flag("required") || self.place == "path"
    }

    fn label(&self) -> String {
        format!("{} {}", self.place, self.name)
    }
}

pub(super) fn compare(walk: &mut Walk, group: &mut Group, was: &Operation<'_>, is: &Operation<'_>) {
    let (mut old, mut new) = (parameters(was), parameters(is));
    let (old_names, new_names) = (path_names(&was.path), path_names(&is.path));
    let place = |names: &[&str], name: &str| names.iter().position(|other| *other == name);
    old.retain(|before| {
        let same = |after: &Parameter<'_>| {
            after.place == before.place
                && if before.place == "path" {
                    place(&old_names, before.name) == place(&new_names, after.name)
                } else if before.place == "header" {
                    before.name.eq_ignore_ascii_case(after.name)
                } else {
                    before.name == after.name
                }
        };
        let Some(index) = new.iter().position(same) else { return true };
        both(walk, group, before, &new.remove(index));
        false
    });
    for before in old {
        if let Some(index) = new.iter().position(|after| after.name == before.name) {
            moved(walk, group, &before, &new.remove(index));
            continue;
        }
        let is_deprecated = before.at.flag("deprecated");
        let rule = if is_deprecated { &rules::PARAMETER_REMOVED_DEPRECATED } else { &rules::PARAMETER_REMOVED };
        let found = Found::between(rule, Some(&before.at.at), None).weighed(Direction::Request);
        let found = Found { place: Owner { base: Some(before.mention.at.clone()), head: None }, ..found };
        group.found.push(found.named(format!("{} · {}", was.label(), before.label())));
    }
    for after in new {
        let rule = if after.is_required() { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::PARAMETER_ADDED };
        let found = Found::between(rule, None, Some(&after.at.at)).weighed(Direction::Request);
        let found = Found { place: Owner { base: None, head: Some(after.mention.at.clone()) }, ..found };
        group.found.push(found.named(format!("{} · {}", is.label(), after.label())));
    }
}

fn parameters<'a>(operation: &Operation<'a>) -> Vec<Parameter<'a>> {
    let list = |at: &Cursor<'a>| -> Vec<Parameter<'a>> {
        let mentions: Vec<Cursor<'a>> = at.raw("parameters").iter().flat_map(|list| list.items().collect::<Vec<_>>()).collect();
        let known = mentions.into_iter().filter_map(|mention| {
            let at = mention.clone().followed();
            Some(Parameter { name: at.text("name")?, place: at.text("in")?, mention, at })
        });
        known.collect()
    };
    let mut parameters = list(&operation.at);
    for shared in list(&operation.item) {
        if !parameters.iter().any(|own| own.name == shared.name && own.place == shared.place) {
            parameters.push(shared);
        }
    }
    parameters
}

fn owner(before: &Parameter<'_>, after: &Parameter<'_>) -> Owner {
    Owner { base: Some(before.at.at.clone()), head: Some(after.at.at.clone()) }
}

fn moved(walk: &mut Walk, group: &mut Group, before: &Parameter<'_>, after: &Parameter<'_>) {
    let owner = owner(before, after);
    let (was, is) = (before.at.raw("in"), after.at.raw("in"));
    group.found.push(Found::key(&rules::PARAMETER_MOVED, &owner, was.as_ref(), is.as_ref()).weighed(Direction::Request));
    both(walk, group, before, after);
}

fn both(walk: &mut Walk, group: &mut Group, before: &Parameter<'_>, after: &Parameter<'_>) {
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
        let found = Found::key(rule, &owner, was.as_ref(), is.as_ref()).values(None, None);
        group.found.push(found.weighed(Direction::Request));
    }
    let is_list = is_many(before) && is_many(after);
    let (old, new) = (serialization(before, is_list), serialization(after, is_list));
    if old != new && before.place == after.place {
        let (was, is) = key("style");
        let found = Found::key(&rules::PARAMETER_SERIALIZATION, &owner, was.as_ref(), is.as_ref()).values(Some(old), Some(new));
        group.found.push(found.weighed(Direction::Request));
    }
    if was.flag("allowEmptyValue") != is.flag("allowEmptyValue") {
        let effect = if is.flag("allowEmptyValue") { Effect::Widens } else { Effect::Narrows };
        let (was, is) = key("allowEmptyValue");
        let found = Found::key(&rules::PARAMETER_EMPTY, &owner, was.as_ref(), is.as_ref());
        group.found.push(found.with(effect, Direction::Request));
    }
    text::deprecated(group, (&rules::PARAMETER_DEPRECATED, &rules::PARAMETER_REACTIVATED), was, is, &owner);
    text::keys(group, &rules::PARAMETER_DOCS, (Some(was), Some(is)), &["description", "example", "examples"], &owner);
    extensions::other(group, was, is, &owner);
    if let (Some(was), Some(is)) = (schema(was), schema(is)) {
        walk.places(group, was, is, Travel::PARAMETER);
    }
}

/// The schema of the value, which may stand under a media type.
fn schema<'a>(at: &Cursor<'a>) -> Option<Cursor<'a>> {
    at.raw("schema").or_else(|| at.raw("content")?.members().next()?.1.raw("schema"))
}

/// Whether the value is a list or an object, which can be written in several ways.
fn is_many(parameter: &Parameter<'_>) -> bool {
    matches!(schema(&parameter.at).map(Cursor::followed).and_then(|schema| schema.text("type")), Some("array" | "object"))
}

/// How the value is written, with what OpenAPI says where nothing is written. Whether it is spread matters only to lists and objects.
fn serialization(parameter: &Parameter<'_>, is_many: bool) -> String {
    let at = &parameter.at;
    if let Some((media, _)) = at.raw("content").and_then(|content| content.members().next()) {
        return media.to_owned();
    }
    let style = at.text("style").unwrap_or(match parameter.place {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let explode = at.json("explode").and_then(|value| value.as_bool()).unwrap_or(style == "form");
    let explode = if !is_many {
        ""
    } else if explode {
        ", explode"
    } else {
        ", no explode"
    };
    let reserved = if at.flag("allowReserved") { ", reserved characters" } else { "" };
    format!("{style}{explode}{reserved}")
}
