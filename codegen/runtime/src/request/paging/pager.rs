//! Fetching of the pages of a list, independent of their types.

use std::task::{Context, Poll, ready};

use super::any_page::{AnyPage, ReadPage};
use super::fetch::Fetch;
use super::guard::Guard;
use super::portions::Portions;
use super::position;
use super::{Cursor, Paged};
use crate::call::Call;
use crate::protocol::error::{Error, ErrorKind, Result};

/// Fetches the pages of a list one after the other, as type-erased pages.
pub(crate) struct Pager {
    /// The call as the user has configured it.
    call: Box<Call>,
    /// The portions of a list in its query that is too long for one request.
    portions: Option<Portions>,
    read: ReadPage,
    /// The position of the page to fetch next, which is the failed page after an error. `None` after the last page.
    next: Option<Cursor>,
    fetch: Option<Fetch>,
    guard: Guard,
    /// The page size to request if the call does not specify one.
    limit: Option<usize>,
    /// Whether the next page is fetched before it is requested.
    pub(super) read_ahead: bool,
    /// Whether the last fetch has failed.
    failed: bool,
}

/// A page with the position at which it starts.
type FetchedPage = (Cursor, AnyPage);

impl Pager {
    /// Creates a pager for the list of an operation.
    pub(super) fn of<O: Paged>(operation: O) -> Self {
        Self::new(operation.into_call(), |response| O::decode(response).map(AnyPage::of))
    }

    /// Creates a pager for the list of a call.
    pub(crate) fn new(mut call: Box<Call>, read: ReadPage) -> Self {
        let next = Some(position::of(&call).skipping(0));
        let portions = Portions::of(&mut call);
        Self { call, portions, read, next, fetch: None, guard: Guard::default(), limit: None, read_ahead: false, failed: false }
    }

    /// Returns the position of the page to fetch next, which is the failed page after an error. `None` after the last page.
    pub(super) fn next(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// Returns whether there are no more pages, or the last fetch has failed.
    pub(super) fn has_ended(&self) -> bool {
        self.failed || self.next.is_none()
    }

    /// Continues after an error, with the failed page.
    pub(super) fn resume(&mut self) {
        if std::mem::take(&mut self.failed) {
            self.guard.reset_empty();
        }
    }

    /// Returns the next page, or `None` after the last page or an error.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<FetchedPage>>> {
        let Some(cursor) = self.next.as_ref().filter(|_| !self.failed) else { return Poll::Ready(None) };
        let result = match &mut self.fetch {
            Some(fetch) => ready!(fetch.poll(cx)),
            None => match self.guard.check(cursor) {
                Ok(()) => {
                    let fetch = self.fetch.insert(Fetch::new(self.page_call(cursor), self.read));
                    ready!(fetch.poll(cx))
                }
                Err(message) => {
                    let template = self.call.template().to_owned();
                    Err(Error::new(ErrorKind::Pagination, message).with_call(&self.call.method, template, self.call.info))
                }
            },
        };
        self.fetch = None;
        Poll::Ready(Some(result.map(|page| self.advance(page)).inspect_err(|_| self.failed = true)))
    }

    /// Records the position of a fetched page and moves on to the next page.
    fn advance(&mut self, page: AnyPage) -> FetchedPage {
        let cursor = std::mem::replace(&mut self.next, page.next.clone()).unwrap_or_default();
        self.guard.record(&cursor, page.is_empty);
        (cursor, page)
    }

    /// Starts to fetch the next page, if pages are read ahead.
    ///
    /// Returns whether the caller should yield to the runtime now: the spawned task may be queued behind the caller, which may not
    /// yield again until it needs the page.
    pub(super) fn prefetch(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(cursor) = self.next.as_ref().filter(|_| self.read_ahead && !self.failed && self.fetch.is_none()) else {
            return false;
        };
        if self.guard.check(cursor).is_err() {
            return false;
        }
        let fetch = self.fetch.insert(Fetch::ahead(self.page_call(cursor), self.read));
        fetch.poll_along(cx);
        fetch.is_task()
    }

    /// Polls a page that is read ahead but not in a task of its own.
    pub(super) fn poll_along(&mut self, cx: &mut Context<'_>) {
        if let Some(fetch) = &mut self.fetch {
            fetch.poll_along(cx);
        }
    }

    /// Sets the page size to `elements`, if the API allows pages of that size. Has no effect once a page has been fetched: offsets advance
    /// by the page size, so it has to be the same for all pages.
    pub(super) fn fit(&mut self, elements: usize) {
        if self.guard.is_fresh() {
            let pagination = self.call.info.and_then(|info| info.pagination);
            let max = pagination.and_then(|pagination| usize::try_from(pagination.max?).ok());
            self.limit = Some(elements).filter(|elements| *elements > 0 && max.is_some_and(|max| *elements <= max));
        }
    }

    /// Returns the call for one page.
    fn page_call(&self, cursor: &Cursor) -> Box<Call> {
        let mut call = self.call.clone();
        // The first page is requested exactly as the user has configured it.
        if !cursor.is_first() {
            position::apply(cursor, &mut call);
        }
        if let Some(portions) = &self.portions {
            portions.apply(&mut call);
        }
        if let Some(limit) = self.limit.filter(|_| call.query_value("limit").is_none()) {
            call.set_query("limit".into(), limit.to_string());
        }
        call
    }
}
