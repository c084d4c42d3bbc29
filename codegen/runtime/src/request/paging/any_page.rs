//! Type-erased pages.

use std::any::Any;

use super::Cursor;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::response::page::{Page, PageData};
use crate::response::{RawResponse, Response};

/// Decodes a response as a page.
pub(crate) type ReadPage = fn(RawResponse) -> Result<AnyPage>;

/// A type-erased page, so that paging is compiled once and not for every list.
pub(crate) struct AnyPage {
    page: Box<dyn Any + Send>,
    /// The position of the next page, or `None` on the last page.
    pub(super) next: Option<Cursor>,
    /// Whether the page has no elements, rejected ones included.
    pub(super) is_empty: bool,
}

impl AnyPage {
    pub(crate) fn of<T: 'static, D: PageData<Item = T> + Send + 'static>(response: Response<Page<T, D>>) -> Self {
        let page = response.into_data();
        let (next, is_empty) = (page.next().cloned(), page.is_empty() && page.rejected().is_empty());
        Self { page: Box::new(page), next, is_empty }
    }

    /// Reads a page whose items are decoded later, into a type that is not generated.
    pub(super) fn of_own(response: RawResponse) -> Result<Self> {
        let page = response.own_page()?;
        Ok(Self { next: page.next().cloned(), is_empty: page.is_empty(), page: Box::new(page) })
    }

    /// Downcasts the page to its type.
    pub(crate) fn downcast<P: 'static>(self) -> Result<P> {
        let page = self.page.downcast().map(|page| *page);
        page.map_err(|_| Error::new(ErrorKind::Decode, "the page has the type of another list"))
    }
}
