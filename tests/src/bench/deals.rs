//! A page of deals as an account with many fields of its own has them, and the leanest structs that hold all that is in it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use pipedrive_account::{AccountField, AccountOption, Entity, Snapshot};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The fields that the account has added.
const CUSTOM_FIELDS: u32 = 30;

/// The body of a response with `count` deals; `cursor` is that of the next page.
pub fn page(first: u32, count: u32, cursor: Option<&str>) -> Vec<u8> {
    let deals: Vec<Value> = (first..first + count).map(deal).collect();
    let body = json!({"success": true, "data": deals, "additional_data": {"next_cursor": cursor}});
    body.to_string().into_bytes()
}

/// One deal, made up from its number.
pub fn deal(number: u32) -> Value {
    let time = |day: u32| format!("2026-0{}-{:02}T09:12:{:02}Z", 1 + day % 9, 1 + (number + day) % 28, number % 60);
    let date = |day: u32| format!("2026-0{}-{:02}", 1 + day % 9, 1 + (number + day) % 28);
    let mut deal = json!({
        "id": number + 1, "title": format!("Ceiling lamps for hall {number}"), "creator_user_id": 1204, "owner_id": 1203,
        "person_id": 431 + number, "org_id": 58 + number, "pipeline_id": 4, "stage_id": 17, "value": 18_450.5 + f64::from(number),
        "currency": "GBP", "add_time": time(1), "update_time": time(2), "stage_change_time": time(3), "is_deleted": false,
        "is_archived": false, "archive_time": null, "status": "open", "probability": 80, "lost_reason": null, "visible_to": 3,
        "close_time": null, "won_time": time(4), "lost_time": null, "local_won_date": date(4), "local_lost_date": null,
        "local_close_date": date(4), "expected_close_date": date(5), "label_ids": [31, 34], "origin": "ManuallyCreated",
        "origin_id": null, "channel": 12, "channel_id": "Autumn trade fair", "arr": 1440, "mrr": 120, "acv": 1680.75,
    });
    let fields = (0..CUSTOM_FIELDS).map(|field| (key(field), custom(number, field)));
    deal["custom_fields"] = fields.collect();
    deal
}

/// The definitions of the fields that the account has added.
pub fn account() -> Snapshot {
    let types = ["varchar", "double", "text", "monetary", "set", "date"];
    let fields = (0..CUSTOM_FIELDS).map(|field| {
        let mut definition = AccountField::new(key(field), format!("Field {field}"), types[field as usize % 6]);
        if field % 6 == 4 {
            definition.options = (0..9).chain([205]).map(|id| AccountOption::new(id, format!("Option {id}"))).collect();
        }
        definition
    });
    let mut fields: Vec<AccountField> = fields.collect();
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, fields);
    snapshot
}

fn key(field: u32) -> String {
    format!("{:040x}", (u128::from(field) + 7).pow(9))
}

fn custom(number: u32, field: u32) -> Value {
    match field % 6 {
        0 => json!(format!("Lit from {} sides only", number % 7)),
        1 => json!(number * field),
        2 => Value::Null,
        3 => json!({"value": 2200 + number, "currency": "GBP"}),
        4 => json!([number % 9, 205]),
        _ => json!("2026-10-31"),
    }
}

/// A page of anything.
#[derive(Debug, Deserialize, Serialize)]
pub struct DealPage<T> {
    /// Whether the call went well.
    pub success: bool,
    /// The items.
    pub data: Vec<T>,
    /// Where the next page begins.
    pub additional_data: Value,
}

/// A deal as somebody would write it down who knows exactly what comes: nothing is lenient, and what is not named is lost.
#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct LeanDeal {
    pub id: i64,
    pub title: Option<String>,
    pub creator_user_id: Option<i64>,
    pub owner_id: Option<i64>,
    pub person_id: Option<i64>,
    pub org_id: Option<i64>,
    pub pipeline_id: Option<i64>,
    pub stage_id: Option<i64>,
    pub value: Option<f64>,
    pub currency: Option<String>,
    pub add_time: Option<Timestamp>,
    pub update_time: Option<Timestamp>,
    pub stage_change_time: Option<Timestamp>,
    pub is_deleted: Option<bool>,
    pub is_archived: Option<bool>,
    pub archive_time: Option<Timestamp>,
    pub status: Option<String>,
    pub probability: Option<f64>,
    pub lost_reason: Option<String>,
    pub visible_to: Option<i64>,
    pub close_time: Option<Timestamp>,
    pub won_time: Option<Timestamp>,
    pub lost_time: Option<Timestamp>,
    pub local_won_date: Option<Date>,
    pub local_lost_date: Option<Date>,
    pub local_close_date: Option<Date>,
    pub expected_close_date: Option<Date>,
    pub label_ids: Vec<i64>,
    pub origin: Option<String>,
    pub origin_id: Option<String>,
    pub channel: Option<i64>,
    pub channel_id: Option<String>,
    pub arr: Option<f64>,
    pub mrr: Option<f64>,
    pub acv: Option<f64>,
    pub custom_fields: BTreeMap<String, Value>,
}

/// The same with a place for what is not named, the way serde has it.
#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct KeepingDeal {
    #[serde(flatten)]
    pub deal: LeanDeal,
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}
