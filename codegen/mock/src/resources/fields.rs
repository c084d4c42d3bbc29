//! Definitions of fields: the ones that every account has, and the custom ones.

use serde_json::{Map, Value, json};

use super::shared::list_where;
use super::{MockCall, Outcome, not_found, object};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Stamp, Store, Values, scrambled};

/// The resources with definitions of fields, and the kind of items that has the fields.
const RESOURCES: &[(&str, &str)] = &[
    ("activity_fields", "activity"),
    ("deal_fields", "deal"),
    ("lead_fields", "lead"),
    ("note_fields", "note"),
    ("organization_fields", "organization"),
    ("person_fields", "person"),
    ("product_fields", "product"),
    ("project_fields", "project"),
];

/// A function that carries out a method on the fields of a kind of items.
pub(super) type FieldMethod = fn(&mut MockCall<'_>, &'static str) -> Result<Outcome, ApiResponse>;

/// Returns the function for a method of a resource, and the kind of items.
pub(super) fn method(resource: &str, method: &str) -> Option<(FieldMethod, &'static str)> {
    let (_, entity) = RESOURCES.iter().find(|(name, _)| *name == resource)?;
    let method: FieldMethod = match method {
        "list" => list,
        "get" => |call, entity| call.data(Kind::Field, field(call, entity)?),
        "create" => create,
        "update" => update,
        "delete" => delete,
        "delete_many" => delete_many,
        "add_options" => |call, entity| options(call, entity, add),
        "update_options" => |call, entity| options(call, entity, |call, options, given| rename(call, options, given)),
        "delete_options" => |call, entity| options(call, entity, remove),
        _ => return None,
    };
    Some((method, entity))
}

fn list(call: &mut MockCall<'_>, entity: &'static str) -> Result<Outcome, ApiResponse> {
    list_where(call, Kind::Field, |row| {
        let owner = row.string("entity");
        // Leads have the custom fields of deals.
        owner == Some(entity) || entity == "lead" && owner == Some("deal") && is_custom(row)
    })
}

/// Returns the field of the path: by its id in version 1, by its code in version 2.
fn field<'a>(call: &'a MockCall<'_>, entity: &str) -> Result<&'a Row, ApiResponse> {
    let (id, code) = (call.id("id"), call.id("field_code").to_string());
    let mut fields = call.store.table(Kind::Field).present().filter(|row| row.string("entity") == Some(entity));
    let is_v1 = call.operation.is_v1();
    fields
        .find(|row| if is_v1 { row.id == id } else { row.string("field_code") == Some(&code) })
        .ok_or_else(|| not_found(Kind::Field))
}

fn custom<'a>(call: &'a MockCall<'_>, entity: &str) -> Result<&'a Row, ApiResponse> {
    let field = field(call, entity)?;
    if is_custom(field) {
        return Ok(field);
    }
    let code = field.string("field_code").unwrap_or_default();
    Err(ApiResponse::error(403, format!("`{code}` is not a custom field"), "Only custom fields can be changed."))
}

fn is_custom(row: &Row) -> bool {
    *row.get("is_custom_field") == true
}

fn has_options(field_type: Option<&str>) -> bool {
    matches!(field_type, Some("enum" | "set"))
}

fn create(call: &mut MockCall<'_>, entity: &'static str) -> Result<Outcome, ApiResponse> {
    let mut values = call.values(Kind::Field).values;
    let given = values.remove("options");
    if has_options(values.get("field_type").and_then(Value::as_str)) {
        let given = given.filter(|options| options.as_array().is_some_and(|options| !options.is_empty()));
        let given =
            given.ok_or_else(|| ApiResponse::error(400, "`options`: required for fields of the types enum and set", ""))?;
        let mut options = Vec::new();
        add(call, &mut options, &given)?;
        values.insert("options".to_owned(), options.into());
    }
    let fields = call.store.table(Kind::Field);
    let order = fields.present().filter(|row| row.string("entity") == Some(entity)).count() + 1;
    // The account's next field gets the next key.
    values.insert("field_code".to_owned(), key(fields.all().count() as u64).into());
    values.extend(object(json!({ "entity": entity, "is_custom_field": true, "order_nr": order })));
    values.extend(object(json!({ "creator_user_id": call.user, "updater_user_id": call.user })));
    let stamp = call.stamp();
    let row = call.store.create(stamp, Kind::Field, Values { values, ..Values::default() }).clone();
    call.data(Kind::Field, &row)
}

