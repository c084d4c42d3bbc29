//! Values that follow from other rows or other values of a row.

use serde_json::{Value, json};

use crate::store::{Id, Kind, Row, Store};

/// Returns a value that is not in the row, in the form of the store. `None` if the mock knows none.
pub(super) fn value(kind: Kind, row: &Row, store: &Store, name: &str) -> Option<Value> {
    let name_of = |kind: Kind, link: &str| Some(store.row(kind, &Id::Number(row.number(link)?))?.get("name").clone());
    match (kind, name) {
        (_, "company_id") => Some(1.into()),
        (_, "owner_name") => name_of(Kind::User, "owner_id"),
        (_, "person_name") => name_of(Kind::Person, "person_id"),
        (_, "org_name") => name_of(Kind::Organization, "org_id"),
        (_, "labels") => Some(labels(kind, row, store)),
        (_, "label_ids" | "emails" | "phones" | "participants" | "attendees" | "prices") => Some(json!([])),
        (_, "is_archived") => Some(false.into()),
        (_, "first_char") => Some(row.string("name")?.chars().next()?.to_lowercase().to_string().into()),
        (Kind::Person, "first_name") => Some(row.string("name")?.split(' ').next()?.into()),
        (Kind::Person, "last_name") => Some(row.string("name")?.split_once(' ')?.1.into()),
        (Kind::Person, "primary_email") => primary(row.get("emails")),
        (Kind::Stage, "pipeline_name") => name_of(Kind::Pipeline, "pipeline_id"),
        (Kind::Deal, "weighted_value") => {
            let probability = row.get("probability").as_f64().unwrap_or(100.0);
            Some((row.get("value").as_f64()? * probability / 100.0).into())
        }
        (Kind::Deal, "weighted_value_currency") => Some(row.get("currency").clone()),
        (Kind::Deal, "stage_order_nr") => {
            Some(store.row(Kind::Stage, &Id::Number(row.number("stage_id")?))?.get("order_nr").clone())
        }
        _ => count(kind, row, store, name),
    }
}

/// The labels of an item: the options of the field `label_ids` that it has.
fn labels(kind: Kind, row: &Row, store: &Store) -> Value {
    let is_label_field = |field: &&Row| field.string("field_code") == Some("label_ids") && field.string("entity") == kind.field_entity();
    let field = store.table(Kind::Field).present().find(is_label_field);
    let options = field.map_or(&Value::Null, |field| field.get("options"));
    let ids = row.get("label_ids").as_array().into_iter().flatten();
    ids.map(|id| super::custom_fields::labelled(options, id)).collect()
}

/// The value of the primary entry of a list of e-mail addresses or phone numbers.
fn primary(list: &Value) -> Option<Value> {
    let list = list.as_array()?;
    let entry = list.iter().find(|entry| entry["primary"] == true).or(list.first())?;
    Some(entry["value"].clone())
}

/// The number of items that are linked to a row, for properties such as `activities_count`.
fn count(kind: Kind, row: &Row, store: &Store, name: &str) -> Option<Value> {
    let link = kind.link()?;
    let linked = |kind: Kind| store.table(kind).present().filter(|other| Some(other.get(link)) == Some(&row.id.to_json()));
    let with = |kind: Kind, name: &str, value: Value| linked(kind).filter(|other| *other.get(name) == value).count();
    let count = match name {
        "activities_count" => linked(Kind::Activity).count(),
        "done_activities_count" => with(Kind::Activity, "done", true.into()),
        "undone_activities_count" => linked(Kind::Activity).count() - with(Kind::Activity, "done", true.into()),
        "people_count" => linked(Kind::Person).count(),
        "open_deals_count" => with(Kind::Deal, "status", "open".into()),
        "won_deals_count" => with(Kind::Deal, "status", "won".into()),
        "lost_deals_count" => with(Kind::Deal, "status", "lost".into()),
        "closed_deals_count" => with(Kind::Deal, "status", "won".into()) + with(Kind::Deal, "status", "lost".into()),
        _ if name.ends_with("_count") => 0,
        _ => return None,
    };
    Some(count.into())
}
