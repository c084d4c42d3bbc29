//! A response that has not been decoded yet.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::{Download, Response, ResponseMeta};
use crate::http::transport::ResponseBody;
use crate::json::extra::Extra;
use crate::json::keys::Key;
use crate::json::log::{self, Mismatch, Segment};
use crate::json::slot::Wire;
use crate::json::slot::{Form, Kept};
use crate::json::source::{self, Entries, Read, Sink};
use crate::json::target::{Target, Typed, Whole};
use crate::json::wire::Plain;
use crate::json::{Scalar, read_body};
use crate::policy::observer::Observer;
use crate::policy::trace;
use crate::protocol::envelope::{self, Opened};
use crate::protocol::error::{Error, ErrorKind, Result};
use crate::protocol::info::OperationInfo;
use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData, Rejected, rejected_items};

/// The response to a call that went well.
pub struct RawResponse {
    pub(crate) info: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) strict: bool,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    /// The offset that was asked for, where the list goes by offsets.
    pub(crate) start: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) content: Content,
    /// What is known beside the data. In reading, the meta of it comes along.
    pub(crate) meta: Box<ResponseMeta>,
}

/// What a response holds.
pub(crate) enum Content {
    Bytes(Bytes),
    Stream(ResponseBody),
}

impl Content {
    /// The body, unless it is still to come.
    fn bytes(&self) -> &Bytes {
        static EMPTY: Bytes = Bytes::new();
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Stream(_) => &EMPTY,
        }
    }
}

/// Where something is from that turns out to be wrong.
pub(crate) struct Origin {
    info: Option<&'static OperationInfo>,
    method: Method,
    path: Cow<'static, str>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Origin {
    /// The error with everything that is known about the response.
    pub(crate) fn problem(&self, error: Error) -> Error {
        let error = error.with_response(self.status, self.headers.clone(), self.body.clone());
        error.with_call(&self.method, self.path.clone(), self.info)
    }
}

impl RawResponse {
    /// The data of the envelope.
    pub fn data<T>(self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        self.data_as::<Plain, T>()
    }

    /// The data of the envelope in the form `W`.
    pub fn data_as<W: Wire<T>, T>(self) -> Result<Response<T>> {
        let mut target = Typed::<W, T>::new();
        let meta = self.into_data(&mut target)?;
        let Some(data) = target.value else { return Err(unfilled()) };
        Ok(Response { data, meta })
    }

    /// The data of the envelope as a page of a list. An item that cannot be read is put aside.
    pub fn page<D: PageData>(mut self) -> Result<Response<Page<D::Item, D>>>
    where
        Plain: Wire<D>,
    {
        let mut target = Typed::<Plain, D>::new();
        let elements = self.open(&mut target)?;
        let data = target.value.ok_or_else(unfilled)?;
        let (is_empty, kept) = (data.items().is_empty(), data.kept());
        let (next, rejected, meta) = self.into_page(elements, is_empty, kept);
        Ok(Response { data: Page::new(data, next, rejected), meta })
    }

    /// Reads the data into its target.
    fn into_data(mut self, data: &mut dyn Target) -> Result<Box<ResponseMeta>> {
        let elements = self.open(data)?;
        self.meta.head.keep(elements);
        Ok(self.meta)
    }

