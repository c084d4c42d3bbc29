//! What responses of version 1 contain beside their data: the items that the data refers to, and a few facts.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::MockCall;
use crate::description::ApiSchema;
use crate::store::{Id, Kind, Row, Store};
use crate::views::View;

/// The kinds of items that `related_objects` contains, with their names there.
const KINDS: &[(&str, Kind)] = &[
    ("user", Kind::User),
    ("person", Kind::Person),
    ("organization", Kind::Organization),
    ("deal", Kind::Deal),
    ("stage", Kind::Stage),
    ("pipeline", Kind::Pipeline),
];

/// Returns what a response contains beside its data and its page, as values of the whole response.
pub(super) fn of(call: &MockCall<'_>, data: &Value) -> Map<String, Value> {
    let mut beside = Map::new();
    let property = |name: &str| call.operation.response.filter(|_| call.operation.is_v1())?.property(name);
    if let Some(schema) = property("related_objects") {
        beside.insert("related_objects".to_owned(), related_objects(schema, data, call.store));
    }
    if let Some(schema) = property("additional_data") {
        let facts = schema.properties().into_iter().filter_map(|(name, _)| Some((name.to_owned(), fact(call, data, name)?)));
        let facts: Map<String, Value> = facts.collect();
        if !facts.is_empty() {
            beside.insert("additional_data".to_owned(), facts.into());
        }
    }
    beside
}

/// Returns a value of `additional_data` that does not belong to a page.
fn fact(call: &MockCall<'_>, data: &Value, name: &str) -> Option<Value> {
    Some(match name {
        "company_id" => 1.into(),
        "didMerge" => false.into(),
        "dropbox_email" => data["cc_email"].clone(),
        "more_activities_scheduled_in_context" => {
            let deal = Id::from_json(data.get("deal_id")?);
            let activities = call.store.table(Kind::Activity).present();
            let is_other = |activity: &&Row| activity.id.to_json() != data["id"] && *activity.get("done") != true;
            let in_context = |activity: &&Row| deal.is_some() && activity.linked_id("deal_id") == deal;
            activities.filter(is_other).any(|activity| in_context(&activity)).into()
        }
        _ => return None,
    })
}

/// Returns the items that data refers to, by their type and their id.
fn related_objects(schema: ApiSchema, data: &Value, store: &Store) -> Value {
    let mut ids = BTreeSet::new();
    collect(data, &mut ids);
    // A deal is shown with its stage and its pipeline.
    let deals: Vec<&Row> =
        ids.iter().filter(|(kind, _)| *kind == Kind::Deal).filter_map(|(kind, id)| store.row(*kind, id)).collect();
    for (kind, link) in [(Kind::Stage, "stage_id"), (Kind::Pipeline, "pipeline_id")] {
        ids.extend(deals.iter().filter_map(|deal| Some((kind, deal.linked_id(link)?))));
    }
    let object = schema.alternatives().into_iter().chain([schema]).find(|schema| !schema.properties().is_empty());
    let related = KINDS.iter().filter_map(|(name, kind)| {
        let map = object?.property(name)?;
        let item = map.alternatives().into_iter().chain([map]).find_map(ApiSchema::additional)?;
        let view = View::new(*kind, item, true);
        let rows = ids.iter().filter(|(other, _)| other == kind).filter_map(|(_, id)| store.table(*kind).get(id));
        let items: Map<String, Value> = rows.map(|row| (row.id.to_string(), view.render(row, store))).collect();
        (!items.is_empty()).then(|| ((*name).to_owned(), items.into()))
    });
    let related: Map<String, Value> = related.collect();
    // A map of version 1 is an empty list if there is nothing in it.
    if related.is_empty() { json!([]) } else { related.into() }
}

/// Collects the ids of all items that a value refers to.
fn collect(value: &Value, ids: &mut BTreeSet<(Kind, Id)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
        Value::Object(object) => {
            for (name, value) in object {
                if let Some(kind) = kind_of(name) {
                    // An object of a linked item has the id in `value`, that of a user also in `id`.
                    let id = value.get("value").or_else(|| value.get("id")).unwrap_or(value);
                    ids.extend(id.as_i64().map(|id| (kind, Id::Number(id))));
                }
                collect(value, ids);
            }
        }
        _ => {}
    }
}

/// Returns the kind of the items that a property links to.
fn kind_of(property: &str) -> Option<Kind> {
    Some(match property {
        "deal_id" => Kind::Deal,
        "org_id" | "rel_owner_org_id" | "rel_linked_org_id" => Kind::Organization,
        "person_id" => Kind::Person,
        "pipeline_id" => Kind::Pipeline,
        "stage_id" => Kind::Stage,
        "owner_id" => Kind::User,
        _ if property.ends_with("user_id") => Kind::User,
        _ => return None,
    })
}
