//! Definitions of fields, as both versions show them.

use serde_json::{Value, json};

use super::custom_fields::{parts, v1_parts};
use crate::store::Row;

/// Returns a property of a definition whose form differs between the versions, or that has a default.
pub(super) fn value(row: &Row, is_v1: bool, name: &str) -> Option<Value> {
    let is_custom = *row.get("is_custom_field") == true;
    let stored = row.values.get(name);
    Some(match name {
        "key" => row.values.get("v1_key").or_else(|| row.values.get("field_code"))?.clone(),
        "options" if is_v1 => stored.map_or(Value::Null, plain),
        "options" => stored.cloned().unwrap_or(Value::Null),
        "options_deleted" => stored.map_or_else(|| json!([]), plain),
        "subfields" if is_v1 => v1_subfields(row),
        "subfields" => subfields(row),
        "is_subfield" | "is_optional_response_field" | "mandatory_flag" | "important_flag" => {
            stored.cloned().unwrap_or(false.into())
        }
        "edit_flag" => is_custom.into(),
        "index_visible_flag"
        | "details_visible_flag"
        | "add_visible_flag"
        | "bulk_edit_allowed"
        | "searchable_flag"
        | "filtering_allowed"
        | "sortable_flag" => stored.cloned().unwrap_or(true.into()),
        "ui_visibility" => merged(ui_visibility(), stored),
        "important_fields" => merged(json!({ "enabled": false, "stage_ids": [] }), stored),
        "required_fields" => merged(json!({ "enabled": false, "stage_ids": [], "statuses": {} }), stored),
        _ => return None,
    })
}

fn ui_visibility() -> Value {
    json!({
        "add_visible_flag": true,
        "details_visible_flag": true,
        "projects_detail_visible_flag": false,
        "org_detail_visible_flag": false,
        "person_detail_visible_flag": false,
        "deal_detail_visible_flag": false,
        "show_in_pipelines": { "show_in_all": true, "pipeline_ids": [] },
        "show_in_add_deal_dialog": { "show": false, "order": null },
        "show_in_add_person_dialog": { "show": false, "order": null },
    })
}

/// Returns settings with those that have been set.
fn merged(mut defaults: Value, set: Option<&Value>) -> Value {
    for (name, value) in set.and_then(Value::as_object).into_iter().flatten() {
        defaults[name] = value.clone();
    }
    defaults
}

/// Options of version 1 have an id and a label only.
fn plain(options: &Value) -> Value {
    let Some(options) = options.as_array() else { return Value::Null };
    options.iter().map(|option| json!({ "id": option["id"], "label": option["label"] })).collect()
}

fn subfields(row: &Row) -> Value {
    let field_type = row.string("field_type").unwrap_or_default();
    let others = parts(field_type);
    if others.is_empty() {
        return Value::Null;
    }
    let main = match field_type {
        "daterange" => "date",
        "monetary" => "double",
        "time" | "timerange" => "time",
        _ => "varchar",
    };
    let all = [("value", main)].into_iter().chain(others.iter().copied());
    all.map(|(code, part_type)| json!({ "field_code": code, "field_name": title(code), "field_type": part_type })).collect()
}

fn v1_subfields(row: &Row) -> Value {
    let (key, name) = (row.string("field_code").unwrap_or_default(), row.string("field_name").unwrap_or_default());
    let subfield = |(part, part_type): (&str, &str)| {
        json!({
            "id": null,
            "key": format!("{key}_{part}"),
            "name": format!("{} of {name}", title(part)),
            "field_type": part_type,
            "edit_flag": false,
            "is_subfield": true,
        })
    };
    v1_parts(row.string("field_type").unwrap_or_default()).map(subfield).collect()
}

/// `timezone_id` → `Timezone id`.
fn title(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
