//! Which rows a list contains, by the query parameters.

use jiff::Timestamp;
use serde_json::Value;

use super::MockCall;
use super::shared::{plain, stored_name};
use crate::store::{Id, Kind, Row};

/// The rows of a kind that the query parameters of a call select.
pub(super) struct Selection<'a> {
    ids: Vec<Id>,
    updated_since: Option<Timestamp>,
    updated_until: Option<Timestamp>,
    /// Whether deleted rows are selected too.
    has_deleted: bool,
    /// Whether archived rows are selected, or only others. `None` if both are.
    archived: Option<bool>,
    /// The owner of the rows.
    owner: Option<i64>,
    /// The dates between which activities are due, in version 1.
    due: (Option<&'a str>, Option<&'a str>),
    /// The dates between which notes were created.
    created: (Option<&'a str>, Option<&'a str>),
    /// The other values: a parameter with the name of a value selects the rows that have one of those.
    values: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> Selection<'a> {
    /// Reads the query parameters of a call.
    pub(super) fn of(call: &MockCall<'a>, kind: Kind) -> Self {
        let request = call.request;
        let date = |name: &str, of: Kind| request.query(name).filter(|_| kind == of);
        let dates = |of: Kind| (date("start_date", of), date("end_date", of));
        let values = request.query.iter().filter(|(name, _)| is_value(name)).filter_map(|(name, _)| {
            let wanted = request.query_list(name);
            let is_all = wanted.contains(&"all_not_deleted") || wanted.is_empty();
            (!is_all).then(|| (stored_name(call, kind, name), wanted))
        });
        Self {
            ids: request.query_list("ids").into_iter().map(Id::parse).collect(),
            updated_since: request.query_as("updated_since"),
            updated_until: request.query_as("updated_until"),
            has_deleted: request.query_list("status").contains(&"deleted"),
            archived: archived(&call.operation.id, request.is_set("include_archived")),
            owner: request.is_set("owned_by_you").then_some(call.user),
            due: dates(Kind::Activity),
            created: dates(Kind::Note),
            values: values.collect(),
        }
    }

    pub(super) fn selects(&self, row: &Row) -> bool {
        (self.has_deleted || !row.is_deleted())
            && self.archived.is_none_or(|archived| row.is_archived() == archived)
            && (self.ids.is_empty() || self.ids.contains(&row.id))
            && self.updated_since.is_none_or(|since| row.update_time >= since)
            && self.updated_until.is_none_or(|until| row.update_time < until)
            && self.owner.is_none_or(|owner| row.number("owner_id") == Some(owner))
            && self.is_due(row)
            && self.is_created(row)
            && self
                .values
                .iter()
                .all(|(name, wanted)| *name == "status" && row.is_deleted() || wanted.iter().any(|wanted| has(row, name, wanted)))
    }

    fn is_due(&self, row: &Row) -> bool {
        let (start, end) = self.due;
        let due = row.string("due_date").unwrap_or_default();
        start.is_none_or(|start| start <= due) && end.is_none_or(|end| !due.is_empty() && due <= end)
    }

    /// Whether a row was created from one date to another, both included.
    fn is_created(&self, row: &Row) -> bool {
        let (start, end) = self.created;
        if start.is_none() && end.is_none() {
            return true;
        }
        let time = row.add_time.to_string();
        let date = time.get(..10).unwrap_or_default();
        start.is_none_or(|start| start <= date) && end.is_none_or(|end| date <= end)
    }
}

/// Whether a query parameter is the value of rows.
fn is_value(name: &str) -> bool {
    matches!(name, "status" | "done" | "is_done" | "is_milestone" | "type")
        || name.starts_with("pinned_to_")
        || name.ends_with("_id") && name != "filter_id"
}

/// Lists omit archived rows, unless they are lists of archived ones. Searches find both.
fn archived(operation: &str, are_included: bool) -> Option<bool> {
    (!are_included && !operation.contains("search")).then(|| operation.contains("archived"))
}

/// Whether a value of a row is the one of a query parameter, or in a list: `person_id` also selects by `person_ids`.
fn has(row: &Row, name: &str, wanted: &str) -> bool {
    match row.values.get(name) {
        Some(value) => same(value, wanted),
        None => match row.get(&format!("{name}s")) {
            Value::Array(all) => all.iter().any(|value| same(value, wanted)),
            _ => same(&Value::Null, wanted),
        },
    }
}

/// Whether a value is the one of a query parameter. Flags may be written as `1` and `0`.
fn same(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Bool(flag) => matches!((flag, wanted), (true, "true" | "1") | (false, "false" | "0")),
        Value::Null => matches!(wanted, "0" | "false" | "null"),
        _ => plain(value) == wanted,
    }
}
