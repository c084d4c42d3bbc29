//! Iterating over the items of a list.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use serde::de::DeserializeOwned;

use super::any_page::AnyPage;
use super::pager::Pager;
use super::remaining::Remaining;
use super::{Cursor, Paged};
use crate::protocol::error::Result;
use crate::response::OwnPage;

/// A [`Stream`] of the items of a list. Pages are fetched when they are needed.
///
/// An item that cannot be decoded yields an error with the [`item`](crate::Error::item), and the stream continues with the next item. Any other error ends the stream without
/// skipping items: [`resume`](Self::resume) retries the failed page, and so does a new list that starts at [`cursor`](Self::cursor).
/// A program that ignores errors can check `cursor` afterwards: it is `None` only if the list was read to its end.
///
/// ```no_run
/// # async fn run(client: pipedrive::Client, stored: Option<String>) -> Result<(), Box<dyn std::error::Error>> {
/// use pipedrive::prelude::*;
/// use pipedrive::Cursor;
///
/// let from: Cursor = stored.as_deref().unwrap_or("first").parse()?;
/// let mut deals = client.v2().deals().list().starting_at(&from).items().max_items(1_000).read_ahead();
/// while let Some(deal) = deals.try_next().await? {
///     println!("{}", deal.id);
/// }
/// // The position of the 1001st deal, if there is one.
/// let stored = deals.cursor().map(|cursor| cursor.to_string());
/// # Ok(()) }
/// ```
#[must_use = "streams are lazy: nothing is fetched until `next` is called"]
pub struct Items<O: Paged, T = <O as Paged>::Item> {
    pager: Pager,
    /// Decodes a page, unless that is done already.
    open: fn(Cursor, AnyPage) -> Result<Remaining<T>>,
    /// The elements of the current page that have not been returned yet.
    rest: Remaining<T>,
    /// The number of elements to skip at the start of the next page, and of the pages after it.
    skip: usize,
    /// The number of items until `max_items`.
    limit: Option<usize>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> Items<O> {
    /// Creates a stream of the items that `operation` lists.
    pub fn new(mut operation: O) -> Self {
        let skip = operation.call_mut().skip;
        Self::of(Pager::of(operation), skip, |cursor, page| Ok(Remaining::new(cursor, page.downcast::<O::Output>()?)))
    }
}

impl<O: Paged, T: DeserializeOwned> Items<O, T> {
    /// Creates a stream of the items that `operation` lists, decoded as a type that is not generated.
    pub(super) fn decoded_as(mut operation: O) -> Self {
        let skip = operation.call_mut().skip;
        let pager = Pager::new(operation.into_call(), AnyPage::of_own);
        Self::of(pager, skip, |cursor, page| Ok(Remaining::new(cursor, page.downcast::<OwnPage>()?.read())))
    }
}

impl<O: Paged, T> Items<O, T> {
    fn of(pager: Pager, skip: usize, open: fn(Cursor, AnyPage) -> Result<Remaining<T>>) -> Self {
        Self { pager, open, rest: Remaining::empty(), skip, limit: None, operation: PhantomData }
    }

    /// Fetches the next page while the items of the current one are processed. At most one page is fetched ahead.
    ///
    /// The page is fetched in a tokio task that is aborted when the stream is dropped. Outside a tokio runtime the fetch makes progress
    /// only while items are requested. A program that stops in the middle of a list has paid for one additional page.
    pub fn read_ahead(mut self) -> Self {
        self.pager.read_ahead = true;
        self
    }

    /// Sets the maximum number of further items, not counting errors. Unlimited by default. Pages beyond it are not fetched.
    ///
    /// If the request has no `limit` and a single page can contain that many items, the page size is set to this number.
    pub fn max_items(mut self, items: usize) -> Self {
        self.limit = Some(items);
        self.pager.fit(items.saturating_add(self.skip));
        self
    }

    /// Returns the next item, or `None` after the last item or a failed page.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Returns the next item, or `None` after the last item or a failed page. Like [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    ///
    /// Returns an error if the item cannot be decoded or its page cannot be fetched.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        self.next().await.transpose()
    }

    /// Fetches all remaining pages and returns their items.
    ///
    /// # Errors
    ///
    /// Returns the first error of an item or a page.
    pub async fn try_collect(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    /// Returns the position after the last item (or item error) that was returned, or `None` at the end of the list.
    ///
    /// Pass it to [`Paged::starting_at`] to continue there. The position consists of the page of the next item and the number of elements
    /// before it, so continuing fetches that page again.
    pub fn cursor(&self) -> Option<Cursor> {
        self.rest.cursor().or_else(|| self.pager.next().map(|next| next.clone().skipping(self.skip)))
    }

    /// Continues after a failed page: the next call fetches that page again.
    pub fn resume(&mut self) -> &mut Self {
        self.pager.resume();
        self
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if self.limit == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.next_of_page() {
                self.pager.poll_along(cx);
                return Poll::Ready(Some(item));
            }
            let open = self.open;
            match ready!(self.pager.poll(cx)).map(|fetched| fetched.and_then(|(cursor, page)| open(cursor, page))) {
                Some(Ok(rest)) => {
                    self.rest = rest;
                    self.skip = self.rest.skip(self.skip);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
            let is_last_page = self.limit.is_some_and(|limit| limit <= self.rest.items());
            if !is_last_page && self.pager.prefetch(cx) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }

    /// Returns the next item of the current page.
    fn next_of_page(&mut self) -> Option<Result<T>> {
        loop {
            match self.rest.next()? {
                Ok(item) => {
                    if let Some(limit) = &mut self.limit {
                        *limit -= 1;
                    }
                    return Some(Ok(item));
                }
                Err(rejected) => {
                    // A `null` in place of an item is skipped.
                    if let Some(error) = rejected.error() {
                        return Some(Err(error));
                    }
                }
            }
        }
    }
}

impl<O: Paged, T> Stream for Items<O, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let items = self.rest.items();
        match self.limit {
            Some(0) => (0, Some(0)),
            // Errors are not counted by `limit`, so it is no upper bound.
            limit => (limit.map_or(items, |limit| limit.min(items)), self.pager.has_ended().then(|| self.rest.len())),
        }
    }
}

impl<O: Paged, T> FusedStream for Items<O, T> {
    fn is_terminated(&self) -> bool {
        self.limit == Some(0) || self.rest.len() == 0 && self.pager.has_ended()
    }
}

// No field is structurally pinned.
impl<O: Paged, T> Unpin for Items<O, T> {}

impl<O: Paged, T> fmt::Debug for Items<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &O::INFO.id).field("cursor", &self.cursor()).finish_non_exhaustive()
    }
}
