//! Lists that never end.

use std::collections::HashSet;

use super::Cursor;
use super::position::NO_NEXT_PAGE;

/// How many pages in a row may be empty. Far more than a filter leaves empty, and soon reached by a list that only gives cursors.
const MOST_EMPTY: usize = 1_000;

/// Remembers where a list has been.
#[derive(Default)]
pub(super) struct Guard {
    /// The cursors so far. A long list has thousands of pages at the most, so they may all be kept.
    cursors: HashSet<String>,
    /// The furthest offset so far. Offsets only grow, so it stands for all of them.
    furthest: Option<u64>,
    /// How many empty pages there were since the last with something in it.
    empty: usize,
}

impl Guard {
    /// Whether there was no page yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.cursors.is_empty() && self.furthest.is_none()
    }

    /// Why a list must not go on with a page: it would never end.
    pub(super) fn objection(&self, next: &Cursor) -> Option<String> {
        if next.is_unknown() {
            return Some(NO_NEXT_PAGE.to_owned());
        }
        let been_there = next.as_cursor().is_some_and(|cursor| self.cursors.contains(cursor))
            || next.as_start().is_some_and(|start| self.furthest >= Some(start));
        if been_there {
            return Some(format!("the next page would begin at `{next}`, where it has been already"));
        }
        (self.empty >= MOST_EMPTY).then(|| format!("{MOST_EMPTY} pages in a row are empty, and more are said to follow"))
    }

    /// A page is there.
    pub(super) fn passed(&mut self, page: &Cursor, empty: bool) {
        if let Some(cursor) = page.as_cursor() {
            self.cursors.insert(cursor.to_owned());
        } else {
            self.furthest = self.furthest.max(Some(page.as_start().unwrap_or(0)));
        }
        self.empty = if empty { self.empty + 1 } else { 0 };
    }

    /// As many empty pages may follow as at the beginning.
    pub(super) fn forgive(&mut self) {
        self.empty = 0;
    }
}
