//! A page on the way through what walks all lists alike.

use std::any::Any;

use super::Cursor;
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::response::page::{Page, PageData};
use crate::response::{RawResponse, Response};

/// Reads the response that holds a page.
pub(crate) type ReadPage = fn(RawResponse) -> Result<AnyPage>;

/// A page whose type only its list knows, so that walking is compiled once for all lists.
pub(crate) struct AnyPage {
    page: Box<dyn Any + Send>,
    /// Where the next page begins; nothing on the last one.
    pub(super) next: Option<Cursor>,
    /// Whether there is nothing in it, not even something that could not be read.
    pub(super) is_empty: bool,
}

impl AnyPage {
    pub(crate) fn of<T: 'static, D: PageData<Item = T> + Send + 'static>(response: Response<Page<T, D>>) -> Self {
        let page = response.into_data();
        let (next, is_empty) = (page.next().cloned(), page.is_empty() && page.rejected().is_empty());
        Self { page: Box::new(page), next, is_empty }
    }

    /// The page as what it is.
    pub(crate) fn known<P: 'static>(self) -> Result<P> {
        let known = self.page.downcast().map(|page| *page);
        known.map_err(|_| Error::new(ErrorKind::Decode, "the page is one of another list"))
    }
}
