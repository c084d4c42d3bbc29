//! Paging through lists.

mod any_page;
mod fetch;
mod guard;
mod items;
mod pager;
mod pages;
mod portions;
mod position;
mod remaining;

pub(crate) use any_page::AnyPage;
pub use items::Items;
pub(crate) use pager::Pager;
pub use pages::Pages;

use crate::request::send::Request;
pub use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData};

/// A request of an operation that returns a list in pages.
pub trait Paged: Request<Output = Page<<Self as Paged>::Item, <Self as Paged>::Data>> + Clone {
    /// The type of the items.
    type Item: Send + 'static;
    /// The type of the data that contains the items of a page.
    type Data: PageData<Item = Self::Item> + Send + 'static;

    /// Sets the position at which the list starts, as returned by [`Items::cursor`], [`Pages::cursor`] or [`Page::next`].
    ///
    /// A position within a page is respected only by [`Items`]; a [`Page`] always contains all of its items.
    #[must_use = "a request does nothing until it is awaited"]
    fn starting_at(mut self, cursor: &Cursor) -> Self {
        position::apply(cursor, self.call_mut());
        self
    }
}
