//! What has happened, derived from the recorded changes: recents, the flow of an item, and changelogs.

use std::collections::HashSet;

use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

use super::{MockCall, Outcome};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, RowChange};
use crate::views::{View, space_time, v1_names};

/// Lists the items that have changed since a time, in the order of their last changes.
pub(super) fn recents(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let since = call.request.query("since_timestamp").unwrap_or_default();
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", since).and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC));
    let time =
        time.map_err(|_| ApiResponse::error(400, "`since_timestamp`: expected a time such as `2026-01-31 13:30:00`", ""))?;
    let wanted = call.request.query_list("items");
    let is_wanted = |kind: Kind| kind.recent_item().is_some_and(|item| wanted.is_empty() || wanted.contains(&item));
    let mut seen = HashSet::new();
    let changes = call.store.changes().iter().rev();
    let changes = changes.filter(|change| change.stamp.time >= time.timestamp() && is_wanted(change.kind));
    let mut last: Vec<&RowChange> = changes.filter(|change| seen.insert((change.kind, &change.id))).collect();
    last.reverse();
    let page = call.page(&last, |change| {
        let data = View::of_kind(change.kind, true).map(|view| view.render(&change.after, call.store));
        json!({ "item": change.kind.recent_item(), "id": change.id.to_json(), "data": data, "time": space_time(change.stamp.time) })
    })?;
    let Outcome::Page { mut items, mut additional_data } = page else { return Ok(page) };
    // The time is only needed to tell where the page ends.
    let times: Vec<Value> = items.iter_mut().filter_map(|item| item.as_object_mut()?.remove("time")).collect();
    additional_data["since_timestamp"] = since.into();
    additional_data["last_timestamp_on_page"] = times.last().cloned().unwrap_or(Value::Null);
    Ok(Outcome::Page { items, additional_data })
}

/// Lists what has happened to an item: changes of its values, and the items that link to it. The last event comes first.
pub(super) fn flow(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let id = call.row(kind)?.id.clone();
    let wanted = call.request.query_list("items");
    let has_custom = call.request.is_set("all_changes");
    let mut events = Vec::new();
    for (number, change) in call.store.changes().iter().enumerate().filter(|(_, change)| change.kind == kind && change.id == id) {
        let changed = changed(change).into_iter().filter(|changed| has_custom || !changed.is_custom);
        events.extend(changed.map(|changed| (change.stamp.time, field_change(kind, number, change, &changed))));
    }
    let link = kind.link().unwrap_or_default();
    for linked in [Kind::Activity, Kind::Deal, Kind::File, Kind::Note] {
        let Some(view) = View::of_kind(linked, true) else { continue };
        for row in call.store.table(linked).present().filter(|row| *row.get(link) == id.to_json()) {
            let object = match linked {
                Kind::Activity if *row.get("done") == true => "activity",
                Kind::Activity => "plannedActivity",
                Kind::Deal => "deal",
                Kind::File => "file",
                _ => "note",
            };
            events.push((row.add_time, event(object, row.add_time, &view.render(row, call.store))));
        }
    }
    events.retain(|(_, event)| wanted.is_empty() || event["object"].as_str().is_some_and(|object| is_wanted(object, &wanted)));
    events.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    call.page(&events, |(_, event)| event.clone())
}

/// `change` selects the changes of all kinds of items.
fn is_wanted(object: &str, wanted: &[&str]) -> bool {
    wanted.contains(&object) || object.ends_with("Change") && wanted.contains(&"change")
}

fn event(object: &str, time: jiff::Timestamp, data: &Value) -> Value {
    json!({ "object": object, "timestamp": space_time(time), "data": data })
}

fn field_change(kind: Kind, number: usize, change: &RowChange, changed: &ChangedValue) -> Value {
    let object = format!("{}Change", kind.noun().to_lowercase());
    let data = json!({
        "id": number + 1,
        "item_id": change.id.to_json(),
        "user_id": change.stamp.user,
        "field_key": v1_name(kind, &changed.name),
        "old_value": changed.before,
        "new_value": changed.after,
        "is_bulk_update_flag": null,
        "log_time": space_time(change.stamp.time),
        "change_source": "api",
        "change_source_user_agent": null,
        "additional_data": [],
    });
    event(&object, change.stamp.time, &data)
}

/// Lists the changes of the values of an item, the last one first.
pub(super) fn changelog(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let id: Id = call.row(kind)?.id.clone();
    let changes =
        call.store.changes().iter().rev().filter(|change| change.kind == kind && change.id == id && change.before.is_some());
    let is_of_values = call.operation.item().is_none_or(|item| item.property("new_values").is_none());
    if !is_of_values {
        let changes: Vec<&RowChange> = changes.filter(|change| !changed(change).is_empty()).collect();
        return call.page(&changes, |change| whole_change(change));
    }
    let changes = changes.flat_map(|change| changed(change).into_iter().map(move |changed| (change, changed)));
    call.page(&changes.collect::<Vec<_>>(), |(change, changed)| {
        json!({
            "field_key": v1_name(kind, &changed.name),
            "old_value": as_string(&changed.before),
            "new_value": as_string(&changed.after),
            "actor_user_id": change.stamp.user,
            "time": space_time(change.stamp.time),
            "change_source": "api",
            "change_source_user_agent": null,
            "is_bulk_update_flag": false,
        })
    })
}

/// A change as version 2 has it: all values at once.
fn whole_change(change: &RowChange) -> Value {
    let changed = changed(change);
    let values = |value: fn(&ChangedValue) -> &Value| -> Map<String, Value> {
        changed.iter().map(|changed| (changed.name.clone(), value(changed).clone())).collect()
    };
    json!({
        "change_source": "api",
        "change_source_user_agent": null,
        "time": change.stamp.time.to_string(),
        "new_values": values(|changed| &changed.after),
        "old_values": values(|changed| &changed.before),
        "actor_user_id": change.stamp.user,
    })
}

/// A value that a change has changed.
struct ChangedValue {
    name: String,
    is_custom: bool,
    before: Value,
    after: Value,
}

fn changed(change: &RowChange) -> Vec<ChangedValue> {
    let Some(before) = &change.before else { return Vec::new() };
    let compare = |before: &Map<String, Value>, after: &Map<String, Value>, is_custom: bool| -> Vec<ChangedValue> {
        let changed = after.iter().filter(|(name, value)| before.get(*name).unwrap_or(&Value::Null) != *value);
        let changed = changed.map(|(name, value)| ChangedValue {
            name: name.clone(),
            is_custom,
            before: before.get(name).cloned().unwrap_or(Value::Null),
            after: value.clone(),
        });
        changed.collect()
    };
    let mut all = compare(&before.values, &change.after.values, false);
    all.extend(compare(&before.custom_fields, &change.after.custom_fields, true));
    all
}

/// Whether a change has an effect that can be seen.
pub(crate) fn has_effect(change: &RowChange) -> bool {
    change.before.as_ref().is_none_or(|before| before.is_deleted() != change.after.is_deleted()) || !changed(change).is_empty()
}

fn v1_name(kind: Kind, stored: &str) -> &str {
    v1_names(kind).iter().find(|(_, name)| *name == stored).map_or(stored, |(v1, _)| v1)
}

/// Values of version 1's changelogs are strings.
fn as_string(value: &Value) -> Value {
    match value {
        Value::Null | Value::String(_) => value.clone(),
        value => value.to_string().into(),
    }
}