    /// The meta of a page whose data has been read: where the next one begins, and the items that could not be read.
    fn into_page(
        mut self,
        elements: Vec<Kept>,
        is_empty: bool,
        kept: Option<(&'static str, &Extra)>,
    ) -> (Option<Cursor>, Vec<Rejected>, Box<ResponseMeta>) {
        let mut rejected = self.keep_but_rejected(elements);
        if let Some((list, extra)) = kept {
            rejected.extend(rejected_items(list, extra, &self.meta.mismatches));
        }
        let next = self.next_page(is_empty && rejected.is_empty());
        let rejected = self.rejected(rejected);
        (next, rejected, self.meta)
    }

    /// Keeps what is to be kept of the elements, and gives back the items that could not be read.
    fn keep_but_rejected(&mut self, elements: Vec<Kept>) -> Vec<Kept> {
        let (mut rejected, others): (Vec<_>, Vec<_>) = elements.into_iter().partition(|item| item.rejected);
        self.meta.head.keep(others);
        for item in &mut rejected {
            item.problem = item.problem.take().map(|problem| problem.within(Segment::Name("data")));
        }
        rejected
    }

    /// Items that could not be read, with where they are from.
    fn rejected(&self, items: Vec<Kept>) -> Vec<Rejected> {
        if items.is_empty() {
            return Vec::new();
        }
        let origin = Arc::new(self.origin());
        items.into_iter().map(|item| Rejected::new(item, Arc::clone(&origin))).collect()
    }

    /// The whole body, where there is no envelope.
    pub fn root<T>(self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        self.root_as::<Plain, T>()
    }

    /// The whole body in the form `W`.
    pub fn root_as<W: Wire<T>, T>(mut self) -> Result<Response<T>> {
        let mut target = Whole(Typed::<W, T>::new());
        self.open_root(&mut target)?;
        let Some(data) = target.0.value else { return Err(unfilled()) };
        Ok(self.with_data(data))
    }

    /// Nothing, whatever came; unless it says that the call has failed.
    pub fn empty(self) -> Result<Response<()>> {
        if std::str::from_utf8(self.bytes()).is_ok_and(says_failure) {
            return Err(self.failure());
        }
        Ok(self.with_data(()))
    }

    /// The body as text.
    pub fn text(self) -> Result<Response<String>> {
        let text = self.body_as_str()?.to_owned();
        Ok(self.with_data(text))
    }

    /// The body as a file, which is read as it comes in.
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

    /// Reads the envelope, the data into its target; gives what is kept of its elements.
    fn open(&mut self, data: &mut dyn Target) -> Result<Vec<Kept>> {
        let (read, mismatches) = read_body(self.content.bytes(), &mut |text| envelope::open(text, &mut self.meta.head, data));
        let Opened { problem, kept } = read.map_err(|error| self.no_json(error))?;
        if self.meta.head.success == Some(false) {
            return Err(self.failure());
        }
        self.settle(problem, mismatches)?;
        Ok(kept)
    }

    /// The same for a body without an envelope.
    fn open_root(&mut self, data: &mut dyn Target) -> Result<()> {
        let (read, mismatches) = read_body(self.bytes(), &mut |text| Ok((says_failure(text), read_root(text, data)?)));
        let (failed, RootBody { problem, whole }) = read.map_err(|error| self.no_json(error))?;
        if failed {
            return Err(self.failure());
        }
        self.settle(problem, mismatches)?;
        self.meta.head.extra.extend(whole.map(|whole| ("data".to_owned(), whole)));
        Ok(())
    }

    fn body_as_str(&self) -> Result<&str> {
        std::str::from_utf8(self.bytes())
            .map_err(|error| self.problem(Error::new(ErrorKind::Decode, "it is not UTF-8").with_source(error)))
    }

    /// Whether the data can be used: it is not where it is wrong, or where a single mismatch is already too many.
    fn settle(&mut self, problem: Option<Mismatch>, mismatches: Vec<Mismatch>) -> Result<()> {
        if let Some(problem) = problem {
            return Err(self.problem(Error::of_mismatch(&problem)));
        }
        if !mismatches.is_empty() {
            trace::mismatches(self.info, &mismatches);
            self.observer.iter().for_each(|observer| observer.mismatches(self.info, &mismatches));
        }
        if let Some(first) = mismatches.first().filter(|_| self.strict) {
            return Err(self.problem(Error::of_mismatch(first)));
        }
        self.meta.mismatches = mismatches;
        Ok(())
    }

    fn no_json(&self, error: serde_json::Error) -> Error {
        let content_type = self.meta.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let hint = match content_type {
            Some(kind) if !kind.contains("json") => format!(" (the content type is {kind})"),
            _ => String::new(),
        };
        self.problem(Error::of_broken_json(error, self.bytes(), &hint))
    }

    /// The response says that the call has failed, with a status of success.
    fn failure(&self) -> Error {
        Error::of_response(self.meta.status, self.meta.headers.clone(), self.bytes().clone()).with_call(
            &self.method,
            self.path.clone(),
            self.info,
        )
    }

    pub(crate) fn problem(&self, error: Error) -> Error {
        self.origin().problem(error)
    }

    fn origin(&self) -> Origin {
        Origin {
            info: self.info,
            method: self.method.clone(),
            path: self.path.clone(),
            status: self.meta.status,
            headers: self.meta.headers.clone(),
            body: self.bytes().clone(),
        }
    }

    fn next_page(&self, empty: bool) -> Option<Cursor> {
        let style = self.info?.pagination?.style;
        Cursor::following(style, self.meta.head.additional_data.as_ref()?, self.start.unwrap_or(0), self.limit, empty)
    }

    pub(crate) fn with_data<T>(self, data: T) -> Response<T> {
        Response { data, meta: self.meta }
    }
}

/// Without the body, which may hold tokens.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.info.map(|info| info.id))
            .field("status", &self.meta.status)
            .field("length", &self.bytes().len())
            .finish_non_exhaustive()
    }
}

/// A body without an envelope that has been read; its data is in its target.
pub(crate) struct RootBody {
    /// Why there is no data.
    pub(crate) problem: Option<Mismatch>,
    /// The form in which it came, where that is not the usual one.
    pub(crate) whole: Option<Value>,
}

/// Reads a body that has no envelope.
pub(crate) fn read_root(text: &str, data: &mut dyn Target) -> serde_json::Result<RootBody> {
    let form = match text.trim() {
        "" => Form::Null,
        _ => source::read_string(text, |source| data.read(source))?.0,
    };
    let (whole, absent) = match form {
        Form::Standard => (None, false),
        Form::Loose(whole) => (Some(*whole), false),
        Form::Null => (None, true),
        Form::Blank(whole) => (Some(*whole), true),
        Form::Mismatch(misfit) => return Ok(RootBody { problem: Some(misfit.to_mismatch()), whole: None }),
    };
    let problem = (absent && !data.take_absent()).then(nothing);
    Ok(RootBody { problem, whole })
}

/// Where there is no problem, the data is in its target.
fn unfilled() -> Error {
    Error::of_mismatch(&nothing())
}

pub(crate) fn nothing() -> Mismatch {
    Mismatch::new(Vec::new(), "a value", log::NOTHING)
}

/// Whether a body is an object with `success: false`. Everything else in it is passed over.
fn says_failure(text: &str) -> bool {
    struct Peek(bool);

    impl<'de> Sink<'de> for Peek {
        fn scalar(&mut self, _scalar: Scalar<'de>) {}

        fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
            while let Some(key) = entries.key(&["success"], 0)? {
                match key {
                    Key::Known(_) => self.0 = entries.value()? == Value::Bool(false),
                    Key::Unknown(_) => entries.skip()?,
                }
            }
            Ok(())
        }
    }

    let mut peek = Peek(false);
    let read = text
        .trim_start()
        .starts_with('{')
        .then(|| source::read(&mut serde_json::Deserializer::from_str(text), |source| source.read(&mut peek)));
    matches!(read, Some(Ok(()))) && peek.0
}
