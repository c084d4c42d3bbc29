//! Parses the values of extensions. The errors are help texts: what to write.

use std::collections::HashSet;

use serde_json::Value;

use super::{CustomFieldsPlacement, EmptyList, Lenient, PaginationExtension, PaginationKind, Rounding, WaitExtension};
use crate::idents::is_alias;
use crate::openapi::nearest;

pub(super) fn cost(value: &Value) -> Result<u32, String> {
    // Zero is valid: calls of the OAuth endpoints cost nothing.
    number(value).ok_or_else(|| "write a non-negative integer, such as `x-token-cost: 5`".to_owned())
}

fn number(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

pub(super) fn string(value: &Value) -> Result<String, String> {
    match value.as_str() {
        Some(string) if !string.trim().is_empty() => Ok(string.to_owned()),
        _ => Err("write a string that is not empty".to_owned()),
    }
}

/// The documentation of the values of an enum, which can be empty.
pub(super) fn descriptions(value: &Value) -> Result<Vec<String>, String> {
    let items = value.as_array().ok_or("write a list of strings, one for each value of the enum")?;
    let strings = items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
    strings.ok_or_else(|| "write a string for each value of the enum".to_owned())
}

/// A list of strings that are not blank.
fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| string(item).ok()).collect()
}

/// Words for the search of the documentation.
pub(super) fn aliases(value: &Value) -> Result<Vec<String>, String> {
    let wanted = "write a list of words that users search for, such as `[upsert]`";
    let words = value.as_array().filter(|words| !words.is_empty()).ok_or(wanted)?;
    words
        .iter()
        .map(|word| string(word).ok().filter(|word| is_alias(word)))
        .collect::<Option<_>>()
        .ok_or_else(|| wanted.to_owned())
}

pub(super) fn path(value: &Value) -> Result<String, String> {
    string(value)
        .ok()
        .filter(|path| path.starts_with('/'))
        .ok_or_else(|| "write a path that begins with `/`, such as `x-sent-to: /oauth/token`".to_owned())
}

/// Accepts only `true`: without the extension, the value is `false`.
pub(super) fn flag(value: &Value) -> Result<(), String> {
    match value {
        Value::Bool(true) => Ok(()),
        Value::Bool(false) => Err("remove it: `false` is the default".to_owned()),
        _ => Err("write `true`".to_owned()),
    }
}

pub(super) fn type_name(value: &Value) -> Result<String, String> {
    let wanted = || "write a name in CamelCase, such as `DealId`".to_owned();
    let name = string(value).map_err(|_| wanted())?;
    let camel = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    if camel { Ok(name) } else { Err(wanted()) }
}

pub(super) fn type_names(value: &Value) -> Result<Vec<String>, String> {
    let items = value.as_array().ok_or("write a list of names in CamelCase, one for each value of the enum")?;
    let names: Vec<String> = items.iter().map(type_name).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    let twice = names.iter().find(|name| !seen.insert(*name));
    match twice {
        Some(name) => Err(format!("use each name once; `{name}` occurs twice")),
        None => Ok(names),
    }
}

pub(super) fn lenient(value: &Value) -> Result<Lenient, String> {
    word(value, Lenient::ALL, Lenient::word)
}

pub(super) fn custom_fields(value: &Value) -> Result<CustomFieldsPlacement, String> {
    word(value, CustomFieldsPlacement::ALL, CustomFieldsPlacement::word)
}

pub(super) fn empty_list(value: &Value) -> Result<EmptyList, String> {
    word(value, EmptyList::ALL, EmptyList::word)
}

pub(super) fn rounding(value: &Value) -> Result<Rounding, String> {
    word(value, Rounding::ALL, Rounding::word)
}

/// Finds what a word stands for.
fn word<T: Copy>(value: &Value, all: &[T], word_of: impl Fn(T) -> &'static str) -> Result<T, String> {
    let written = value.as_str().unwrap_or_default();
    if let Some(meaning) = all.iter().find(|known| word_of(**known) == written) {
        return Ok(*meaning);
    }
    let words = || all.iter().map(|known| word_of(*known));
    Err(match nearest(written, words()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    })
}

pub(super) fn pagination(value: &Value) -> Result<PaginationExtension, String> {
    let wanted = "write `{ style: cursor, items: /data, max: 500 }`";
    let map = value.as_object().ok_or(wanted)?;
    if let Some(key) = map.keys().find(|key| !["style", "items", "max"].contains(&key.as_str())) {
        return Err(format!("remove the unknown key `{key}`: {wanted}"));
    }
    let styles = [PaginationKind::Cursor, PaginationKind::Offset, PaginationKind::Recents];
    let style = word(map.get("style").unwrap_or(&Value::Null), &styles, PaginationKind::name)
        .map_err(|help| format!("for `style`: {help}"))?;
    let items =
        pointer(map.get("items")).ok_or("for `items`: write a JSON pointer to the list in the response, such as `/data`")?;
    let max = match map.get("max") {
        None => None,
        Some(max) => {
            Some(number(max).filter(|max| *max > 0).ok_or("for `max`: write the maximum value of `limit`, a positive integer")?)
        }
    };
    Ok(PaginationExtension { style, items, max })
}

pub(super) fn wait(value: &Value) -> Result<WaitExtension, String> {
    let wanted = "write `{ status: /data/status, done: [completed], failed: [failed] }`";
    let map = value.as_object().ok_or(wanted)?;
    if let Some(key) = map.keys().find(|key| !["status", "done", "failed"].contains(&key.as_str())) {
        return Err(format!("remove the unknown key `{key}`: {wanted}"));
    }
    let status = pointer(map.get("status"))
        .ok_or("for `status`: write a JSON pointer to the status in the response, such as `/data/status`")?;
    let values = |key: &str| {
        let values = map.get(key).and_then(strings).filter(|values| !values.is_empty());
        values.ok_or_else(|| format!("for `{key}`: write a list of values of the status, such as `[completed]`"))
    };
    let (done, failed) = (values("done")?, values("failed")?);
    match done.iter().find(|value| failed.contains(value)) {
        Some(both) => Err(format!("remove `{both}` from `done` or from `failed`")),
        None => Ok(WaitExtension { status, done, failed }),
    }
}

/// A JSON pointer to a value inside the response, not to the whole response.
fn pointer(value: Option<&Value>) -> Option<String> {
    value?.as_str().filter(|pointer| pointer.starts_with('/') && pointer.len() > 1).map(str::to_owned)
}

/// Checks the numbers of requests and searches per period, such as `{ period: 2, requests: { api_token: 20 }, searches: 10 }`.
pub(super) fn rate_limits(value: &Value) -> Result<(), String> {
    let wanted = "write `{ period: 2, requests: { api_token: 20 }, searches: 10 }`, with the period in seconds and the requests by security scheme";
    let positive = |value: &Value| number(value).is_some_and(|number| number > 0);
    let map = value.as_object().ok_or(wanted)?;
    if let Some(key) = map.keys().find(|key| !["period", "requests", "searches"].contains(&key.as_str())) {
        return Err(format!("remove the unknown key `{key}`: {wanted}"));
    }
    let requests = map.get("requests").and_then(Value::as_object).is_some_and(|requests| requests.values().all(positive));
    if requests && map.get("period").is_some_and(positive) && map.get("searches").is_none_or(positive) {
        Ok(())
    } else {
        Err(wanted.to_owned())
    }
}
