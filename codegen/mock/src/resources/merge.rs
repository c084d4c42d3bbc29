//! Merging two items of a kind into one.

use serde_json::{Map, Value};

use super::{MockCall, Outcome, not_found};
use crate::http::ApiResponse;
use crate::store::{Id, Kind, Row, Values};

/// Every kind whose rows may link to a merged item.
const LINKING: &[Kind] = &[
    Kind::Activity,
    Kind::Deal,
    Kind::DealInstallment,
    Kind::DealProduct,
    Kind::File,
    Kind::Follower,
    Kind::Lead,
    Kind::Note,
    Kind::Participant,
    Kind::Person,
    Kind::Project,
];

/// Merges the item in the path into that of `merge_with_id`. The latter stays, with its own values where both have one, and everything that
/// was linked to the former.
pub(super) fn merge(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let merged = call.row(kind)?.clone();
    let kept = Id::from_json(&call.request.json()["merge_with_id"]).ok_or_else(|| not_found(kind))?;
    if kept == merged.id {
        return Err(ApiResponse::error(400, "`merge_with_id`: expected the id of another item", ""));
    }
    let kept = call.store.row(kind, &kept).ok_or_else(|| not_found(kind))?.clone();
    let is_empty = |value: Option<&Value>| value.is_none_or(|value| value.is_null() || *value == Value::Array(Vec::new()));
    let mut values = Values {
        values: merged.values.into_iter().filter(|(name, _)| is_empty(kept.values.get(name))).collect(),
        custom_fields: merged.custom_fields.into_iter().filter(|(key, _)| is_empty(kept.custom_fields.get(key))).collect(),
    };
    values.values.insert("merge_what_id".to_owned(), merged.id.to_json());
    let stamp = call.stamp();
    if let Some(link) = kind.link() {
        for linking in LINKING {
            let rows = call.store.table(*linking).present();
            let changes =
                rows.filter_map(|row| Some((row.id.clone(), relinked(row, link, &merged.id.to_json(), &kept.id.to_json())?)));
            for (id, values) in changes.collect::<Vec<_>>() {
                call.store.update(stamp, *linking, &id, Values { values, ..Values::default() });
            }
        }
    }
    let row = call.store.merge(stamp, kind, &merged.id, &kept.id, values).ok_or_else(|| not_found(kind))?.clone();
    call.data(kind, &row)
}

/// Returns the values of a row that link to the merged item, with the id of the kept one. `None` if there are none.
fn relinked(row: &Row, link: &str, merged: &Value, kept: &Value) -> Option<Map<String, Value>> {
    let list = format!("{link}s");
    let mut values = Map::new();
    for (name, value) in &row.values {
        let mut value = value.clone();
        match &mut value {
            Value::Array(ids) if *name == list => ids.iter_mut().filter(|id| *id == merged).for_each(|id| *id = kept.clone()),
            // The participants of an activity, for example.
            Value::Array(items) => {
                let links = items.iter_mut().filter_map(|item| item.get_mut(link));
                links.filter(|id| *id == merged).for_each(|id| *id = kept.clone());
            }
            id if name == link && id == merged => *id = kept.clone(),
            _ => {}
        }
        if row.values.get(name) != Some(&value) {
            values.insert(name.clone(), value);
        }
    }
    (!values.is_empty()).then_some(values)
}
