//! Lists, page by page.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::pager::Pager;
use super::{Cursor, Paged};
use crate::protocol::error::Result;

/// The pages of a list, one after the other, fetched when they are asked for. A `Stream` too.
///
/// After an error the stream ends, but nothing is passed over: [`cursor`](Self::cursor) names the page that has failed, and
/// [`resume`](Self::resume) goes on with it.
///
/// ```no_run
/// # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
/// let mut pages = client.v2().deals().list().limit(500).pages().read_ahead();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} deals; the next page begins at {:?}", page.len(), page.next());
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is fetched until the pages are asked for"]
pub struct Pages<O: Paged> {
    pager: Pager,
    /// How many more pages are wanted.
    wanted: Option<usize>,
    /// A page that is there but has not been handed out.
    ready: Option<(Cursor, O::Output)>,
}

impl<O: Paged> Pages<O> {
    /// The pages of what an operation lists.
    pub fn new(operation: O) -> Self {
        Self { pager: Pager::of(operation), wanted: None, ready: None }
    }

    /// Fetches the next page while the one before it is used, as [`Items::read_ahead`](super::Items::read_ahead) does.
    pub fn read_ahead(mut self) -> Self {
        self.pager.read_ahead = true;
        self
    }

    /// Ends after so many pages from here on. Those after them are not fetched.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.wanted = Some(pages);
        self
    }

    /// The next page; nothing after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<O::Output>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; nothing after the last one or after an error.
    pub async fn try_next(&mut self) -> Result<Option<O::Output>> {
        self.next().await.transpose()
    }

    /// All pages that are left.
    pub async fn try_collect(mut self) -> Result<Vec<O::Output>> {
        let mut pages = Vec::new();
        while let Some(page) = self.try_next().await? {
            pages.push(page);
        }
        Ok(pages)
    }

    /// Where the page begins that comes next or that has failed; nothing after the last one. What [`Paged::starting_at`] takes.
    pub fn cursor(&self) -> Option<Cursor> {
        self.ready.as_ref().map(|(at, _)| at).or(self.pager.next()).cloned()
    }

    /// Goes on after an error, with the page that has failed.
    pub fn resume(&mut self) -> &mut Self {
        self.pager.resume();
        self
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Output>>> {
        if self.is_terminated() {
            return Poll::Ready(None);
        }
        if self.ready.is_none() {
            match ready!(self.pager.poll(cx)) {
                Some(Ok((at, page))) => self.ready = Some((at, page.known()?)),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {}
            }
            if self.wanted != Some(1) && self.pager.begin(cx) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        let page = self.ready.take().map(|(_, page)| Ok(page));
        if let (Some(_), Some(wanted)) = (&page, &mut self.wanted) {
            *wanted -= 1;
        }
        Poll::Ready(page)
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Output>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() {
            (0, Some(0))
        } else if self.pager.has_ended() {
            (1, Some(1))
        } else {
            (1, self.wanted)
        }
    }
}

impl<O: Paged> FusedStream for Pages<O> {
    fn is_terminated(&self) -> bool {
        self.wanted == Some(0) || self.ready.is_none() && self.pager.has_ended()
    }
}

// Nothing in here is ever pinned in place.
impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).field("cursor", &self.cursor()).finish_non_exhaustive()
    }
}
