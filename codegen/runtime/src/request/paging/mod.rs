//! Walking lists.

mod any_page;
mod fetch;
mod guard;
mod items;
mod pager;
mod pages;
mod position;
mod remaining;

pub(crate) use any_page::AnyPage;
pub use items::Items;
pub(crate) use pager::Pager;
pub use pages::Pages;

use crate::request::send::Request;
pub use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData};

/// An operation that gives a list page by page.
pub trait Paged: Request<Output = Page<<Self as Paged>::Item, <Self as Paged>::Data>> + Clone {
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
