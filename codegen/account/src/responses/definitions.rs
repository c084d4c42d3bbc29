//! Reading single definitions of either version of the API. Missing properties have defaults, except for keys and ids.

use serde_json::Value;

use crate::snapshot::{
    AccountField, AccountOption, AccountOptionId, AccountUser, ActivityType, Company, Currency, LeadLabel, Pipeline, Stage,
    Subfield,
};

/// A definition with its position, by which the list is sorted.
pub(super) type Positioned<T> = (Option<i64>, T);

pub(super) fn field(value: &Value) -> Option<AccountField> {
    let key = string(value, &["field_code", "key"])?;
    let field_type = string(value, &["field_type"]).unwrap_or_default();
    let custom = value.get("is_custom_field").and_then(Value::as_bool).unwrap_or_else(|| is_custom_key(&key));
    // The options of such fields would be names of persons.
    let has_items = matches!(field_type.as_str(), "user" | "people" | "org");
    let options = if has_items { Vec::new() } else { list(value, "options").filter_map(|value| option(value, custom)).collect() };
    Some(AccountField {
        name: string(value, &["field_name", "name"]).unwrap_or_else(|| key.clone()),
        field_type,
        custom,
        deleted: is_deleted(value),
        description: string(value, &["description"]).filter(|description| !description.trim().is_empty()),
        subfields: list(value, "subfields").filter_map(|value| subfield(value, &key)).collect(),
        options: distinct(options, |option| option.id.clone()),
        key,
    })
}

/// Version 1 lists the parts of a value as fields too, next to the whole field.
pub(super) fn is_subfield(value: &Value) -> bool {
    value.get("is_subfield").and_then(Value::as_bool) == Some(true)
}

/// Whether a key consists of 40 hexadecimal digits.
fn is_custom_key(key: &str) -> bool {
    key.len() == 40 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn option(value: &Value, custom: bool) -> Option<AccountOption> {
    let id = match value.get("id")? {
        Value::String(id) => match id.parse() {
            // The ids of options of custom fields are numbers, which version 1 sometimes sends as strings.
            Ok(number) if custom => AccountOptionId::Number(number),
            _ => AccountOptionId::String(id.clone()),
        },
        Value::Number(id) => AccountOptionId::Number(id.as_i64()?),
        Value::Bool(id) => AccountOptionId::Boolean(*id),
        _ => return None,
    };
    let label = string(value, &["label"]).unwrap_or_else(|| id.to_string());
    Some(AccountOption { id, label })
}

/// In version 1, the key of a part begins with that of the whole field.
fn subfield(value: &Value, field: &str) -> Option<Subfield> {
    let key = string(value, &["field_code", "id_suffix", "key"])?;
    let key = key.strip_prefix(field).and_then(|key| key.strip_prefix('_')).map_or(key.clone(), str::to_owned);
    Some(Subfield {
        name: string(value, &["field_name", "name"]).unwrap_or_else(|| key.clone()),
        field_type: string(value, &["field_type"]).unwrap_or_default(),
        key,
    })
}

pub(super) fn pipeline(value: &Value) -> Option<Positioned<Pipeline>> {
    let (id, name) = named(value)?;
    Some((integer(value, "order_nr"), Pipeline { id, name, deleted: is_deleted(value), stages: Vec::new() }))
}

/// Reads a stage, and the id of its pipeline.
pub(super) fn stage(value: &Value) -> Option<(i64, Positioned<Stage>)> {
    let (id, name) = named(value)?;
    let stage = Stage { id, name, deleted: is_deleted(value) };
    Some((integer(value, "pipeline_id")?, (integer(value, "order_nr"), stage)))
}

pub(super) fn activity_type(value: &Value) -> Option<Positioned<ActivityType>> {
    let ((id, name), key) = (named(value)?, string(value, &["key_string"])?);
    let custom = flag(value, "is_custom_flag") == Some(true);
    Some((integer(value, "order_nr"), ActivityType { id, key, name, custom, deleted: is_deleted(value) }))
}

pub(super) fn lead_label(value: &Value) -> Option<LeadLabel> {
    let id = string(value, &["id"])?;
    Some(LeadLabel { name: string(value, &["name"]).unwrap_or_else(|| id.clone()), id })
}

pub(super) fn lead_source(value: &Value) -> Option<String> {
    string(value, &["name"])
}

/// Reads a currency, and whether it can be used.
pub(super) fn currency(value: &Value) -> Option<(Currency, bool)> {
    let currency = Currency {
        code: string(value, &["code"])?,
        name: string(value, &["name"]),
        decimal_places: integer(value, "decimal_points").and_then(|places| places.try_into().ok()),
        custom: flag(value, "is_custom_flag") == Some(true),
    };
    Some((currency, !is_deleted(value)))
}

pub(super) fn user(value: &Value) -> Option<AccountUser> {
    let (id, name) = named(value)?;
    Some(AccountUser { id, name, email: string(value, &["email"]), inactive: is_deleted(value) })
}

pub(super) fn company(value: &Value) -> Option<Company> {
    Some(Company { id: integer(value, "company_id")?, domain: string(value, &["company_domain"]) })
}

/// Sorts definitions by their positions, and by id those without one.
pub(super) fn in_order<T>(mut all: Vec<Positioned<T>>, id: impl Fn(&T) -> i64) -> Vec<T> {
    all.sort_by_key(|(position, item)| (position.is_none(), *position, id(item)));
    all.into_iter().map(|(_, item)| item).collect()
}

/// Keeps the last of several definitions with the same key or id, as pages overlap if the list changes meanwhile.
pub(super) fn distinct<T, K: std::hash::Hash + Eq>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let last: std::collections::HashMap<K, usize> = all.iter().enumerate().map(|(index, item)| (key(item), index)).collect();
    all.into_iter().enumerate().filter(|(index, item)| last.get(&key(item)) == Some(index)).map(|(_, item)| item).collect()
}

fn named(value: &Value) -> Option<(i64, String)> {
    let id = integer(value, "id")?;
    Some((id, string(value, &["name"]).unwrap_or_else(|| id.to_string())))
}

/// Returns the first of several properties that is a string.
fn string(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| value.get(name)?.as_str()).map(str::to_owned)
}

fn integer(value: &Value, name: &str) -> Option<i64> {
    let value = value.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Version 1 writes some flags as numbers.
fn flag(value: &Value, name: &str) -> Option<bool> {
    let value = value.get(name)?;
    value.as_bool().or_else(|| value.as_i64().map(|number| number != 0))
}

fn is_deleted(value: &Value) -> bool {
    flag(value, "is_deleted") == Some(true) || ["active_flag", "active"].iter().any(|name| flag(value, name) == Some(false))
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}