fn update(call: &mut MockCall<'_>, entity: &'static str) -> Result<Outcome, ApiResponse> {
    let before = custom(call, entity)?.clone();
    let mut values = call.values(Kind::Field).values;
    if let Some(given) = values.remove("options") {
        values.extend(replaced(call, &before, &given)?);
    }
    values.insert("updater_user_id".to_owned(), call.user.into());
    let row = save(call, &before, values)?;
    call.data(Kind::Field, &row)
}

fn save(call: &mut MockCall<'_>, before: &Row, values: Map<String, Value>) -> Result<Row, ApiResponse> {
    let stamp = call.stamp();
    let row = call.store.update(stamp, Kind::Field, &before.id, Values { values, ..Values::default() });
    row.cloned().ok_or_else(|| not_found(Kind::Field))
}

fn delete(call: &mut MockCall<'_>, entity: &'static str) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (custom(call, entity)?.id.clone(), call.stamp());
    let row = call.store.delete(stamp, Kind::Field, &id).ok_or_else(|| not_found(Kind::Field))?.clone();
    call.data(Kind::Field, &row)
}

/// Deletes the custom fields with the ids of the query. Other ids are ignored.
fn delete_many(call: &mut MockCall<'_>, entity: &'static str) -> Result<Outcome, ApiResponse> {
    let stamp = call.stamp();
    let ids = call.request.query_list("ids").into_iter().map(Id::parse);
    let is_of_entity = |row: &Row| row.string("entity") == Some(entity) && is_custom(row);
    let ids: Vec<Id> = ids.filter(|id| call.store.row(Kind::Field, id).is_some_and(is_of_entity)).collect();
    let deleted = ids.iter().filter_map(|id| call.store.delete(stamp, Kind::Field, id).map(|row| row.id.to_json()));
    Ok(Outcome::Data(json!({ "id": deleted.collect::<Vec<_>>() })))
}

