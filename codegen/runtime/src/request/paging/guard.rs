//! Detection of lists that never end.

use std::collections::HashSet;

use super::Cursor;
use super::position::NO_NEXT_PAGE;

/// The maximum number of consecutive empty pages: far more than filters leave empty.
const MAX_EMPTY_PAGES: usize = 1_000;

/// Records the positions of the fetched pages, to detect lists that never end.
#[derive(Default)]
pub(super) struct Guard {
    /// The cursors of all fetched pages. Even long lists have only some thousand pages.
    cursors: HashSet<String>,
    /// The largest offset. Offsets only grow, so the others need not be kept.
    max_offset: Option<u64>,
    /// The portion that the fetched pages belong to. Each portion is a list of its own.
    portion: usize,
    /// The number of empty pages since the last page with elements.
    empty: usize,
}

impl Guard {
    /// Returns whether no page has been fetched yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.cursors.is_empty() && self.max_offset.is_none()
    }

    /// Checks the position of the next page. Returns a message if the list would never end.
    pub(super) fn check(&self, next: &Cursor) -> Result<(), String> {
        if next.is_unknown() {
            return Err(NO_NEXT_PAGE.to_owned());
        }
        if next.portion() > self.portion {
            return Ok(());
        }
        let is_repeated = next.as_cursor().is_some_and(|cursor| self.cursors.contains(cursor))
            || next.as_start().is_some_and(|start| self.max_offset >= Some(start));
        if is_repeated {
            return Err(format!("the position of the next page, `{next}`, is not after the pages fetched so far"));
        }
        if self.empty >= MAX_EMPTY_PAGES {
            return Err(format!("{MAX_EMPTY_PAGES} pages in a row are empty, and the response announces another page"));
        }
        Ok(())
    }

    /// Records a fetched page.
    pub(super) fn record(&mut self, page: &Cursor, empty: bool) {
        if page.portion() > self.portion {
            *self = Self { portion: page.portion(), ..Self::default() };
        }
        if let Some(cursor) = page.as_cursor() {
            self.cursors.insert(cursor.to_owned());
        } else {
            self.max_offset = self.max_offset.max(Some(page.as_start().unwrap_or(0)));
        }
        self.empty = if empty { self.empty + 1 } else { 0 };
    }

    /// Restarts counting empty pages.
    pub(super) fn reset_empty(&mut self) {
        self.empty = 0;
    }
}
