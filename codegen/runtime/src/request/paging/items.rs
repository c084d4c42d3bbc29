//! Lists, item by item.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::pager::Pager;
use super::remaining::Remaining;
use super::{Cursor, Paged};
use crate::protocol::error::Result;

/// The items of a list, one after the other, their pages fetched when they are needed. A `Stream` too.
///
/// An item that cannot be read is an error at its place; the others follow. After any other error the stream ends, but nothing is
/// passed over: [`resume`](Self::resume) goes on with the page that has failed, and so does a new list that begins at
/// [`cursor`](Self::cursor). Whoever passes over errors can tell by `cursor` whether the list has been read to its end: then it is `None`.
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
/// // Where the 1001st deal is to be found, if there is one.
/// let stored = deals.cursor().map(|cursor| cursor.to_string());
/// # Ok(()) }
/// ```
#[must_use = "nothing is fetched until the items are asked for"]
pub struct Items<O: Paged> {
    pager: Pager,
    /// What is left of the last page.
    rest: Remaining<O::Item>,
    /// How many elements of the next page, and those after it, are passed over.
    skip: usize,
    /// How many more items are wanted.
    wanted: Option<usize>,
}

impl<O: Paged> Items<O> {
    /// The items of what an operation lists.
    pub fn new(mut operation: O) -> Self {
        let skip = operation.call_mut().skip;
        Self { pager: Pager::of(operation), rest: Remaining::nothing(), skip, wanted: None }
    }

    /// Fetches the next page while the items of the one before it are used. There is never more than one page ahead.
    ///
    /// A task of the tokio runtime does it, which ends when the stream is dropped; without such a runtime the page only comes on while
    /// items are asked for. Whoever stops in the middle of a list has paid for one page more.
    pub fn read_ahead(mut self) -> Self {
        self.pager.read_ahead = true;
        self
    }

    /// Ends after so many items from here on, errors not counted. A page that cannot be needed for them is not fetched.
    ///
    /// Where no `limit` is set and they go into one page, a page of just that size is asked for.
    pub fn max_items(mut self, items: usize) -> Self {
        self.wanted = Some(items);
        self.pager.fit(items.saturating_add(self.skip));
        self
    }

    /// The next item; nothing after the last one or after a page that has failed.
    pub async fn next(&mut self) -> Option<Result<O::Item>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item; nothing after the last one or after a page that has failed.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>> {
        self.next().await.transpose()
    }

    /// All items that are left. Mind that a list may be long.
    pub async fn try_collect(mut self) -> Result<Vec<O::Item>> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    /// The place after the last item, or error of an item, that was handed out; nothing after the end of the list. What
    /// [`Paged::starting_at`] takes.
    ///
    /// It names the page of the next item and how many before it are done with, so going on there fetches that page once more.
    pub fn cursor(&self) -> Option<Cursor> {
        self.rest.cursor().or_else(|| self.pager.next().map(|next| next.clone().skipping(self.skip)))
    }

    /// Goes on after a page that has failed, with that very page.
    pub fn resume(&mut self) -> &mut Self {
        self.pager.resume();
        self
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Item>>> {
        loop {
            if self.wanted == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.of_page() {
                self.pager.poll_along(cx);
                return Poll::Ready(Some(item));
            }
            let arrival =
                ready!(self.pager.poll(cx)).map(|arrival| arrival.and_then(|(at, page)| Ok((at, page.known::<O::Output>()?))));
            match arrival {
                Some(Ok((at, page))) => {
                    self.rest = Remaining::new(at, page);
                    self.skip = self.rest.pass_over(self.skip);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
            let enough = self.wanted.is_some_and(|wanted| wanted <= self.rest.items());
            if !enough && self.pager.begin(cx) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }

    /// The next item of the page that is there.
    fn of_page(&mut self) -> Option<Result<O::Item>> {
        loop {
            match self.rest.next()? {
                Ok(item) => {
                    if let Some(wanted) = &mut self.wanted {
                        *wanted -= 1;
                    }
                    return Some(Ok(item));
                }
                Err(rejected) => {
                    // A null is no problem.
                    if let Some(error) = rejected.error() {
                        return Some(Err(error));
                    }
                }
            }
        }
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let items = self.rest.items();
        match self.wanted {
            Some(0) => (0, Some(0)),
            // There may be any number of errors between the items.
            wanted => (wanted.map_or(items, |wanted| wanted.min(items)), self.pager.has_ended().then(|| self.rest.len())),
        }
    }
}

impl<O: Paged> FusedStream for Items<O> {
    fn is_terminated(&self) -> bool {
        self.wanted == Some(0) || self.rest.len() == 0 && self.pager.has_ended()
    }
}

// Nothing in here is ever pinned in place.
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &O::INFO.id).field("cursor", &self.cursor()).finish_non_exhaustive()
    }
}