/// A change of the options of a field. Returns the options that it has affected.
type OptionChange = fn(&MockCall<'_>, &mut Vec<Value>, &Value) -> Result<Vec<Value>, ApiResponse>;

fn options(call: &mut MockCall<'_>, entity: &'static str, change: OptionChange) -> Result<Outcome, ApiResponse> {
    let before = field(call, entity)?.clone();
    if !has_options(before.string("field_type")) {
        let code = before.string("field_code").unwrap_or_default();
        return Err(ApiResponse::error(
            400,
            format!("`{code}` has no options"),
            "Only fields of the types enum and set have options.",
        ));
    }
    let mut options = before.get("options").as_array().cloned().unwrap_or_default();
    let affected = change(call, &mut options, &call.request.json())?;
    save(call, &before, with_deleted(&before, &options))?;
    let affected = affected.iter().map(|option| json!({ "id": option["id"], "label": option["label"] }));
    Ok(Outcome::Data(affected.collect()))
}

/// Returns options, and those that the field had before as deleted ones.
fn with_deleted(before: &Row, options: &[Value]) -> Map<String, Value> {
    let had = |name: &str| before.get(name).as_array().cloned().unwrap_or_default();
    let is_kept = |option: &Value| options.iter().any(|kept| kept["id"] == option["id"]);
    let mut deleted = had("options_deleted");
    deleted.extend(had("options").into_iter().filter(|option| !is_kept(option)));
    object(json!({ "options": options, "options_deleted": deleted }))
}

/// Version 1 replaces all options: those with an id are kept, those without one are new.
fn replaced(call: &MockCall<'_>, before: &Row, given: &Value) -> Result<Map<String, Value>, ApiResponse> {
    let (kept, new): (Vec<Value>, Vec<Value>) =
        given.as_array().into_iter().flatten().cloned().partition(|option| option.get("id").is_some_and(|id| !id.is_null()));
    let mut options = before.get("options").as_array().cloned().unwrap_or_default();
    rename(call, &mut options, &kept.clone().into())?;
    options.retain(|option| kept.iter().any(|kept| kept["id"] == option["id"]));
    add(call, &mut options, &new.into())?;
    Ok(with_deleted(before, &options))
}

fn add(call: &MockCall<'_>, options: &mut Vec<Value>, given: &Value) -> Result<Vec<Value>, ApiResponse> {
    let used = call.store.table(Kind::Field).all().flat_map(|row| [row.get("options"), row.get("options_deleted")]);
    let used = used.filter_map(Value::as_array).flatten().filter_map(|option| option["id"].as_i64());
    let last = used.max().unwrap_or(0);
    let time = call.now.to_string();
    let added = given.as_array().into_iter().flatten().zip(last + 1..);
    let added = added
        .map(|(option, id)| json!({ "id": id, "label": option["label"], "color": null, "add_time": time, "update_time": time }));
    let added: Vec<Value> = added.collect();
    options.extend(added.clone());
    Ok(added)
}

fn rename(call: &MockCall<'_>, options: &mut [Value], given: &Value) -> Result<Vec<Value>, ApiResponse> {
    let mut renamed = Vec::new();
    for change in given.as_array().into_iter().flatten() {
        let option = options.iter_mut().find(|option| option["id"] == change["id"]).ok_or_else(|| no_option(change))?;
        option["label"] = change["label"].clone();
        option["update_time"] = call.now.to_string().into();
        renamed.push(option.clone());
    }
    Ok(renamed)
}

fn remove(_: &MockCall<'_>, options: &mut Vec<Value>, given: &Value) -> Result<Vec<Value>, ApiResponse> {
    let given = given.as_array().into_iter().flatten();
    let remove = |option: &Value| {
        let index = options.iter().position(|other| other["id"] == option["id"]).ok_or_else(|| no_option(option))?;
        Ok(options.remove(index))
    };
    given.map(remove).collect()
}

fn no_option(option: &Value) -> ApiResponse {
    ApiResponse::error(400, format!("option {} does not exist", option["id"]), "")
}

/// Returns a key of 40 hexadecimal digits that differs for each number.
fn key(number: u64) -> String {
    let word = |part: u64| scrambled(number * 3 + part + 1);
    format!("{:016x}{:016x}{:08x}", word(0), word(1), word(2) >> 32)
}

/// The fields that every account has, as `(kind of items, code, name, type)`.
const SYSTEM: &[(&str, &str, &str, &str)] = &[
    ("activity", "subject", "Subject", "varchar"),
    ("activity", "type", "Type", "enum"),
    ("activity", "due_date", "Due date", "date"),
    ("activity", "done", "Done", "boolean"),
    ("activity", "owner_id", "Assigned to user", "user"),
    ("activity", "deal_id", "Deal", "deal"),
    ("activity", "person_id", "Contact person", "people"),
    ("activity", "org_id", "Organization", "org"),
    ("activity", "location", "Location", "address"),
    ("activity", "note", "Note", "text"),
    ("deal", "title", "Title", "varchar"),
    ("deal", "value", "Value", "monetary"),
    ("deal", "label_ids", "Label", "set"),
    ("deal", "status", "Status", "status"),
    ("deal", "owner_id", "Owner", "user"),
    ("deal", "person_id", "Contact person", "people"),
    ("deal", "org_id", "Organization", "org"),
    ("deal", "pipeline_id", "Pipeline", "pipeline"),
    ("deal", "stage_id", "Stage", "stage"),
    ("deal", "probability", "Probability", "int"),
    ("deal", "lost_reason", "Lost reason", "varchar_options"),
    ("deal", "expected_close_date", "Expected close date", "date"),
    ("deal", "add_time", "Deal created", "date"),
    ("deal", "visible_to", "Visible to", "visible_to"),
    ("lead", "title", "Title", "varchar"),
    ("lead", "value", "Value", "monetary"),
    ("lead", "owner_id", "Owner", "user"),
    ("lead", "person_id", "Contact person", "people"),
    ("lead", "org_id", "Organization", "org"),
    ("note", "content", "Content", "text"),
    ("note", "deal_id", "Deal", "deal"),
    ("note", "person_id", "Person", "people"),
    ("note", "org_id", "Organization", "org"),
    ("organization", "name", "Name", "varchar"),
    ("organization", "label_ids", "Labels", "set"),
    ("organization", "owner_id", "Owner", "user"),
    ("organization", "address", "Address", "address"),
    ("organization", "visible_to", "Visible to", "visible_to"),
    ("person", "name", "Name", "varchar"),
    ("person", "label_ids", "Labels", "set"),
    ("person", "phones", "Phone", "phone"),
    ("person", "emails", "Email", "varchar"),
    ("person", "owner_id", "Owner", "user"),
    ("person", "org_id", "Organization", "org"),
    ("person", "visible_to", "Visible to", "visible_to"),
    ("product", "name", "Name", "varchar"),
    ("product", "code", "Product code", "varchar"),
    ("product", "description", "Description", "text"),
    ("product", "unit", "Unit", "varchar"),
    ("product", "tax", "Tax percentage", "double"),
    ("product", "owner_id", "Owner", "user"),
    ("product", "visible_to", "Visible to", "visible_to"),
    ("project", "title", "Title", "varchar"),
    ("project", "status", "Status", "status"),
    ("project", "start_date", "Start date", "date"),
    ("project", "end_date", "End date", "date"),
    ("project", "board_id", "Board", "projects_board"),
    ("project", "phase_id", "Phase", "projects_phase"),
    ("project", "owner_id", "Owner", "user"),
];

/// The labels of deals, persons and organizations are options of their fields `label_ids`.
const LABELS: &[(&str, &[&str])] = &[
    ("deal", &["Hot", "Warm", "Cold"]),
    ("organization", &["Customer", "Hot lead", "Warm lead", "Cold lead"]),
    ("person", &["Customer", "Hot lead", "Warm lead", "Cold lead"]),
];

/// Adds the fields that every account has.
pub(super) fn add_system_fields(store: &mut Store, stamp: Stamp) {
    let mut option_ids = 1..;
    for (index, (entity, code, name, field_type)) in SYSTEM.iter().enumerate() {
        let before = SYSTEM[..index].iter().filter(|(other, ..)| other == entity).count();
        let mut field = object(json!({
            "entity": entity,
            "field_code": code,
            "field_name": name,
            "field_type": field_type,
            "is_custom_field": false,
            "order_nr": before + 1,
        }));
        let v1_key = match (*entity, *code) {
            (_, "label_ids") => Some("label"),
            ("deal" | "activity", "owner_id") => Some("user_id"),
            ("person", "emails") => Some("email"),
            ("person", "phones") => Some("phone"),
            _ => None,
        };
        field.extend(v1_key.map(|key| ("v1_key".to_owned(), key.into())));
        let labels = LABELS.iter().find(|(owner, _)| *code == "label_ids" && owner == entity);
        if let Some((_, labels)) = labels {
            let options: Vec<Value> = labels
                .iter()
                .zip(&mut option_ids)
                .map(|(label, id)| json!({ "id": id, "label": label, "color": "blue" }))
                .collect();
            field.insert("options".to_owned(), options.into());
        }
        store.create(stamp, Kind::Field, Values { values: field, ..Values::default() });
    }
}
