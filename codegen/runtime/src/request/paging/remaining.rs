//! The remaining elements of a page.

use std::vec::IntoIter;

use super::Cursor;
use crate::response::page::{Page, PageData, Rejected};

/// The elements of a page that have not been returned yet, in the order of the list.
pub(super) struct Remaining<T> {
    page: Cursor,
    /// The number of elements that have been returned or skipped.
    consumed: usize,
    items: IntoIter<T>,
    rejected: IntoIter<Rejected>,
}

impl<T> Remaining<T> {
    /// Creates an iterator over the elements of the page at `cursor`.
    pub(super) fn new<D: PageData<Item = T>>(cursor: Cursor, page: Page<T, D>) -> Self {
        let (items, rejected) = page.split();
        Self { page: cursor, consumed: 0, items: items.into_iter(), rejected: rejected.into_iter() }
    }

    pub(super) fn empty() -> Self {
        Self { page: Cursor::first(), consumed: 0, items: Vec::new().into_iter(), rejected: Vec::new().into_iter() }
    }

    /// Returns the next element: an item, or an element that could not be decoded as one.
    pub(super) fn next(&mut self) -> Option<Result<T, Rejected>> {
        let is_rejected =
            self.rejected.as_slice().first().is_some_and(|next| next.index() <= self.consumed || self.items.len() == 0);
        let element = if is_rejected { Err(self.rejected.next()?) } else { Ok(self.items.next()?) };
        self.consumed += 1;
        Some(element)
    }

    /// Skips up to `elements` elements. Returns the number of elements that are still to be skipped.
    pub(super) fn skip(&mut self, elements: usize) -> usize {
        let skipped = elements.min(self.len());
        for _ in 0..skipped {
            self.next();
        }
        elements - skipped
    }

    /// Returns the number of elements.
    pub(super) fn len(&self) -> usize {
        self.items() + self.rejected.len()
    }

    /// Returns the number of elements that are items.
    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    /// Returns the position of the next element.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        (self.len() > 0).then(|| self.page.clone().skipping(self.consumed))
    }
}
