//! What most resources have in common: list, get, create, update and delete the rows of a kind.

use serde_json::{Map, Value, json};

use super::{Call, Outcome, not_found};
use crate::description::{Schema, is_custom_field_key};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Stamp, Values};
use crate::views::{Property, View, custom_fields};

/// A kind of items, and how it differs from the others.
pub(super) struct Entity {
    pub(super) kind: Kind,
    /// The properties of version 1 that have another name in the store, as `(name in version 1, name in the store)`.
    pub(super) v1_names: &'static [(&'static str, &'static str)],
    /// The values of properties that are not in the row.
    pub(super) property: Property,
    /// The query parameters that select items by a value, as `(parameter, name in the store)`.
    pub(super) filters: &'static [(&'static str, &'static str)],
}

impl Entity {
    /// Returns how the rows look in the response of a call. `schema` is that of an item.
    pub(super) fn view<'a>(&'static self, call: &Call<'a>, schema: Option<Schema>) -> Result<View<'a>, ApiResponse> {
        let schema = schema.ok_or_else(|| ApiResponse::error(500, format!("no schema for {:?}", self.kind), ""))?;
        let names = if call.operation.is_v1() { self.v1_names } else { &[] };
        Ok(View { schema, names, property: self.property, omitted: call.omitted() })
    }

    /// Returns one row as the data of the response.
    pub(super) fn data(&'static self, call: &Call<'_>, row: &Row) -> Result<Outcome, ApiResponse> {
        let view = self.view(call, call.operation.data())?;
        Ok(Outcome::Data(view.render(row, call.store)))
    }

    /// Reads the request body: the values with their names in the store.
    pub(super) fn values(&self, call: &Call<'_>) -> Values {
        let Value::Object(mut body) = call.request.json() else { return Values::default() };
        let nested = match body.remove("custom_fields") {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let (flat, body): (Map<_, _>, Map<_, _>) = body.into_iter().partition(|(key, _)| is_custom_field_key(key));
        let custom_fields = if call.operation.is_v1() { custom_fields::nested(flat) } else { nested };
        let values = body.into_iter().map(|(name, value)| match self.v1_names.iter().find(|(v1, _)| call.operation.is_v1() && *v1 == name) {
            Some((_, stored)) => ((*stored).to_owned(), value),
            None => (name, value),
        });
        Values { values: values.collect(), custom_fields }
    }
}

/// Lists the rows that the filters of the request select, in the requested order.
pub(super) fn list(call: &mut Call<'_>, entity: &'static Entity) -> Result<Outcome, ApiResponse> {
    let view = entity.view(call, call.operation.item())?;
    let mut rows: Vec<&Row> = call.store.table(entity.kind).present().filter(|row| selected(call, entity, row)).collect();
    if let Some(name) = call.request.query("sort_by").filter(|name| *name != "id") {
        rows.sort_by(|a, b| compare(&sort_key(a, name), &sort_key(b, name)));
    }
    if call.request.query("sort_direction") == Some("desc") {
        rows.reverse();
    }
    call.page(&rows, |row| view.render(row, call.store))
}

/// Returns a row.
pub(super) fn get(call: &mut Call<'_>, entity: &'static Entity) -> Result<Outcome, ApiResponse> {
    let row = call.store.row(entity.kind, &call.id("id")).ok_or_else(|| not_found(entity.kind))?;
    entity.data(call, row)
}

/// Creates a row from the request body and `defaults`.
pub(super) fn create(call: &mut Call<'_>, entity: &'static Entity, defaults: Value) -> Result<Outcome, ApiResponse> {
    let mut values = Values { values: super::object(defaults), ..Values::default() };
    let body = entity.values(call);
    values.values.extend(body.values);
    values.custom_fields = body.custom_fields;
    let stamp = call.stamp();
    let row = call.store.create(stamp, entity.kind, values).clone();
    entity.data(call, &row)
}

/// Updates a row from the request body.
pub(super) fn update(call: &mut Call<'_>, entity: &'static Entity) -> Result<Outcome, ApiResponse> {
    let (id, stamp, values) = (call.id("id"), call.stamp(), entity.values(call));
    let row = call.store.update(stamp, entity.kind, &id, values).ok_or_else(|| not_found(entity.kind))?.clone();
    entity.data(call, &row)
}

/// Deletes a row.
pub(super) fn delete(call: &mut Call<'_>, entity: &'static Entity) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (call.id("id"), call.stamp());
    let row = call.store.delete(stamp, entity.kind, &id).ok_or_else(|| not_found(entity.kind))?;
    Ok(Outcome::Data(json!({ "id": row.id.to_json() })))
}

/// Whether the query parameters of a list select a row.
fn selected(call: &Call<'_>, entity: &Entity, row: &Row) -> bool {
    let request = call.request;
    let ids = request.query_list("ids");
    let time = |name| request.query_as::<jiff::Timestamp>(name);
    (ids.is_empty() || ids.iter().any(|id| Id::parse(id) == row.id))
        && time("updated_since").is_none_or(|since| row.update_time >= since)
        && time("updated_until").is_none_or(|until| row.update_time < until)
        && entity.filters.iter().all(|(parameter, name)| {
            let wanted = request.query_list(parameter);
            wanted.is_empty() || wanted.iter().any(|wanted| plain(row.get(name)) == *wanted)
        })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn sort_key(row: &Row, name: &str) -> Value {
    match name {
        "add_time" => row.add_time.to_string().into(),
        "update_time" => row.update_time.to_string().into(),
        _ => row.get(name).clone(),
    }
}

/// Compares values of the same type. Null comes first.
fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => (!a.is_null(), plain(a)).cmp(&(!b.is_null(), plain(b))),
    }
}

impl Call<'_> {
    /// Returns who makes the call, and when.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { time: self.now, user: self.user }
    }

    /// Returns the properties that responses contain only if `include_fields` names them, without those that it names.
    fn omitted(&self) -> Vec<&'static str> {
        let parameter = self.operation.parameter(crate::description::ParameterLocation::Query, "include_fields");
        let schema = parameter.and_then(|parameter| parameter.schema.items().or(Some(parameter.schema)));
        let optional = schema.and_then(|schema| schema.keyword("enum")).and_then(Value::as_array);
        let included = self.request.query_list("include_fields");
        let names = optional.into_iter().flatten().filter_map(Value::as_str);
        names.filter(|name| !included.contains(name)).collect()
    }
}
