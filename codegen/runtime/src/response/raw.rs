//! Raw responses, and the methods that decode them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::root::{RootBody, is_failure, missing_data, read_root};
use super::{Download, Response, ResponseMeta};
use crate::http::transport::ResponseBody;
use crate::json::extra::Extra;
use crate::json::log::{Mismatch, Segment};
use crate::json::mask::Secrets;
use crate::json::slot::{Kept, Wire};
use crate::json::target::{Target, TypedTarget, WholeTarget};
use crate::json::wire::Plain;
use crate::json::{BodyError, read_body};
use crate::policy::clock;
use crate::policy::observer::Observer;
use crate::policy::trace;
use crate::protocol::envelope::{self, EnvelopeBody};
use crate::protocol::error::{Error, ErrorKind, Result, masked_headers};
use crate::protocol::info::OperationInfo;
use crate::response::cursor::{Cursor, Portion};
use crate::response::next_page::NextPage;
use crate::response::page::{ItemMismatch, Page, PageData, Rejected, item_mismatches, rejected_items};

/// A successful response that has not been decoded yet.
#[doc(hidden)]
pub struct RawResponse {
    pub(crate) info: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) strict: bool,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    /// The secrets that the call has sent, which are masked in errors.
    pub(crate) secrets: Secrets,
    /// The offset of the requested page, for lists that are paged by offset.
    pub(crate) start: Option<u64>,
    /// The page size that was requested.
    pub(crate) limit: Option<u64>,
    /// The portion of a list in the query that was sent.
    pub(crate) portion: Portion,
    /// The deadline of the call, with its timeout.
    pub(crate) deadline: Option<(clock::Instant, Duration)>,
    pub(crate) content: Content,
    /// The metadata. The fields of the envelope are added when the body is decoded.
    pub(crate) meta: Box<ResponseMeta>,
}

/// The body of a response.
pub(crate) enum Content {
    Bytes(Bytes),
    Stream(ResponseBody),
}

impl Content {
    /// Returns the body. Empty if it is streamed.
    pub(super) fn bytes(&self) -> &Bytes {
        static EMPTY: Bytes = Bytes::new();
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Stream(_) => &EMPTY,
        }
    }
}

/// The response that an error refers to, with masked secrets.
pub(crate) struct ResponseOrigin {
    info: Option<&'static OperationInfo>,
    method: Method,
    path: Cow<'static, str>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    secrets: Secrets,
}

impl ResponseOrigin {
    /// Adds the response and the call to an error.
    pub(crate) fn add_to(&self, error: Error) -> Error {
        let error = error.mask(&self.secrets).with_masked_response(self.status, self.headers.clone(), self.body.clone());
        error.with_call(&self.method, self.path.clone(), self.info)
    }
}

impl RawResponse {
    /// Decodes the data of the envelope.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Decode`] if the data is missing or of another type, and [`ErrorKind::Api`] if the response reports a
    /// failure.
    pub fn data<T>(self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        self.data_as::<Plain, T>()
    }

    /// Decodes the data of the envelope in the form `W`.
    ///
    /// # Errors
    ///
    /// As for [`data`](Self::data).
    pub fn data_as<W: Wire<T>, T>(self) -> Result<Response<T>> {
        let mut target = TypedTarget::<W, T>::new();
        let meta = self.into_data(&mut target)?;
        let Some(data) = target.value else { return Err(missing_data()) };
        Ok(Response { data, meta })
    }

    /// Decodes the data of the envelope as a page of a list. Items that cannot be decoded are returned by [`Page::rejected`].
    ///
    /// # Errors
    ///
    /// As for [`data`](Self::data).
    pub fn page<D: PageData>(mut self) -> Result<Response<Page<D::Item, D>>>
    where
        Plain: Wire<D>,
    {
        let mut target = TypedTarget::<Plain, D>::new();
        let elements = self.read_envelope(&mut target)?;
        let data = target.value.ok_or_else(missing_data)?;
        let rejected = elements.iter().filter(|element| element.rejected).count();
        self.check_page_size(data.items().len() + rejected)?;
        let (is_empty, kept) = (data.items().is_empty(), data.kept());
        let operation = self.info;
        let (next, rejected, mismatches, meta) = self.into_page(elements, is_empty, kept);
        Ok(Response { data: Page::new(data, NextPage::new(next, operation), rejected, mismatches), meta })
    }

    /// Returns an error if a page has more items than the API returns in one page.
    fn check_page_size(&self, items: usize) -> Result<()> {
        let Some(max) = self.info.and_then(|info| info.pagination?.max) else { return Ok(()) };
        if items as u64 <= u64::from(max) {
            return Ok(());
        }
        let message = format!("the page has {items} items, and the maximum is {max}; `Error::body` contains them");
        Err(self.problem(Error::new(ErrorKind::TooLarge, message)))
    }

