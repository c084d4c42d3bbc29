//! Items that belong to another item: followers, participants, products of deals and their like.

use serde_json::{Value, json};

use super::shared::list_where;
use super::{MockCall, Outcome, not_found};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};
use crate::views::{canonical, sums};

/// A kind of items that belong to an item of another kind, which is in the path.
#[derive(Clone, Copy)]
pub(super) struct Child {
    kind: Kind,
    parent: Kind,
}

/// A function that carries out a method on the items of a parent.
pub(super) type ChildMethod = fn(&mut MockCall<'_>, Child) -> Result<Outcome, ApiResponse>;

/// The kinds with methods of their parents, such as `add_follower`. Each is its name in the singular.
const NAMES: &[(&str, Kind)] = &[
    ("discount", Kind::DealDiscount),
    ("follower", Kind::Follower),
    ("participant", Kind::Participant),
    ("variation", Kind::ProductVariation),
];

/// Returns the function for a method of a parent, such as `add_follower` or `list_followers_changelog`.
pub(super) fn of_parent(parent: Kind, method: &str) -> Option<(ChildMethod, Child)> {
    let (verb, name) = method.split_once('_')?;
    let (verb, name) = name.strip_suffix("_changelog").map_or((verb, name), |name| ("list_changelog", name));
    let (_, kind) = NAMES.iter().find(|(singular, _)| name.strip_suffix('s').unwrap_or(name) == *singular)?;
    Some((method_of(verb)?, Child { kind: *kind, parent }))
}

/// Returns the function for a method of a resource of children, such as `create` of `deal_products`.
pub(super) fn of_resource(resource: &str, method: &str) -> Option<(ChildMethod, Child)> {
    let kind = match resource {
        "deal_installments" => Kind::DealInstallment,
        "deal_products" => Kind::DealProduct,
        _ => return None,
    };
    Some((method_of(method)?, Child { kind, parent: Kind::Deal }))
}

fn method_of(verb: &str) -> Option<ChildMethod> {
    Some(match verb {
        "list" | "list_for_deals" => list,
        "list_changelog" => list_changelog,
        "add" | "create" => create,
        "create_many" => create_many,
        "update" => update,
        "delete" => delete,
        "delete_many" => delete_many,
        _ => return None,
    })
}

impl Child {
    /// The value with the id of the parent.
    fn link(self) -> &'static str {
        self.parent.link().unwrap_or("parent_id")
    }

    fn belongs_to(self, row: &Row, parents: &[Id]) -> bool {
        row.linked_id(self.link()).is_some_and(|id| parents.contains(&id))
    }

    /// Returns the row with the other id of the path. Version 2 identifies a follower by the user.
    fn row(self, call: &MockCall<'_>) -> Result<Row, ApiResponse> {
        let parent = [call.row(self.parent)?.id.clone()];
        let id = call.path.iter().find(|(name, _)| name != "id").map(|(_, value)| Id::parse(value));
        let id = id.ok_or_else(|| not_found(self.kind))?;
        let is_wanted = |row: &Row| match self.kind {
            Kind::Follower if !call.operation.is_v1() => row.linked_id("user_id").as_ref() == Some(&id),
            _ => row.id == id,
        };
        let mut rows = call.store.table(self.kind).present().filter(|row| is_wanted(row) && self.belongs_to(row, &parent));
        rows.next().cloned().ok_or_else(|| not_found(self.kind))
    }
}

/// Lists the items of the parent in the path, or of the deals in the query.
fn list(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let parents = match call.path {
        [] => call.request.query_list("deal_ids").into_iter().map(Id::parse).collect(),
        _ => vec![call.row(child.parent)?.id.clone()],
    };
    let mut outcome = list_where(call, child.kind, |row| child.belongs_to(row, &parents))?;
    if let (Kind::DealProduct, true, Outcome::Page { additional_data, .. }) = (child.kind, call.operation.is_v1(), &mut outcome) {
        totals(call, child, &parents, additional_data);
    }
    Ok(outcome)
}

/// Adds the totals of the products of a deal that version 1 has beside the page.
fn totals(call: &MockCall<'_>, child: Child, parents: &[Id], additional_data: &mut Value) {
    let rows = || call.store.table(child.kind).present().filter(|row| child.belongs_to(row, parents));
    let quantity: f64 = rows().filter_map(|row| row.get("quantity").as_f64()).sum();
    let sum: f64 = sums::rounded(rows().map(sums::product).sum());
    let currency = rows().next().and_then(|row| row.string("currency")).unwrap_or("EUR");
    additional_data["products_quantity_total"] = json!(quantity);
    additional_data["products_quantity_total_formatted"] = quantity.to_string().into();
    additional_data["products_sum_total"] = json!(sum);
    additional_data["products_sum_total_formatted"] = sums::formatted(sum, currency).into();
}

/// Lists when items were added to the parent and removed from it, oldest first.
fn list_changelog(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let parent = [call.row(child.parent)?.id.clone()];
    let changes =
        call.store.changes().iter().filter(|change| change.kind == child.kind && child.belongs_to(&change.after, &parent));
    let changes: Vec<_> = changes.filter(|change| change.before.is_none() || change.after.is_deleted()).collect();
    let is_v1 = call.operation.is_v1();
    call.page(&changes, |change| {
        let time = change.stamp.time;
        let mut item = json!({
            "action": if change.before.is_none() { "added" } else { "removed" },
            "actor_user_id": change.stamp.user,
            "time": if is_v1 { time.strftime("%Y-%m-%d %H:%M:%S").to_string() } else { time.to_string() },
        });
        match child.kind {
            Kind::Participant => item["person_id"] = change.after.get("person_id").clone(),
            _ => item["follower_user_id"] = change.after.get("user_id").clone(),
        }
        item
    })
}

