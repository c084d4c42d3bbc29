//! Where a request for a page begins.

use crate::call::Call;
use crate::protocol::info::PaginationStyle;
use crate::response::cursor::{Cursor, PageStart};

const CURSOR: &str = "cursor";
const START: &str = "start";

/// Why a list cannot be continued.
pub(super) const NO_NEXT_PAGE: &str =
    "the previous response does not state in a readable form whether there is another page and where it begins";

/// Returns where the page begins that a call requests.
pub(super) fn of(call: &Call) -> Cursor {
    let name = parameter(call);
    let page = match call.query_value(name) {
        Some(cursor) if name == CURSOR => PageStart::Cursor(cursor.to_owned()),
        Some(start) => start.parse().map_or(PageStart::First, PageStart::Start),
        None => PageStart::First,
    };
    Cursor::at(page, call.skip)
}

/// Makes a call request the page that begins at `cursor`.
pub(super) fn apply(cursor: &Cursor, call: &mut Call) {
    let name = parameter(call);
    call.skip = cursor.skip();
    call.query.retain(|(known, _)| known != name);
    match cursor.page() {
        PageStart::First => {}
        PageStart::Cursor(position) if name == CURSOR => call.set_query(name.into(), position.clone()),
        PageStart::Start(start) if name == START => call.set_query(name.into(), start.to_string()),
        PageStart::Unknown => call.refuse(NO_NEXT_PAGE.to_owned()),
        // The API ignores a parameter that it does not know, and returns the first page.
        PageStart::Cursor(_) | PageStart::Start(_) => {
            call.refuse(format!("this list goes by `{name}` and cannot begin at {:?}", cursor.to_string()));
        }
    }
}

/// Returns the name of the query parameter that states where a page begins.
fn parameter(call: &Call) -> &'static str {
    match call.info.and_then(|info| info.pagination).map(|pagination| pagination.style) {
        Some(PaginationStyle::Offset | PaginationStyle::Recents) => START,
        Some(PaginationStyle::Cursor) | None => CURSOR,
    }
}
