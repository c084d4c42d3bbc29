//! Deals.

use serde_json::{Value, json};

use super::{Call, Handler, Outcome, object};
use crate::description::Schema;
use crate::http::ApiResponse;
use crate::store::{Kind, Row, Store};
use crate::views::View;

pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v2.deals.list", list),
    ("v2.deals.get", get),
    ("v2.deals.create", create),
    ("v2.deals.update", update),
    ("v2.deals.delete", delete),
];

fn view(schema: Option<Schema>) -> Result<View<'static>, ApiResponse> {
    let schema = schema.ok_or_else(|| ApiResponse::error(500, "the description has no schema for deals", ""))?;
    Ok(View { schema, property, omitted: Vec::new() })
}

fn property(_row: &Row, _store: &Store, name: &str) -> Option<Value> {
    match name {
        "status" => Some("open".into()),
        "label_ids" => Some(json!([])),
        "is_archived" => Some(false.into()),
        _ => Some(Value::Null),
    }
}

fn list(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let view = view(call.operation.item())?;
    let rows: Vec<&Row> = call.store.table(Kind::Deal).present().collect();
    call.page(&rows, |row| view.render(row, call.store))
}

fn get(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let view = view(call.operation.data())?;
    let row = call.row(Kind::Deal, "id")?;
    Ok(Outcome::Data(view.render(row, call.store)))
}

fn create(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let view = view(call.operation.data())?;
    let mut values = object(call.request.json());
    let custom_fields = values.remove("custom_fields").map(object).unwrap_or_default();
    let row = call.store.insert(Kind::Deal, call.now, values);
    row.custom_fields = custom_fields;
    let row = row.clone();
    Ok(Outcome::Data(view.render(&row, call.store)))
}

fn update(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let view = view(call.operation.data())?;
    let mut values = object(call.request.json());
    let custom_fields = values.remove("custom_fields").map(object).unwrap_or_default();
    let now = call.now;
    let row = call.row_mut(Kind::Deal, "id")?;
    row.values.extend(values);
    row.custom_fields.extend(custom_fields);
    row.update_time = now;
    let row = row.clone();
    Ok(Outcome::Data(view.render(&row, call.store)))
}

fn delete(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let now = call.now;
    let row = call.row_mut(Kind::Deal, "id")?;
    row.delete_time = Some(now);
    Ok(Outcome::Data(json!({ "id": row.id.to_json() })))
}