fn create(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let values = call.values(child.kind);
    let row = add(call, child, values)?;
    settle(call, child);
    call.data(child.kind, &row)
}

/// Creates the items in the list `data` of the body: all or, if one is invalid, none.
fn create_many(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let item = call.operation.body.as_ref().and_then(|body| body.schema.property("data")?.items());
    let Value::Array(bodies) = call.request.json()["data"].take() else { return Ok(Outcome::Data(json!([]))) };
    let mut all = Vec::new();
    for body in bodies {
        let Value::Object(body) = body else { continue };
        let values = body.into_iter().map(|(name, value)| {
            let value = canonical(item.and_then(|item| item.property(&name)), value);
            (name, value)
        });
        let values = Values { values: values.collect(), ..Values::default() };
        all.push(complete(call, child, values)?);
    }
    let stamp = call.stamp();
    let rows: Vec<Row> = all.into_iter().map(|values| call.store.create(stamp, child.kind, values).clone()).collect();
    settle(call, child);
    let view = call.view(child.kind, call.operation.item())?;
    Ok(Outcome::Data(rows.iter().map(|row| view.render(row, call.store)).collect()))
}

/// Adds an item to the parent in the path. A user follows an item once, and a person participates once.
fn add(call: &mut MockCall<'_>, child: Child, values: Values) -> Result<Row, ApiResponse> {
    let values = complete(call, child, values)?;
    let unique = match child.kind {
        Kind::Follower => Some("user_id"),
        Kind::Participant => Some("person_id"),
        _ => None,
    };
    if let Some(unique) = unique {
        let is_same = |row: &&Row| [unique, child.link()].iter().all(|name| Some(row.get(name)) == values.values.get(*name));
        if let Some(row) = call.store.table(child.kind).present().find(is_same) {
            return Ok(row.clone());
        }
    }
    let stamp = call.stamp();
    Ok(call.store.create(stamp, child.kind, values).clone())
}

/// Returns the values of a new item of the parent in the path.
fn complete(call: &MockCall<'_>, child: Child, body: Values) -> Result<Values, ApiResponse> {
    let parent = call.row(child.parent)?;
    let mut values = Values { values: super::defaults(call, child.kind), custom_fields: body.custom_fields };
    if child.kind == Kind::DealProduct {
        values.values.insert("currency".to_owned(), parent.get("currency").clone());
        let count =
            call.store.table(child.kind).present().filter(|row| child.belongs_to(row, std::slice::from_ref(&parent.id))).count();
        values.values.insert("order_nr".to_owned(), (count + 1).into());
    }
    values.values.extend(body.values);
    values.values.insert(child.link().to_owned(), parent.id.to_json());
    super::rules::apply(call, child.kind, None, &mut values)?;
    Ok(values)
}

fn update(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let before = child.row(call)?;
    let mut values = call.values(child.kind);
    super::rules::apply(call, child.kind, Some(&before), &mut values)?;
    let stamp = call.stamp();
    let row = call.store.update(stamp, child.kind, &before.id, values).ok_or_else(|| not_found(child.kind))?.clone();
    settle(call, child);
    call.data(child.kind, &row)
}

fn delete(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    let id = child.row(call)?.id;
    let stamp = call.stamp();
    let row = call.store.delete(stamp, child.kind, &id).ok_or_else(|| not_found(child.kind))?.clone();
    settle(call, child);
    call.data(child.kind, &row)
}

/// Deletes the items with the ids of the query, or up to 100 without.
fn delete_many(call: &mut MockCall<'_>, child: Child) -> Result<Outcome, ApiResponse> {
    const MAX: usize = 100;
    let (parent, stamp) = ([call.row(child.parent)?.id.clone()], call.stamp());
    let wanted: Vec<Id> = call.request.query_list("ids").into_iter().map(Id::parse).collect();
    let rows = call.store.table(child.kind).present().filter(|row| child.belongs_to(row, &parent));
    let ids: Vec<Id> = rows.map(|row| row.id.clone()).filter(|id| wanted.is_empty() || wanted.contains(id)).collect();
    for id in ids.iter().take(MAX) {
        call.store.delete(stamp, child.kind, id);
    }
    settle(call, child);
    let deleted: Vec<Value> = ids.iter().take(MAX).map(Id::to_json).collect();
    let body = json!({
        "success": true,
        "data": { "ids": deleted },
        "additional_data": { "more_items_in_collection": ids.len() > MAX },
    });
    Ok(Outcome::Response(ApiResponse::json(call.operation.status, &body)))
}

/// Sets the value of a deal to the sum of its products, once it has some.
fn settle(call: &mut MockCall<'_>, child: Child) {
    if !matches!(child.kind, Kind::DealDiscount | Kind::DealProduct) {
        return;
    }
    let (id, stamp) = (call.id("id"), call.stamp());
    if let Some(value) = sums::deal(&id, call.store) {
        let values = [("value".to_owned(), json!(value))].into_iter().collect();
        call.store.update(stamp, Kind::Deal, &id, Values { values, ..Values::default() });
    }
}
