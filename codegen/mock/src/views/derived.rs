//! Values that follow from other rows or other values of a row.

use serde_json::{Value, json};

use super::sums;
use crate::store::{Id, Kind, Row, Store};

/// Returns a value that is not in the row, in the form of the store. `None` if the mock knows none.
pub(super) fn value(kind: Kind, row: &Row, store: &Store, name: &str) -> Option<Value> {
    let name_of = |kind: Kind, link: &str| Some(linked(store, kind, row, link)?.get("name").clone());
    match (kind, name) {
        (_, "company_id") => Some(1.into()),
        (Kind::Deal, "cc_email") => Some(format!("mock+deal{}@pipedrivemail.example", row.id).into()),
        (Kind::Organization | Kind::Person, "cc_email") => Some("mock@pipedrivemail.example".into()),
        (_, "owner_name") => name_of(Kind::User, "owner_id"),
        (_, "person_name") => name_of(Kind::Person, "person_id"),
        (_, "org_name") => name_of(Kind::Organization, "org_id"),
        (Kind::Lead, "emails" | "phones") => linked(store, Kind::Person, row, "person_id").map(|person| person.get(name).clone()),
        (_, "labels") => Some(labels(kind, row, store)),
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
        (Kind::Stage, "pipeline_deal_probability") => {
            Some(linked(store, Kind::Pipeline, row, "pipeline_id")?.get("is_deal_probability_enabled").clone())
        }
        (Kind::Deal, "weighted_value") => Some(sums::weighted(row, store).into()),
        (Kind::Deal, "weighted_value_currency") => Some(row.get("currency").clone()),
        (Kind::Deal, "formatted_value") => Some(sums::formatted(row.get("value").as_f64()?, row.string("currency")?).into()),
        (Kind::Deal, "formatted_weighted_value") => {
            Some(sums::formatted(sums::weighted(row, store), row.string("currency")?).into())
        }
        (Kind::Deal, "stage_order_nr") => Some(linked(store, Kind::Stage, row, "stage_id")?.get("order_nr").clone()),
        (Kind::DealProduct, "sum") => Some(sums::product(row).into()),
        (Kind::DealProduct, "sum_no_discount") => Some(sums::without_discount(row).into()),
        (Kind::DealProduct, "sum_formatted") => Some(sums::formatted(sums::product(row), row.string("currency")?).into()),
        (Kind::DealProduct, "quantity_formatted") => Some(row.get("quantity").to_string().into()),
        (Kind::Lead, "currency") => Some(row.get("value")["currency"].clone()),
        (Kind::Participant, "related_item_type") => Some("deal".into()),
        (Kind::Participant, "related_item_id") => Some(row.get("deal_id").clone()),
        (Kind::Participant, "related_item_data") => {
            let deal = linked(store, Kind::Deal, row, "deal_id")?;
            Some(json!({ "deal_id": deal.id.to_json(), "title": deal.get("title") }))
        }
        (Kind::Product, "price") => Some(row.get("prices")[0]["price"].clone()),
        // Version 1 has one person and one organization of a project, and one assignee of a task.
        (Kind::Project, "person_id" | "org_id" | "deal_id") | (Kind::Task, "assignee_id") => {
            Some(row.get(&format!("{name}s"))[0].clone())
        }
        (Kind::Project, "person" | "organization" | "deal") => value(kind, row, store, link_of(name)?),
        (Kind::Project, "deal_count") => Some(row.get("deal_ids").as_array().map_or(0, Vec::len).into()),
        (Kind::User, "activated") => Some(true.into()),
        (_, "notes") if has_notes(kind) => Some(notes(kind, row, store).into_iter().map(Value::from).collect()),
        (_, "custom_fields") => Some(searchable(row).into_iter().map(Value::from).collect()),
        (Kind::Deal | Kind::Lead | Kind::Organization | Kind::Person | Kind::Product | Kind::Project, "type") => {
            Some(kind.noun().to_lowercase().into())
        }
        _ => link_of(name).and_then(|link| row.values.get(link)).cloned().or_else(|| count(kind, row, store, name)),
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

/// The value whose id identifies the object of a property, such as `person_id` for `person`.
fn link_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "deal" => "deal_id",
        "organization" => "org_id",
        "owner" => "owner_id",
        "person" => "person_id",
        "phase" => "phase_id",
        "product" => "product_id",
        "stage" => "stage_id",
        _ => return None,
    })
}

fn linked<'a>(store: &'a Store, kind: Kind, row: &Row, link: &str) -> Option<&'a Row> {
    store.row(kind, &Id::Number(row.number(link)?))
}

/// Whether `notes` of this kind are those that are linked to the item. A person has another field with this name.
fn has_notes(kind: Kind) -> bool {
    matches!(kind, Kind::Deal | Kind::Lead | Kind::Organization | Kind::Project)
}

/// Returns the contents of the notes that are linked to a row.
pub(crate) fn notes(kind: Kind, row: &Row, store: &Store) -> Vec<String> {
    let link = kind.link().unwrap_or_default();
    let notes = store.table(Kind::Note).present().filter(|note| note.linked_id(link).as_ref() == Some(&row.id));
    notes.filter_map(|note| note.string("content").map(str::to_owned)).collect()
}

/// Returns the values of the custom fields that can be searched: strings and numbers.
pub(crate) fn searchable(row: &Row) -> Vec<String> {
    let main = |value: &Value| value.get("value").unwrap_or(value).clone();
    let values = row.custom_fields.values().map(main);
    values
        .filter_map(|value| if value.is_number() { Some(value.to_string()) } else { value.as_str().map(str::to_owned) })
        .collect()
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
        "followers_count" => linked(Kind::Follower).count(),
        "participants_count" => linked(Kind::Participant).count(),
        "people_count" => linked(Kind::Person).count(),
        "products_count" => linked(Kind::DealProduct).count(),
        "open_deals_count" => with(Kind::Deal, "status", "open".into()),
        "won_deals_count" => with(Kind::Deal, "status", "won".into()),
        "lost_deals_count" => with(Kind::Deal, "status", "lost".into()),
        "closed_deals_count" => with(Kind::Deal, "status", "won".into()) + with(Kind::Deal, "status", "lost".into()),
        _ if name.ends_with("_count") => 0,
        _ => return None,
    };
    Some(count.into())
}