    /// Decodes the data of the envelope into `data`.
    fn into_data(mut self, data: &mut dyn Target) -> Result<Box<ResponseMeta>> {
        let elements = self.read_envelope(data)?;
        self.meta.head.keep(elements);
        Ok(self.meta)
    }

    /// Returns the cursor of the next page, the items that could not be decoded, the mismatches in the others, and the metadata of a
    /// page whose data has been decoded.
    fn into_page(
        mut self,
        elements: Vec<Kept>,
        is_empty: bool,
        kept: Option<(&'static str, &Extra)>,
    ) -> (Option<Cursor>, Vec<Rejected>, Vec<ItemMismatch>, Box<ResponseMeta>) {
        let mut rejected = self.split_rejected(elements);
        if let Some((list, extra)) = kept {
            rejected.extend(rejected_items(list, extra, &self.meta.mismatches));
        }
        let next = self.next_page(is_empty && rejected.is_empty());
        let rejected = self.rejected(rejected);
        let original = kept.map_or_else(|| self.meta.head.extra.get("data"), |(list, extra)| extra.get(list));
        let mismatches = item_mismatches(kept.map(|(list, _)| list), original, &rejected, &self.meta.mismatches);
        (next, rejected, mismatches, self.meta)
    }

    /// Returns the items that could not be decoded, and stores all other elements in the metadata.
    fn split_rejected(&mut self, elements: Vec<Kept>) -> Vec<Kept> {
        let (mut rejected, others): (Vec<_>, Vec<_>) = elements.into_iter().partition(|item| item.rejected);
        self.meta.head.keep(others);
        for item in &mut rejected {
            item.problem = item.problem.take().map(|problem| problem.within(Segment::Name("data")));
        }
        rejected
    }

    /// Returns the items that could not be decoded, with the response that they are from.
    fn rejected(&self, mut items: Vec<Kept>) -> Vec<Rejected> {
        if items.is_empty() {
            return Vec::new();
        }
        let origin = Arc::new(self.origin());
        self.hide_secrets(items.iter_mut().filter_map(|item| item.problem.as_mut()));
        items.into_iter().map(|item| Rejected::new(item, Arc::clone(&origin))).collect()
    }

    /// Decodes the body of a response without an envelope.
    ///
    /// # Errors
    ///
    /// As for [`data`](Self::data).
    pub fn root<T>(self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        self.root_as::<Plain, T>()
    }

    /// Decodes the body of a response without an envelope in the form `W`.
    ///
    /// # Errors
    ///
    /// As for [`data`](Self::data).
    pub fn root_as<W: Wire<T>, T>(mut self) -> Result<Response<T>> {
        let mut target = WholeTarget(TypedTarget::<W, T>::new());
        self.read_root(&mut target)?;
        let Some(data) = target.0.value else { return Err(missing_data()) };
        Ok(self.with_data(data))
    }

    /// Ignores the body.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Api`] if the response reports a failure.
    pub fn empty(self) -> Result<Response<()>> {
        if self.reports_failure() { Err(self.failure()) } else { Ok(self.with_data(())) }
    }

    /// Returns whether the body reports a failure although the status is a success.
    pub(super) fn reports_failure(&self) -> bool {
        self.has_success() && std::str::from_utf8(self.bytes()).is_ok_and(is_failure)
    }

    /// Returns whether `success: false` in the body is an error.
    fn has_success(&self) -> bool {
        self.info.is_none_or(|info| info.reports_success)
    }

    /// Returns the body as a string.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Decode`] if the body is not valid UTF-8.
    pub fn text(self) -> Result<Response<String>> {
        let body = self.body_as_str()?.to_owned();
        Ok(self.with_data(body))
    }

    /// Returns the body as a file, which is streamed.
    pub fn download(mut self) -> Result<Response<Download>> {
        let content = std::mem::replace(&mut self.content, Content::Bytes(Bytes::new()));
        let body = match content {
            Content::Stream(body) => body,
            Content::Bytes(bytes) => ResponseBody::from(bytes),
        };
        let download = Download::new(&self.meta.headers, body);
        Ok(self.with_data(download))
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        self.content.bytes()
    }

    /// Reads the envelope: the data into `data`, all other fields into the metadata. Returns the elements that are kept as JSON.
    pub(super) fn read_envelope(&mut self, data: &mut dyn Target) -> Result<Vec<Kept>> {
        let (read, mismatches) = read_body(self.content.bytes(), &mut |json| envelope::read(json, &mut self.meta.head, data));
        let EnvelopeBody { problem, kept, .. } = read.map_err(|error| self.undecodable(error))?;
        if self.meta.head.success == Some(false) && self.has_success() {
            return Err(self.failure());
        }
        self.check(problem, mismatches)?;
        Ok(kept)
    }

    /// Reads a body without an envelope into `data`.
    pub(super) fn read_root(&mut self, data: &mut dyn Target) -> Result<()> {
        let has_success = self.has_success();
        let (read, mismatches) =
            read_body(self.bytes(), &mut |json| Ok((has_success && is_failure(json), read_root(json, data)?)));
        let (failed, RootBody { problem, original }) = read.map_err(|error| self.undecodable(error))?;
        if failed {
            return Err(self.failure());
        }
        self.check(problem, mismatches)?;
        self.meta.head.extra.extend(original.map(|original| ("data".to_owned(), original)));
        Ok(())
    }

    pub(super) fn body_as_str(&self) -> Result<&str> {
        std::str::from_utf8(self.bytes())
            .map_err(|error| self.problem(Error::new(ErrorKind::Decode, "the body is not valid UTF-8").with_source(error)))
    }

    /// Returns an error if the data could not be read, or in strict mode for the first mismatch. Otherwise reports and stores the
    /// mismatches.
    pub(super) fn check(&mut self, mut problem: Option<Mismatch>, mut mismatches: Vec<Mismatch>) -> Result<()> {
        self.hide_secrets(problem.iter_mut().chain(&mut mismatches));
        if let Some(problem) = problem {
            return Err(self.problem(Error::of_mismatch(&problem)));
        }
        self.report(mismatches);
        match self.meta.mismatches.first().filter(|_| self.strict) {
            Some(first) => Err(self.problem(Error::of_mismatch(first))),
            None => Ok(()),
        }
    }

    /// Reports and stores mismatches.
    pub(super) fn report(&mut self, mismatches: Vec<Mismatch>) {
        if !mismatches.is_empty() {
            trace::mismatches(self.info, &mismatches);
            self.observer.iter().for_each(|observer| observer.mismatches(self.info, &mismatches));
        }
        self.meta.mismatches = mismatches;
    }

    /// Masks the secrets in mismatches if the response contains one.
    fn hide_secrets<'a>(&self, mismatches: impl Iterator<Item = &'a mut Mismatch>) {
        let mut mismatches = mismatches.peekable();
        if mismatches.peek().is_some() && self.secrets.occur_in(self.bytes()) {
            mismatches.for_each(|mismatch| mismatch.mask(&self.secrets));
        }
    }

