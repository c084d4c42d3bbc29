//! Iterating over the pages of a list.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use serde::de::DeserializeOwned;

use super::any_page::AnyPage;
use super::pager::Pager;
use super::{Cursor, Paged};
use crate::protocol::error::Result;
use crate::request::send::Request;
use crate::response::OwnPage;
use crate::response::page::Page;

/// A [`Stream`] of the pages of a list. Each page is fetched when it is requested.
///
/// An error ends the stream without skipping the failed page: [`cursor`](Self::cursor) returns its position, and
/// [`resume`](Self::resume) retries it.
///
/// ```no_run
/// # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
/// let mut pages = client.v2().deals().list().limit(500).pages().read_ahead();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} deals; the next page starts at {:?}", page.len(), page.next());
/// }
/// # Ok(()) }
/// ```
#[must_use = "streams are lazy: nothing is fetched until `next` is called"]
pub struct Pages<O: Paged, P = <O as Request>::Output> {
    pager: Pager,
    /// Decodes a page, unless that is done already.
    open: fn(AnyPage) -> Result<P>,
    /// The number of pages until `max_pages`.
    limit: Option<usize>,
    /// A page that has been fetched but not returned yet.
    ready: Option<(Cursor, P)>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> Pages<O> {
    /// Creates a stream of the pages that `operation` lists.
    pub fn new(operation: O) -> Self {
        Self::of(Pager::of(operation), AnyPage::downcast)
    }
}

impl<O: Paged, T: DeserializeOwned> Pages<O, Page<T>> {
    /// Creates a stream of the pages that `operation` lists, with items that are decoded as a type that is not generated.
    pub(super) fn decoded_as(operation: O) -> Self {
        Self::of(Pager::new(operation.into_call(), AnyPage::of_own), |page| Ok(page.downcast::<OwnPage>()?.read()))
    }
}

impl<O: Paged, P> Pages<O, P> {
    fn of(pager: Pager, open: fn(AnyPage) -> Result<P>) -> Self {
        Self { pager, open, limit: None, ready: None, operation: PhantomData }
    }

    /// Fetches the next page while the current one is processed, as [`Items::read_ahead`](super::Items::read_ahead) does.
    pub fn read_ahead(mut self) -> Self {
        self.pager.read_ahead = true;
        self
    }

    /// Sets the maximum number of further pages. Unlimited by default. Pages beyond it are not fetched.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.limit = Some(pages);
        self
    }

    /// Returns the next page, or `None` after the last page or an error.
    pub async fn next(&mut self) -> Option<Result<P>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// Returns the next page, or `None` after the last page or an error. Like [`next`](Self::next), for use with `?`.
    ///
    /// # Errors
    ///
    /// Returns an error if the page cannot be fetched.
    pub async fn try_next(&mut self) -> Result<Option<P>> {
        self.next().await.transpose()
    }

    /// Fetches and returns all remaining pages.
    ///
    /// # Errors
    ///
    /// Returns the error of the first page that cannot be fetched.
    pub async fn try_collect(mut self) -> Result<Vec<P>> {
        let mut pages = Vec::new();
        while let Some(page) = self.try_next().await? {
            pages.push(page);
        }
        Ok(pages)
    }

    /// Returns the position of the next page, which is the failed page after an error, or `None` at the end of the list.
    ///
    /// Pass it to [`Paged::starting_at`] to continue there.
    pub fn cursor(&self) -> Option<Cursor> {
        self.ready.as_ref().map(|(cursor, _)| cursor).or(self.pager.next()).cloned()
    }

    /// Continues after an error: the next call fetches the failed page again.
    pub fn resume(&mut self) -> &mut Self {
        self.pager.resume();
        self
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        if self.is_terminated() {
            return Poll::Ready(None);
        }
        if self.ready.is_none() {
            match ready!(self.pager.poll(cx)) {
                Some(Ok((cursor, page))) => self.ready = Some((cursor, (self.open)(page)?)),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {}
            }
            if self.limit != Some(1) && self.pager.prefetch(cx) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        let page = self.ready.take().map(|(_, page)| Ok(page));
        if let (Some(_), Some(limit)) = (&page, &mut self.limit) {
            *limit -= 1;
        }
        Poll::Ready(page)
    }
}

impl<O: Paged, P> Stream for Pages<O, P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() {
            (0, Some(0))
        } else if self.pager.has_ended() {
            (1, Some(1))
        } else {
            (1, self.limit)
        }
    }
}

impl<O: Paged, P> FusedStream for Pages<O, P> {
    fn is_terminated(&self) -> bool {
        self.limit == Some(0) || self.ready.is_none() && self.pager.has_ended()
    }
}

// No field is structurally pinned.
impl<O: Paged, P> Unpin for Pages<O, P> {}

impl<O: Paged, P> fmt::Debug for Pages<O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).field("cursor", &self.cursor()).finish_non_exhaustive()
    }
}
