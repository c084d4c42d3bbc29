//! Walking lists.

mod any_page;
mod fetch;
mod guard;
mod items;
mod pages;
mod position;
mod rest;
mod walk;

pub(crate) use any_page::AnyPage;
pub use items::Items;
pub use pages::Pages;
pub(crate) use walk::Walk;

use crate::request::operation::Operation;
pub use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData};

/// An operation that gives a list page by page.
pub trait Paged: Operation<Output = Page<<Self as Paged>::Item, <Self as Paged>::Data>> + Clone {
    /// What the list is of.
    type Item: Send + 'static;
    /// What the items come in.
    type Data: PageData<Item = Self::Item> + Send + 'static;

    /// Begins at a place in the list: what [`Items::cursor`], [`Pages::cursor`] or [`Page::next`] have given.
    ///
    /// Pages come whole: only [`Items`] pass over the items that are done with.
    #[must_use = "a request does nothing until it is awaited"]
    fn starting_at(mut self, cursor: &Cursor) -> Self {
        position::apply(cursor, self.call_mut());
        self
    }
}