    pub(super) fn undecodable(&self, error: BodyError) -> Error {
        let error = match error {
            BodyError::Json(error) => error,
            BodyError::TooLarge => {
                let message = "its lists have too many elements for its size, and would take more than 16 times as much memory";
                return self.problem(Error::new(ErrorKind::TooLarge, message));
            }
        };
        let content_type = self.meta.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let hint = match content_type {
            Some(content_type) if !content_type.contains("json") => format!(" (the content type is {content_type})"),
            _ => String::new(),
        };
        self.problem(Error::of_broken_json(error, self.bytes(), &hint, &self.secrets))
    }

    /// Returns the error that the body reports although the status is a success.
    pub(super) fn failure(&self) -> Error {
        Error::of_response(self.meta.status, self.meta.headers.clone(), self.bytes().clone(), &self.secrets).with_call(
            &self.method,
            self.path.clone(),
            self.info,
        )
    }

    pub(crate) fn problem(&self, error: Error) -> Error {
        self.origin().add_to(error)
    }

    pub(super) fn origin(&self) -> ResponseOrigin {
        ResponseOrigin {
            info: self.info,
            method: self.method.clone(),
            path: self.path.clone(),
            status: self.meta.status,
            headers: masked_headers(self.meta.headers.clone(), &self.secrets),
            body: self.secrets.mask_body(self.bytes()).map_or_else(|| self.bytes().clone(), Bytes::from),
            secrets: self.secrets.clone(),
        }
    }

    pub(super) fn next_page(&self, empty: bool) -> Option<Cursor> {
        let style = self.info?.pagination?.style;
        let additional = self.meta.head.additional_data.as_ref();
        let next =
            additional.and_then(|additional| Cursor::following(style, additional, self.start.unwrap_or(0), self.limit, empty));
        match next {
            Some(next) => Some(next.in_portion(self.portion.index)),
            None => self.portion.next().map(|portion| Cursor::first().in_portion(portion)),
        }
    }

    pub(crate) fn with_data<T>(self, data: T) -> Response<T> {
        Response { data, meta: self.meta }
    }
}

/// Omits the body, which may contain tokens.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.info.map(|info| info.id))
            .field("status", &self.meta.status)
            .field("length", &self.bytes().len())
            .finish_non_exhaustive()
    }
}
