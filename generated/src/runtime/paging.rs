//! Walking lists.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::error::{Error, ErrorKind, Result};
use super::operation::{Operation, Pending};
use super::page::{Page, PageData, PageToken, Rejected};

/// An operation that gives a list page by page.
pub trait Paged: Operation<Output = Page<<Self as Paged>::Item, <Self as Paged>::Data>> + Clone {
    /// What the list is of.
    type Item: Send + 'static;
    /// What the items come in.
    type Data: PageData<Item = Self::Item> + Send + 'static;

    /// Begins with the page that a token stands for.
    #[must_use]
    fn starting_at(mut self, token: &PageToken) -> Self {
        self.call_mut().page(token);
        self
    }
}

/// The pages of a list, fetched one after the other as they are asked for.
#[must_use = "nothing is fetched until the pages are asked for"]
pub struct Pages<O: Paged> {
    operation: O,
    state: State<O>,
    /// Where the next page begins; nothing for the first.
    token: Option<PageToken>,
    /// Where pages have begun, to notice when the list leads in a circle.
    seen: HashSet<PageToken>,
}

enum State<O: Operation> {
    Idle,
    Fetching(Pending<O>),
    /// The last page has led back to an earlier one.
    Circle(PageToken),
    Done,
}

impl<O: Paged> Pages<O> {
    /// The pages of what an operation lists.
    pub fn new(mut operation: O) -> Self {
        let call = operation.call_mut();
        // A list need not be walked from its beginning.
        let cursor = call.query_value("cursor").map(PageToken::cursor);
        let start = call.query_value("start").map_or(Some(0), |start| start.parse().ok()).map(PageToken::start);
        Self { operation, state: State::Idle, token: None, seen: cursor.into_iter().chain(start).collect() }
    }

    /// The next page, or nothing after the last.
    pub async fn next(&mut self) -> Option<Result<O::Output>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page, or nothing after the last.
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

    /// Where the page begins that comes next, or that has failed: to go on from there with [`Paged::starting_at`].
    pub fn position(&self) -> Option<&PageToken> {
        self.token.as_ref()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Output>>> {
        loop {
            match &mut self.state {
                State::Idle => {
                    let mut operation = self.operation.clone();
                    if let Some(token) = &self.token {
                        operation.call_mut().page(token);
                    }
                    self.state = State::Fetching(Pending::new(operation));
                }
                State::Fetching(pending) => {
                    let result = ready!(Pin::new(pending).poll(cx));
                    self.state = State::Done;
                    return Poll::Ready(Some(result.inspect(|page| self.advance(page.next()))));
                }
                State::Circle(token) => {
                    let error = circle::<O>(token);
                    self.state = State::Done;
                    return Poll::Ready(Some(Err(error)));
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }

    /// Prepares for the page after this one. A list that leads back would never end.
    fn advance(&mut self, next: Option<&PageToken>) {
        let Some(next) = next else {
            self.token = None;
            return;
        };
        let backwards = next.as_start().is_some_and(|next| self.seen.iter().any(|seen| seen.as_start() >= Some(next)));
        if backwards || !self.seen.insert(next.clone()) {
            self.state = State::Circle(next.clone());
            return;
        }
        if next.as_start().is_some() {
            // Offsets only grow, so the last one says it all.
            self.seen.retain(|seen| seen == next);
        }
        self.token = Some(next.clone());
        self.state = State::Idle;
    }
}

fn circle<O: Operation>(token: &PageToken) -> Error {
    let (name, value) = token.parameter();
    let message = format!("the next page would begin at {name} {value:?}, where the list has been already");
    Error::new(ErrorKind::Pagination, message).with_call(&O::INFO.method, O::INFO.path, Some(O::INFO))
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Output>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

// Nothing in here is ever pinned in place.
impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).field("position", &self.token).finish_non_exhaustive()
    }
}

/// The items of a list, its pages fetched as they are needed.
///
/// An item that cannot be read is an error at its place; the others follow. After any other error the list ends.
#[must_use = "nothing is fetched until the items are asked for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    here: std::vec::IntoIter<O::Item>,
    rejected: std::vec::IntoIter<Rejected>,
    /// How many items of the page are gone, those that could not be read included.
    place: usize,
}

impl<O: Paged> Items<O> {
    /// The items of what an operation lists.
    pub fn new(operation: O) -> Self {
        let pages = Pages::new(operation);
        Self { pages, here: Vec::new().into_iter(), rejected: Vec::new().into_iter(), place: 0 }
    }

    /// The next item, or nothing after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item, or nothing after the last.
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

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Item>>> {
        loop {
            if let Some(item) = self.of_page() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => {
                    let (items, rejected) = page.split();
                    (self.here, self.rejected, self.place) = (items.into_iter(), rejected.into_iter(), 0);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// The next item of the page that is there.
    fn of_page(&mut self) -> Option<Result<O::Item>> {
        while self.rejected.as_slice().first().is_some_and(|rejected| rejected.index() <= self.place) {
            self.place += 1;
            if let Some(fault) = self.rejected.next()?.mismatch() {
                let info = O::INFO;
                return Some(Err(Error::of_mismatch(fault).with_call(&info.method, info.path, Some(info))));
            }
        }
        self.place += 1;
        self.here.next().map(Ok)
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

// Nothing in here is ever pinned in place.
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
