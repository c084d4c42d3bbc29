//! Lists of a fake, which are returned in pages.

use serde::Serialize;
use serde_json::{Value, json};

use super::FakeResponse;
use crate::call::preview::Preview;
use crate::json::unquoted::unquoted;
use crate::protocol::info::{OperationInfo, PaginationStyle};

/// The page size of the API if the request states none.
const DEFAULT_LIMIT: usize = 100;
/// Precedes the offset in the cursors of the fake, so that they are not mistaken for those of the API.
const CURSOR: &str = "fake-";

/// The items of a list as JSON.
pub(super) struct ItemList(Result<Vec<Value>, String>);

impl ItemList {
    pub(super) fn of(items: impl IntoIterator<Item = impl Serialize>) -> Self {
        let items: Result<Vec<_>, _> = items.into_iter().map(serde_json::to_value).collect();
        Self(items.map_err(|error| format!("an item of the list cannot be written as JSON: {error}")))
    }

    /// Returns the page that a request asks for.
    pub(super) fn page(&self, info: &OperationInfo, call: &Preview) -> FakeResponse {
        let items = match &self.0 {
            Ok(items) => selected(items, call.query("ids")),
            Err(problem) => return FakeResponse::broken(problem.clone()),
        };
        let Some(pagination) = info.pagination else { return FakeResponse::data(items) };
        let (start, limit) = match (start(pagination.style, call), number(call, "limit", DEFAULT_LIMIT)) {
            (Some(start), Some(limit)) => (start, limit.min(pagination.max.map_or(usize::MAX, |max| max as usize))),
            _ => return FakeResponse::error(400, json!({ "success": false, "error": "the position in the list is not valid" })),
        };
        let end = start.saturating_add(limit).min(items.len());
        let next = (end < items.len()).then_some(end);
        let page: Vec<Value> = items.get(start..end).unwrap_or_default().iter().copied().cloned().collect();
        let additional = match pagination.style {
            PaginationStyle::Cursor => json!({ "next_cursor": next.map(|next| format!("{CURSOR}{next}")) }),
            PaginationStyle::Offset | PaginationStyle::Recents => {
                let mut paging = json!({ "start": start, "limit": limit, "more_items_in_collection": next.is_some() });
                if let Some(next) = next {
                    paging["next_start"] = next.into();
                }
                json!({ "pagination": paging })
            }
        };
        FakeResponse::enveloped(inner(info.data, pagination.items), page.into(), Some(additional))
    }
}

/// Returns the pointer of the items within the data.
fn inner(data: &str, items: &'static str) -> &'static str {
    items.strip_prefix(data).unwrap_or(items)
}

/// Returns the items with these ids, separated by commas. `None` selects all.
fn selected<'a>(items: &'a [Value], ids: Option<&str>) -> Vec<&'a Value> {
    let ids: Option<Vec<&str>> = ids.map(|ids| ids.split(',').collect());
    let id = |item: &Value| item.get("id").map(unquoted);
    items.iter().filter(|item| ids.as_ref().is_none_or(|ids| id(item).is_some_and(|id| ids.contains(&id.as_str())))).collect()
}

/// Returns the offset of the requested page. `None` if it is not valid.
fn start(style: PaginationStyle, call: &Preview) -> Option<usize> {
    match style {
        PaginationStyle::Cursor => call.query("cursor").map_or(Some(0), |cursor| cursor.strip_prefix(CURSOR)?.parse().ok()),
        PaginationStyle::Offset | PaginationStyle::Recents => number(call, "start", 0),
    }
}

fn number(call: &Preview, name: &str, default: usize) -> Option<usize> {
    call.query(name).map_or(Some(default), |number| number.parse().ok())
}
