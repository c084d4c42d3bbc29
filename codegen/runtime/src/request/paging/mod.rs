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

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::request::send::Request;
pub use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData};

/// A request of an operation that returns a list in pages.
///
/// Use it to write functions over any list:
///
/// ```
/// use pipedrive::prelude::*;
///
/// async fn count<L: Paged>(list: L) -> Result<usize, pipedrive::Error> {
///     let mut items = list.items();
///     let mut count = 0;
///     while items.try_next().await?.is_some() {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
pub trait Paged: Request<Output = Page<<Self as Paged>::Item, <Self as Paged>::Data>> + Clone {
    /// The type of the items.
    type Item: Serialize + Send + 'static;
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

    /// Returns a stream of the items of all pages.
    #[inline]
    fn items(self) -> Items<Self> {
        Items::new(self)
    }

    /// Returns a stream of the pages.
    #[inline]
    fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }

    /// Returns a stream of the items of all pages, decoded as any type that implements `Deserialize`, such as a struct with the fields
    /// that a program needs, `serde_json::Value`, or `Box<RawValue>` for the JSON as it was sent.
    ///
    /// An item that is not of the type yields an error with the [`item`](crate::Error::item), and the stream continues. An item that
    /// is null is skipped unless the type accepts null.
    #[inline]
    fn items_as<T: DeserializeOwned>(self) -> Items<Self, T> {
        Items::decoded_as(self)
    }

    /// Returns a stream of the pages, with items of any type that implements `Deserialize`; see [`items_as`](Self::items_as).
    /// [`Page::rejected`] returns the items that are not of the type.
    #[inline]
    fn pages_as<T: DeserializeOwned>(self) -> Pages<Self, Page<T>> {
        Pages::decoded_as(self)
    }
}
