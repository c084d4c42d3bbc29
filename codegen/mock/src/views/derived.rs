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
        (Kind::Comment, "object_id") => Some(row.get("note_id").to_string().into()),
        (Kind::Comment, "object_type") => Some("note".into()),
        (Kind::File, "deal_name") => title(store, Kind::Deal, row, "title"),
        (Kind::File, "lead_name") => title(store, Kind::Lead, row, "title"),
        (Kind::File, "product_name") => title(store, Kind::Product, row, "name"),
        (Kind::File, "people_name") => title(store, Kind::Person, row, "name"),
        (Kind::File, "url") => Some(format!("https://mock.pipedrive.com/api/v1/files/{}/download", row.id).into()),
        (Kind::Note, "deal") => Some(json!({ "title": title(store, Kind::Deal, row, "title")? })),
        (Kind::Note, "organization") => Some(json!({ "name": title(store, Kind::Organization, row, "name")? })),
        (Kind::Note, "person") => Some(json!({ "name": title(store, Kind::Person, row, "name")? })),
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

/// The title or name of a linked row.
fn title(store: &Store, kind: Kind, row: &Row, name: &str) -> Option<Value> {
    let id = Id::from_json(row.get(kind.link()?))?;
    Some(store.row(kind, &id)?.get(name).clone())
}

/// The author of a note.
pub(super) fn author(row: &Row, store: &Store, user: i64) -> Value {
    let author = row.number("owner_id").and_then(|id| store.row(Kind::User, &Id::Number(id)));
    let is_you = row.number("owner_id") == Some(user);
    author.map_or(Value::Null, |author| {
        json!({ "email": author.get("email"), "icon_url": author.get("icon_url"), "is_you": is_you, "name": author.get("name") })
    })
}

/// The labels of an item: the options of the field `label_ids` that it has.
fn labels(kind: Kind, row: &Row, store: &Store) -> Value {
    let is_label_field =
        |field: &&Row| field.string("field_code") == Some("label_ids") && field.string("entity") == kind.field_entity();
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
        "files_count" => linked(Kind::File).count(),
        "notes_count" => linked(Kind::Note).count(),
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
