//! What is left of a page.

use std::vec::IntoIter;

use super::Cursor;
use crate::response::page::{Page, PageData, Rejected};

/// The elements of a page that have not been handed out yet, in the order of the list.
pub(super) struct Remaining<T> {
    page: Cursor,
    /// How many elements are gone since where the page begins.
    gone: usize,
    items: IntoIter<T>,
    rejected: IntoIter<Rejected>,
}

impl<T> Remaining<T> {
    pub(super) fn new<D: PageData<Item = T>>(at: Cursor, page: Page<T, D>) -> Self {
        let (items, rejected) = page.split();
        Self { page: at, gone: 0, items: items.into_iter(), rejected: rejected.into_iter() }
    }

    pub(super) fn nothing() -> Self {
        Self { page: Cursor::first(), gone: 0, items: Vec::new().into_iter(), rejected: Vec::new().into_iter() }
    }

    /// The next element: an item, or what should have been one.
    pub(super) fn next(&mut self) -> Option<Result<T, Rejected>> {
        let faulty = self.rejected.as_slice().first().is_some_and(|next| next.index() <= self.gone || self.items.len() == 0);
        let element = if faulty { Err(self.rejected.next()?) } else { Ok(self.items.next()?) };
        self.gone += 1;
        Some(element)
    }

    /// Passes over so many elements. Gives how many it has not got.
    pub(super) fn pass_over(&mut self, elements: usize) -> usize {
        let here = elements.min(self.len());
        for _ in 0..here {
            self.next();
        }
        elements - here
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.items() + self.rejected.len()
    }

    /// How many of them are items.
    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    /// The place before the next element.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        (self.len() > 0).then(|| self.page.clone().skipping(self.gone))
    }
}
