//! Deals.

use serde_json::{Value, json};

use super::shared::{self, Entity};
use super::{Call, Handler, Outcome};
use crate::http::ApiResponse;
use crate::store::{Kind, Row, Store};

pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v1.deals.list", |call| shared::list(call, &DEALS)),
    ("v1.deals.get", |call| shared::get(call, &DEALS)),
    ("v1.deals.create", create),
    ("v1.deals.update", |call| shared::update(call, &DEALS)),
    ("v1.deals.delete", |call| shared::delete(call, &DEALS)),
    ("v2.deals.list", |call| shared::list(call, &DEALS)),
    ("v2.deals.get", |call| shared::get(call, &DEALS)),
    ("v2.deals.create", create),
    ("v2.deals.update", |call| shared::update(call, &DEALS)),
    ("v2.deals.delete", |call| shared::delete(call, &DEALS)),
];

static DEALS: Entity = Entity {
    kind: Kind::Deal,
    v1_names: &[("user_id", "owner_id")],
    property,
    filters: &[
        ("owner_id", "owner_id"),
        ("person_id", "person_id"),
        ("org_id", "org_id"),
        ("pipeline_id", "pipeline_id"),
        ("stage_id", "stage_id"),
        ("status", "status"),
    ],
};

fn property(_row: &Row, _store: &Store, name: &str) -> Option<Value> {
    match name {
        "label_ids" => Some(json!([])),
        "is_archived" => Some(false.into()),
        _ => Some(Value::Null),
    }
}

fn create(call: &mut Call<'_>) -> Result<Outcome, ApiResponse> {
    let defaults = json!({
        "owner_id": call.user,
        "creator_user_id": call.user,
        "status": "open",
        "value": 0,
        "currency": "EUR",
        "pipeline_id": 1,
        "stage_id": 1,
    });
    shared::create(call, &DEALS, defaults)
}
