//! The position of a page in the query of a request.

use crate::call::Call;
use crate::protocol::info::PaginationStyle;
use crate::response::cursor::{Cursor, PageStart};

const CURSOR: &str = "cursor";
const START: &str = "start";

/// The error message for a list whose next position could not be decoded.
pub(super) const NO_NEXT_PAGE: &str = "cannot decode the position of the next page in the previous response";

/// Returns the position of the page that a call requests.
pub(super) fn of(call: &Call) -> Cursor {
    let name = parameter(call);
    let page = match call.query_value(name) {
        Some(cursor) if name == CURSOR => PageStart::Cursor(cursor.to_owned()),
        Some(start) => start.parse().map_or(PageStart::First, PageStart::Start),
        None => PageStart::First,
    };
    Cursor::at(page, call.skip).in_portion(call.portion.index)
}

/// Sets the position of the page that a call requests to `cursor`.
pub(super) fn apply(cursor: &Cursor, call: &mut Call) {
    let name = parameter(call);
    call.skip = cursor.skip();
    call.portion.index = cursor.portion();
    call.query.retain(|(known, _)| known != name);
    match cursor.page() {
        PageStart::First => {}
        PageStart::Cursor(position) if name == CURSOR => call.set_query(name.into(), position.clone()),
        PageStart::Start(start) if name == START => call.set_query(name.into(), start.to_string()),
        PageStart::Unknown => call.refuse(NO_NEXT_PAGE.to_owned()),
        // The API ignores unknown parameters, so it would return the first page.
        PageStart::Cursor(_) | PageStart::Start(_) => {
            call.refuse(format!("cannot start at `{cursor}`: the list is paginated by `{name}`"));
        }
    }
}

/// Returns the name of the query parameter for the position of a page.
fn parameter(call: &Call) -> &'static str {
    match call.info.and_then(|info| info.pagination).map(|pagination| pagination.style) {
        Some(PaginationStyle::Offset | PaginationStyle::Recents) => START,
        Some(PaginationStyle::Cursor) | None => CURSOR,
    }
}
