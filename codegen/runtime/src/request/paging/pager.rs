//! The way from page to page.

use std::task::{Context, Poll, ready};

use super::any_page::{AnyPage, ReadPage};
use super::fetch::Fetch;
use super::guard::Guard;
use super::position;
use super::{Cursor, Paged};
use crate::call::Call;
use crate::protocol::error::{Error, ErrorKind, Result};

/// Fetches the pages of a list one after the other. What they hold it does not know.
pub(crate) struct Pager {
    /// The call as the user has put it.
    call: Box<Call>,
    read: ReadPage,
    /// Where the page begins that comes next or that has failed; nothing after the last.
    next: Option<Cursor>,
    fetch: Option<Fetch>,
    guard: Guard,
    /// The page size, where the call has none of its own.
    limit: Option<usize>,
    /// Whether pages are fetched before they are asked for.
    pub(super) read_ahead: bool,
    /// Whether the last page has failed.
    failed: bool,
}

/// A page that is there, and where it began.
type Arrival = (Cursor, AnyPage);

impl Pager {
    /// Through what an operation lists.
    pub(super) fn of<O: Paged>(operation: O) -> Self {
        Self::new(operation.into_call(), |response| O::decode(response).map(AnyPage::of))
    }

    /// Through what a call lists.
    pub(crate) fn new(call: Box<Call>, read: ReadPage) -> Self {
        let next = Some(position::of(&call).skipping(0));
        Self { call, read, next, fetch: None, guard: Guard::default(), limit: None, read_ahead: false, failed: false }
    }

    /// Where the page begins that comes next or that has failed; nothing after the last.
    pub(super) fn next(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// Whether nothing comes any more.
    pub(super) fn has_ended(&self) -> bool {
        self.failed || self.next.is_none()
    }

    /// Goes on after a failure, with the page that has failed.
    pub(super) fn resume(&mut self) {
        if std::mem::take(&mut self.failed) {
            self.guard.forgive();
        }
    }

    /// The next page; nothing after the last one, and after one that has failed.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Arrival>>> {
        let Some(at) = self.next.as_ref().filter(|_| !self.failed) else { return Poll::Ready(None) };
        let result = match &mut self.fetch {
            Some(fetch) => ready!(fetch.poll(cx)),
            None => match self.guard.objection(at) {
                None => {
                    let fetch = self.fetch.insert(Fetch::new(page(&self.call, at, self.limit), self.read));
                    ready!(fetch.poll(cx))
                }
                Some(objection) => {
                    let template = self.call.template().to_owned();
                    Err(Error::new(ErrorKind::Pagination, objection).with_call(&self.call.method, template, self.call.info))
                }
            },
        };
        self.fetch = None;
        Poll::Ready(Some(result.map(|page| self.pass(page)).inspect_err(|_| self.failed = true)))
    }

    /// Prepares for the page after this one.
    fn pass(&mut self, page: AnyPage) -> Arrival {
        let at = std::mem::replace(&mut self.next, page.next.clone()).unwrap_or_default();
        self.guard.passed(&at, page.is_empty);
        (at, page)
    }

    /// Begins to fetch the next page, if pages are fetched ahead. Says whether the caller should let others run now: the task that
    /// does it may have been queued behind the caller, who may well not wait for anything until the page is needed.
    pub(super) fn begin(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(at) = self.next.as_ref().filter(|_| self.read_ahead && !self.failed && self.fetch.is_none()) else {
            return false;
        };
        if self.guard.objection(at).is_some() {
            return false;
        }
        let fetch = self.fetch.insert(Fetch::ahead(page(&self.call, at, self.limit), self.read));
        fetch.poll_along(cx);
        fetch.is_task()
    }

    /// Lets a page that is fetched ahead come on while the one before it is used.
    pub(super) fn poll_along(&mut self, cx: &mut Context<'_>) {
        if let Some(fetch) = &mut self.fetch {
            fetch.poll_along(cx);
        }
    }

    /// Chooses the page size for a list of so many elements: one page that holds them all, if there are pages of that size. As if the
    /// user had set it, it is the same for all pages and is not changed on the way, since offsets advance by it.
    pub(super) fn fit(&mut self, elements: usize) {
        if self.guard.is_fresh() {
            let pagination = self.call.info.and_then(|info| info.pagination);
            let largest = pagination.and_then(|pagination| usize::try_from(pagination.max?).ok());
            self.limit = Some(elements).filter(|elements| *elements > 0 && largest.is_some_and(|largest| *elements <= largest));
        }
    }
}

/// The call for one page.
fn page(call: &Call, at: &Cursor, limit: Option<usize>) -> Box<Call> {
    let mut call = Box::new(call.clone());
    // The first page is asked for just as the user has put it.
    if !at.is_first() {
        position::apply(at, &mut call);
    }
    if let Some(limit) = limit.filter(|_| call.query_value("limit").is_none()) {
        call.set_query("limit".into(), limit.to_string());
    }
    call
}
