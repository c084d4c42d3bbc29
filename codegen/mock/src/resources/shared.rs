//! The methods that many resources have: list, get, create, update and delete the rows of a kind.

use serde_json::{Map, Value, json};

use super::filters::Selection;
use super::{MockCall, Outcome, not_found};
use crate::description::{ApiSchema, InputLocation, is_custom_field_key};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Stamp, Values};
use crate::views::{CustomFieldForm, View, canonical, custom_fields, v1_names};

/// A function that carries out a method of a resource on the rows of a kind.
pub(super) type SharedMethod = fn(&mut MockCall<'_>, Kind) -> Result<Outcome, ApiResponse>;

/// Returns the function for the last part of an operation id, such as `list`.
pub(super) fn method(name: &str) -> Option<SharedMethod> {
    Some(match name {
        "list" | "list_archived" | "list_collection" => list,
        "get" => get,
        "create" => create,
        "update" => update,
        "delete" => delete,
        "delete_many" => delete_many,
        "duplicate" => duplicate,
        "archive" => archive,
        "list_activities" => |call, kind| list_linked(call, kind, Kind::Activity),
        "list_deals" => |call, kind| list_linked(call, kind, Kind::Deal),
        "list_changelog" => super::history::changelog,
        "list_files" => |call, kind| list_linked(call, kind, Kind::File),
        "list_flow" => super::history::flow,
        "list_permitted_users" => super::users::list_permitted_users,
        "list_persons" => |call, kind| list_linked(call, kind, Kind::Person),
        "list_tasks" => |call, kind| list_linked(call, kind, Kind::Task),
        "merge" => super::merge::merge,
        "search" => super::search::search,
        _ => return None,
    })
}

/// Lists the rows that the filters of the request select, in the requested order.
fn list(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    list_where(call, kind, |_| true)
}

/// Lists the rows of a kind that link to the row in the path, such as the deals of a person.
fn list_linked(call: &mut MockCall<'_>, kind: Kind, listed: Kind) -> Result<Outcome, ApiResponse> {
    let row = call.row(kind)?;
    let id = row.id.to_json();
    let through = |through: Kind, from: &str, to: &str| -> Vec<Value> {
        let rows = call.store.table(through).present().filter(|row| *row.get(from) == id);
        rows.map(|row| row.get(to).clone()).collect()
    };
    let linked = match (kind, listed) {
        (Kind::Deal, Kind::Person) => {
            let mut persons = through(Kind::Participant, "deal_id", "person_id");
            persons.push(row.get("person_id").clone());
            persons
        }
        (Kind::Person, Kind::Deal) => through(Kind::Participant, "person_id", "deal_id"),
        (Kind::Product, Kind::Deal) => through(Kind::DealProduct, "product_id", "deal_id"),
        _ => Vec::new(),
    };
    let is_linked = |row: &Row| kind.link().is_some_and(|link| *row.get(link) == id) || linked.contains(&row.id.to_json());
    let is_wanted = |row: &Row| is_linked(row) && (!matches!(kind, Kind::Pipeline | Kind::Stage) || is_in_view(call, row));
    let mut outcome = list_where(call, listed, is_wanted)?;
    if let Outcome::Page { additional_data, .. } = &mut outcome
        && call.request.is_set("get_summary")
    {
        let deals: Vec<&Row> = selected(call, listed, is_wanted);
        additional_data["deals_summary"] = super::summaries::of_stages(call, &deals);
    }
    Ok(outcome)
}

/// Whether a deal of a pipeline or a stage is shown: by default, the open ones of the current user are.
fn is_in_view(call: &MockCall<'_>, deal: &Row) -> bool {
    let is_for_everyone =
        ["everyone", "filter_id", "user_id"].iter().any(|name| call.request.query(name).is_some_and(|value| value != "0"));
    (is_for_everyone || deal.number("owner_id") == Some(call.user)) && deal.string("status") == Some("open")
}

/// Lists the rows that a condition and the filters of the request select.
pub(super) fn list_where(call: &MockCall<'_>, kind: Kind, condition: impl Fn(&Row) -> bool) -> Result<Outcome, ApiResponse> {
    let view = call.view(kind, call.operation.item())?;
    let mut rows = selected(call, kind, condition);
    let order = order(call, kind);
    // Rows that are equal are in the order of their ids, the last one first if the order is descending.
    if order.first().is_some_and(|(_, is_descending)| *is_descending) {
        rows.reverse();
    }
    // The first field takes precedence, and a sort keeps the order of equal rows.
    for (name, is_descending) in order.into_iter().rev() {
        let compared = |a: &&Row, b: &&Row| compare(&sort_key(a, &name), &sort_key(b, &name));
        rows.sort_by(|a, b| if is_descending { compared(b, a) } else { compared(a, b) });
    }
    call.page(&rows, |row| view.render(row, call.store))
}

fn selected<'a>(call: &'a MockCall<'_>, kind: Kind, condition: impl Fn(&Row) -> bool) -> Vec<&'a Row> {
    let selection = Selection::of(call, kind);
    call.store.table(kind).all().filter(|row| condition(row) && selection.selects(row)).collect()
}

/// Returns one row. Version 1 returns deleted ones too, marked as such.
fn get(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let is_kept =
        call.operation.is_v1() && matches!(kind, Kind::Activity | Kind::Deal | Kind::Organization | Kind::Person | Kind::Product);
    let mut outcome = match call.store.table(kind).get(&call.id("id")) {
        Some(row) if is_kept => call.data(kind, row)?,
        _ => call.data(kind, call.row(kind)?)?,
    };
    if let (Outcome::Data(data), Kind::Stage, true) = (&mut outcome, kind, call.operation.is_v1()) {
        let deals = selected(call, Kind::Deal, |deal| deal.get("stage_id") == &data["id"] && is_in_view(call, deal));
        data["deals_summary"] = super::summaries::of_stages(call, &deals);
    }
    Ok(outcome)
}

fn create(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let mut values = Values { values: super::defaults(call, kind), ..Values::default() };
    let body = call.values(kind);
    values.values.extend(body.values);
    values.custom_fields = body.custom_fields;
    super::rules::apply(call, kind, None, &mut values)?;
    let stamp = call.stamp();
    let row = call.store.create(stamp, kind, values).clone();
    call.data(kind, &row)
}

fn update(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let before = call.row(kind)?.clone();
    let mut values = call.values(kind);
    super::rules::apply(call, kind, Some(&before), &mut values)?;
    let stamp = call.stamp();
    let row = call.store.update(stamp, kind, &before.id, values).ok_or_else(|| not_found(kind))?.clone();
    call.data(kind, &row)
}

fn delete(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (call.id("id"), call.stamp());
    let row = call.store.delete(stamp, kind, &id).ok_or_else(|| not_found(kind))?.clone();
    if kind == Kind::Task {
        delete_subtasks(call, &id);
    }
    call.data(kind, &row)
}

fn delete_subtasks(call: &mut MockCall<'_>, parent: &Id) {
    let subtasks =
        call.store.table(Kind::Task).present().filter(|task| task.linked_id("parent_task_id").as_ref() == Some(parent));
    for id in subtasks.map(|task| task.id.clone()).collect::<Vec<_>>() {
        call.store.delete(call.stamp(), Kind::Task, &id);
        delete_subtasks(call, &id);
    }
}

fn archive(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let (id, stamp) = (call.row(kind)?.id.clone(), call.stamp());
    let values = [("is_archived".to_owned(), true.into()), ("archive_time".to_owned(), call.now.to_string().into())];
    let values = Values { values: values.into_iter().collect(), ..Values::default() };
    let row = call.store.update(stamp, kind, &id, values).ok_or_else(|| not_found(kind))?.clone();
    call.data(kind, &row)
}

/// Deletes the rows with the ids of the query. Ids of rows that do not exist are ignored.
fn delete_many(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let stamp = call.stamp();
    let ids: Vec<Id> = call.request.query_list("ids").into_iter().map(Id::parse).collect();
    let deleted = ids.iter().filter_map(|id| call.store.delete(stamp, kind, id).map(|row| row.id.to_json()));
    Ok(Outcome::Data(json!({ "id": deleted.collect::<Vec<_>>() })))
}

fn duplicate(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let original = call.row(kind)?.clone();
    let copy = |row: &Row| Values { values: row.values.clone(), custom_fields: row.custom_fields.clone() };
    let stamp = call.stamp();
    let row = call.store.create(stamp, kind, copy(&original)).clone();
    let variations = call.store.table(Kind::ProductVariation).present();
    let variations =
        variations.filter(|variation| kind == Kind::Product && variation.linked_id("product_id").as_ref() == Some(&original.id));
    for mut values in variations.map(copy).collect::<Vec<_>>() {
        values.values.insert("product_id".to_owned(), row.id.to_json());
        call.store.create(stamp, Kind::ProductVariation, values);
    }
    call.data(kind, &row)
}

/// Returns the values by which a list is sorted, each with whether in descending order.
fn order(call: &MockCall<'_>, kind: Kind) -> Vec<(String, bool)> {
    if let Some(sort) = call.request.query("sort") {
        // Version 1: `title ASC, id DESC`.
        let fields = sort.split(',').filter_map(|field| {
            let mut words = field.split_whitespace();
            let name = stored_name(call, kind, words.next()?).to_owned();
            Some((name, words.next().is_some_and(|direction| direction.eq_ignore_ascii_case("desc"))))
        });
        return fields.collect();
    }
    let is_descending = call.request.query("sort_direction") == Some("desc");
    let name = call.request.query("sort_by").unwrap_or("id");
    // Rows are in the order of their ids anyway.
    if is_descending || name != "id" { vec![(name.to_owned(), is_descending)] } else { Vec::new() }
}

fn sort_key(row: &Row, name: &str) -> Value {
    match name {
        "id" => row.id.to_json(),
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

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the name in the store of an input.
pub(super) fn stored_name<'a>(call: &MockCall<'_>, kind: Kind, name: &'a str) -> &'a str {
    // Searches of both versions have a longer name.
    if name == "organization_id" {
        return "org_id";
    }
    let renamed = v1_names(kind).iter().find(|(v1, _)| call.operation.is_v1() && *v1 == name);
    renamed.map_or(name, |(_, stored)| stored)
}

impl MockCall<'_> {
    /// Returns who makes the call, and when.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { time: self.now, user: self.user }
    }

    /// Returns the row with the id in the path.
    ///
    /// # Errors
    ///
    /// Returns the response 404 if there is no such row, or it is deleted.
    pub(super) fn row(&self, kind: Kind) -> Result<&Row, ApiResponse> {
        self.store.row(kind, &self.id("id")).ok_or_else(|| not_found(kind))
    }

    /// Returns how the rows of a kind look in the response. `schema` is that of an item.
    pub(super) fn view(&self, kind: Kind, schema: Option<ApiSchema>) -> Result<View, ApiResponse> {
        let schema = schema.ok_or_else(|| ApiResponse::error(500, format!("no schema for {}", self.operation.id), ""))?;
        let custom_fields = self.request.query_list("custom_fields");
        let custom_fields = self.request.query("custom_fields").map(|_| custom_fields.into_iter().map(str::to_owned).collect());
        let has_labels = self.request.is_set("include_option_labels");
        let custom_field_form = if has_labels { CustomFieldForm::Labelled } else { CustomFieldForm::Plain };
        let view = View::new(kind, schema, self.operation.is_v1());
        Ok(View { omitted: self.omitted(), custom_fields, custom_field_form, user: self.user, ..view })
    }

    /// Returns one row as the data of the response.
    pub(super) fn data(&self, kind: Kind, row: &Row) -> Result<Outcome, ApiResponse> {
        let view = self.view(kind, self.operation.data())?;
        Ok(Outcome::Data(view.render(row, self.store)))
    }

    /// Reads the request body: the values with their names in the store.
    pub(super) fn values(&self, kind: Kind) -> Values {
        let Value::Object(mut body) = self.request.json() else { return Values::default() };
        let nested = match body.remove("custom_fields") {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let (flat, body): (Map<_, _>, Map<_, _>) = body.into_iter().partition(|(key, _)| is_custom_field_key(key));
        let custom_fields = if flat.is_empty() { nested } else { custom_fields::gathered(flat) };
        let schema = self.operation.body.as_ref().map(|body| body.schema);
        let values = body.into_iter().map(|(name, value)| {
            let property = schema.and_then(|schema| schema.property(&name));
            (stored_name(self, kind, &name).to_owned(), canonical(property, value))
        });
        Values { values: values.collect(), custom_fields }
    }

    /// Returns the properties that responses contain only if `include_fields` names them, without those that it names.
    fn omitted(&self) -> Vec<&'static str> {
        let parameter = self.operation.parameter(InputLocation::Query, "include_fields");
        let schema = parameter.and_then(|parameter| parameter.schema.items().or(Some(parameter.schema)));
        let optional = schema.and_then(|schema| schema.keyword("enum")).and_then(Value::as_array);
        let included = self.request.query_list("include_fields");
        let names = optional.into_iter().flatten().filter_map(Value::as_str);
        // Searches name the kind too: `deal.cc_email`.
        let omitted = names.filter(|name| !included.contains(name)).map(|name| name.rsplit('.').next().unwrap_or(name));
        let flags = [("include_labels", "labels"), ("include_product_data", "product")];
        let is_excluded = |parameter: &str| {
            let is_known = self.operation.parameter(InputLocation::Query, parameter).is_some();
            is_known && !self.request.is_set(parameter)
        };
        omitted.chain(flags.into_iter().filter(|(parameter, _)| is_excluded(parameter)).map(|(_, property)| property)).collect()
    }
}
