//! Cutting a page out of a list.

use serde_json::{Value, json};

use super::{MockCall, Outcome};
use crate::description::ListStyle;
use crate::http::ApiResponse;

/// The number of items of a page if the request has no `limit`.
const DEFAULT_LIMIT: usize = 100;

impl MockCall<'_> {
    /// Returns the page of `rows` that the request asks for. Only the items of the page are rendered.
    ///
    /// # Errors
    ///
    /// Returns the response 400 if the cursor is not one of this mock.
    pub(crate) fn page<T>(&self, rows: &[T], render: impl Fn(&T) -> Value) -> Result<Outcome, ApiResponse> {
        let Some(pagination) = self.operation.pagination else {
            return Ok(Outcome::Data(rows.iter().map(render).collect()));
        };
        let limit = self.request.query_as("limit").unwrap_or(DEFAULT_LIMIT).clamp(1, pagination.max).min(self.page_size);
        let start = match pagination.style {
            ListStyle::Cursor => self.request.query("cursor").map_or(Ok(0), position)?,
            ListStyle::Offset | ListStyle::Recents => self.request.query_as("start").unwrap_or(0),
        };
        let items: Vec<Value> = rows.iter().skip(start).take(limit).map(render).collect();
        let next = start + items.len();
        let has_more = next < rows.len();
        let additional_data = match pagination.style {
            ListStyle::Cursor => json!({ "next_cursor": has_more.then(|| cursor(next)) }),
            ListStyle::Offset | ListStyle::Recents => {
                let mut pagination = json!({ "start": start, "limit": limit, "more_items_in_collection": has_more });
                if has_more {
                    pagination["next_start"] = next.into();
                }
                json!({ "pagination": pagination })
            }
        };
        Ok(Outcome::Page { items, additional_data })
    }
}

/// A cursor is opaque to clients.
fn cursor(position: usize) -> String {
    format!("mock-{position:x}")
}

fn position(cursor: &str) -> Result<usize, ApiResponse> {
    let position = cursor.strip_prefix("mock-").and_then(|position| usize::from_str_radix(position, 16).ok());
    position.ok_or_else(|| ApiResponse::error(400, "`cursor`: not a cursor of this list", ""))
}
