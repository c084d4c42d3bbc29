//! Jobs that convert leads to deals, and deals to leads.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{MockCall, Outcome, not_found, object};
use crate::http::ApiResponse;
use crate::store::{Kind, Row, Stamp, Store, Values};

/// The kinds of items that are moved to the new item.
const MOVED: &[Kind] = &[Kind::Activity, Kind::File, Kind::Note];

/// How long a job waits until it is running, and how long it then runs.
const STEP: SignedDuration = SignedDuration::from_secs(1);

/// Starts the job that converts a lead to a deal.
pub(super) fn lead_to_deal(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    start(call, Kind::Lead)
}

/// Starts the job that converts a deal to a lead.
pub(super) fn deal_to_lead(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    start(call, Kind::Deal)
}

fn start(call: &mut MockCall<'_>, source: Kind) -> Result<Outcome, ApiResponse> {
    let id = call.row(source)?.id.to_json();
    let mut values = call.values(Kind::Conversion);
    super::rules::apply(call, Kind::Deal, None, &mut values)?;
    let mut job = object(json!({ "status": "not_started", "source": source.noun() }));
    job.insert(link(source).to_owned(), id);
    job.insert("inputs".to_owned(), Value::Object(values.values));
    let stamp = call.stamp();
    let row = call.store.create(stamp, Kind::Conversion, Values { values: job, ..Values::default() });
    let data = json!({ "conversion_id": row.id.to_json() });
    Ok(Outcome::Data(data))
}

/// Returns the status of a job. The item that was converted may be deleted by now.
pub(super) fn status(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let row = call.store.row(Kind::Conversion, &call.id("conversion_id"));
    let is_of_item = |row: &&Row| ["lead_id", "deal_id"].iter().any(|name| row.linked_id(name) == Some(call.id("id")));
    let row = row.filter(is_of_item).ok_or_else(|| not_found(Kind::Conversion))?;
    Ok(Outcome::Data(json!({
        "conversion_id": row.id.to_json(),
        "status": row.get("status"),
        "lead_id": row.get("lead_id"),
        "deal_id": row.get("deal_id"),
    })))
}

/// Carries on the jobs, as far as the time of the account allows.
pub(super) fn carry_on(store: &mut Store, now: Timestamp) {
    let is_open = |row: &&Row| matches!(row.string("status"), Some("not_started" | "running"));
    let open: Vec<Row> = store.table(Kind::Conversion).present().filter(is_open).cloned().collect();
    for job in open {
        let after = |steps: i32| job.add_time.saturating_add(STEP * steps).unwrap_or(Timestamp::MAX);
        if now >= after(2) {
            let stamp = Stamp { time: after(2), user: 1 };
            let result = convert(store, stamp, &job);
            store.update(stamp, Kind::Conversion, &job.id, result);
        } else if now >= after(1) && job.string("status") == Some("not_started") {
            store.update(Stamp { time: after(1), user: 1 }, Kind::Conversion, &job.id, status_of("running"));
        }
    }
}

/// Converts the item of a job, and returns the changes of the job.
fn convert(store: &mut Store, stamp: Stamp, job: &Row) -> Values {
    let source = if job.string("source") == Some("Lead") { Kind::Lead } else { Kind::Deal };
    let target = if source == Kind::Lead { Kind::Deal } else { Kind::Lead };
    let item = job.linked_id(link(source)).and_then(|id| store.row(source, &id)).cloned();
    let Some(item) = item else { return status_of("failed") };
    let mut values = shared(&item);
    match target {
        Kind::Deal => {
            values.extend(object(json!({
                "status": "open",
                "value": item.get("value")["amount"].as_f64().unwrap_or(0.0),
                "currency": item.get("value")["currency"].as_str().unwrap_or("EUR"),
                "source_lead_id": item.id.to_json(),
                "pipeline_id": 1,
                "stage_id": 1,
            })));
            values.extend(job.get("inputs").as_object().cloned().unwrap_or_default());
        }
        _ => {
            values.extend(object(json!({
                "value": { "amount": item.get("value"), "currency": item.get("currency") },
                "source_deal_id": item.id.to_json(),
                "source_name": "Deal",
                "was_seen": true,
            })));
        }
    }
    let created = store.create(stamp, target, Values { values, custom_fields: item.custom_fields.clone() }).id.clone();
    for kind in MOVED {
        let rows = store.table(*kind).present().filter(|row| row.linked_id(link(source)).as_ref() == Some(&item.id));
        for id in rows.map(|row| row.id.clone()).collect::<Vec<_>>() {
            let links = [(link(source).to_owned(), Value::Null), (link(target).to_owned(), created.to_json())];
            store.update(stamp, *kind, &id, Values { values: links.into_iter().collect(), ..Values::default() });
        }
    }
    store.delete(stamp, source, &item.id);
    let mut result = status_of("completed");
    result.values.insert(link(target).to_owned(), created.to_json());
    result
}

/// Returns the values that leads and deals have in common.
fn shared(item: &Row) -> Map<String, Value> {
    const NAMES: &[&str] = &[
        "title",
        "owner_id",
        "creator_user_id",
        "person_id",
        "org_id",
        "expected_close_date",
        "visible_to",
        "origin",
        "origin_id",
        "channel",
        "channel_id",
    ];
    NAMES.iter().filter_map(|name| Some(((*name).to_owned(), item.values.get(*name)?.clone()))).collect()
}

fn status_of(status: &str) -> Values {
    Values { values: object(json!({ "status": status })), ..Values::default() }
}

fn link(kind: Kind) -> &'static str {
    kind.link().unwrap_or_default()
}
