//! A reply that has not been decoded yet.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use super::{Download, Reply};
use crate::runtime::Wire;
use crate::runtime::decode::log::{self, Mismatch, Segment};
use crate::runtime::decode::slot::{Kept, Slot};
use crate::runtime::decode::wire::Plain;
use crate::runtime::decode::{AnyScalar, Shape, read_body};
use crate::runtime::envelope::{self, Head, Opened};
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::info::OperationInfo;
use crate::runtime::observer::Observer;
use crate::runtime::page::{Page, PageData, Rejected, rejected_items};
use crate::runtime::paging::Cursor;
use crate::runtime::trace;
use crate::runtime::transport::ReplyBody;

/// The reply to a call that went well.
pub struct RawReply {
    pub(crate) info: Option<&'static OperationInfo>,
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) strict: bool,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    /// The offset that was asked for, where the list goes by offsets.
    pub(crate) start: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// What a reply holds.
pub(crate) enum Content {
    Bytes(Bytes),
    Stream(ReplyBody),
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
    /// The error with everything that is known about the reply.
    pub(crate) fn fault(&self, error: Error) -> Error {
        let error = error.with_reply(self.status, self.headers.clone(), self.body.clone());
        error.with_call(&self.method, self.path.clone(), self.info)
    }
}

/// What reading an envelope gives.
struct Read<D> {
    data: D,
    head: Head,
    kept: Vec<Kept>,
    mismatches: Vec<Mismatch>,
}

impl RawReply {
    /// The data of the envelope.
    pub fn data<T>(self) -> Result<Reply<T>>
    where
        Plain: Wire<T>,
    {
        self.data_as::<Plain, T>()
    }

    /// The data of the envelope in the form `W`.
    pub fn data_as<W: Wire<T>, T>(self) -> Result<Reply<T>> {
        let mut read = self.open::<W, T>()?;
        read.head.keep(read.kept);
        Ok(self.reply(read.data, read.head, read.mismatches))
    }

    /// The data of the envelope as a page of a list. An item that cannot be read is put aside.
    pub fn page<D: PageData>(self) -> Result<Reply<Page<D::Item, D>>>
    where
        Plain: Wire<D>,
    {
        let Read { data, mut head, kept, mismatches } = self.open::<Plain, D>()?;
        let (mut rejected, others): (Vec<_>, Vec<_>) = kept.into_iter().partition(|item| item.rejected);
        head.keep(others);
        for item in &mut rejected {
            item.fault = item.fault.take().map(|fault| fault.within(Segment::Name("data")));
        }
        rejected.extend(rejected_items(&data, &mismatches));
        let next = self.next_page(head.additional_data.as_ref(), data.items().is_empty() && rejected.is_empty());
        let page = Page::new(data, next, self.rejected(rejected));
        Ok(self.reply(page, head, mismatches))
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
    pub fn root<T>(self) -> Result<Reply<T>>
    where
        Plain: Wire<T>,
    {
        self.root_as::<Plain, T>()
    }

    /// The whole body in the form `W`.
    pub fn root_as<W: Wire<T>, T>(self) -> Result<Reply<T>> {
        let (root, mismatches) = self.read(|text| Ok((says_failure(text), read_root::<W, T>(text)?)))?;
        let (failed, root) = root;
        if failed {
            return Err(self.failure());
        }
        let (data, kept) = self.settle(root, &mismatches)?;
        let mut head = Head::default();
        head.extra.extend(kept.map(|kept| ("data".to_owned(), kept)));
        Ok(self.reply(data, head, mismatches))
    }

    /// Nothing, whatever came; unless it says that the call has failed.
    pub fn empty(self) -> Result<Reply<()>> {
        if std::str::from_utf8(self.bytes()).is_ok_and(says_failure) {
            return Err(self.failure());
        }
        Ok(self.reply((), Head::default(), Vec::new()))
    }

    /// The body as text.
    pub fn text(self) -> Result<Reply<String>> {
        let text = self.text_of_body()?.to_owned();
        Ok(self.reply(text, Head::default(), Vec::new()))
    }

    /// The body as a file, which is read as it comes in.
    pub fn download(mut self) -> Result<Reply<Download>> {
        let content = std::mem::replace(&mut self.content, Content::Bytes(Bytes::new()));
        let body = match content {
            Content::Stream(body) => body,
            Content::Bytes(bytes) => ReplyBody::from(bytes),
        };
        let download = Download::new(&self.headers, body);
        Ok(self.reply(download, Head::default(), Vec::new()))
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        static EMPTY: Bytes = Bytes::new();
        match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::Stream(_) => &EMPTY,
        }
    }

    fn open<W: Wire<D>, D>(&self) -> Result<Read<D>> {
        let (Opened { head, data, kept }, mismatches) = self.read(envelope::open::<W, D>)?;
        if head.success == Some(false) {
            return Err(self.failure());
        }
        let data = self.settle(data, &mismatches)?;
        Ok(Read { data, head, kept, mismatches })
    }

    fn read<R>(&self, read: fn(&str) -> serde_json::Result<R>) -> Result<(R, Vec<Mismatch>)> {
        let (result, mismatches) = read_body(self.bytes(), read);
        Ok((result.map_err(|error| self.no_json(error))?, mismatches))
    }

    fn text_of_body(&self) -> Result<&str> {
        std::str::from_utf8(self.bytes())
            .map_err(|error| self.fault(Error::new(ErrorKind::Decode, "it is not UTF-8").with_source(error)))
    }

    /// The value, unless it is wrong or a single mismatch is already too many.
    fn settle<T>(&self, read: Result<T, Mismatch>, mismatches: &[Mismatch]) -> Result<T> {
        let value = read.map_err(|fault| self.fault(Error::of_mismatch(&fault)))?;
        if !mismatches.is_empty() {
            trace::mismatches(self.info, mismatches);
            self.observer.iter().for_each(|observer| observer.mismatches(self.info, mismatches));
        }
        match mismatches.first() {
            Some(first) if self.strict => Err(self.fault(Error::of_mismatch(first))),
            _ => Ok(value),
        }
    }

    fn no_json(&self, error: serde_json::Error) -> Error {
        let content_type = self.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let hint = match content_type {
            Some(kind) if !kind.contains("json") => format!(" (the content type is {kind})"),
            _ => String::new(),
        };
        self.fault(Error::of_broken_json(error, self.bytes(), &hint))
    }

    /// The reply says that the call has failed, with a status of success.
    fn failure(&self) -> Error {
        Error::of_reply(self.status, self.headers.clone(), self.bytes().clone()).with_call(
            &self.method,
            self.path.clone(),
            self.info,
        )
    }

    pub(crate) fn fault(&self, error: Error) -> Error {
        self.origin().fault(error)
    }

    fn origin(&self) -> Origin {
        Origin {
            info: self.info,
            method: self.method.clone(),
            path: self.path.clone(),
            status: self.status,
            headers: self.headers.clone(),
            body: self.bytes().clone(),
        }
    }

    fn next_page(&self, additional: Option<&envelope::AdditionalData>, empty: bool) -> Option<Cursor> {
        let style = self.info?.pagination?.style;
        Cursor::following(style, additional?, self.start.unwrap_or(0), self.limit, empty)
    }

    pub(crate) fn reply<T>(self, data: T, head: Head, mismatches: Vec<Mismatch>) -> Reply<T> {
        Reply { data, status: self.status, headers: self.headers, head, mismatches }
    }
}

/// Without the body, which may hold tokens.
impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawReply")
            .field("operation", &self.info.map(|info| info.id))
            .field("status", &self.status)
            .field("length", &self.bytes().len())
            .finish_non_exhaustive()
    }
}

/// A value, and the form in which it came where that is not the usual one.
pub(crate) type Whole<T> = (T, Option<Value>);

/// Reads a body that has no envelope.
pub(crate) fn read_root<W: Wire<T>, T>(text: &str) -> Result<Result<Whole<T>, Mismatch>, serde_json::Error> {
    let nothing = |kept| {
        let absent = W::absent().ok_or_else(|| Mismatch::new(Vec::new(), "a value", log::NOTHING));
        absent.map(|value| (value, kept))
    };
    if text.trim().is_empty() {
        return Ok(nothing(None));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let slot = W::read(&mut deserializer)?;
    deserializer.end()?;
    Ok(match slot {
        Slot::Value(value) => Ok((value, None)),
        Slot::Loose(value, kept) => Ok((value, Some(kept))),
        Slot::Null => nothing(None),
        Slot::Blank(kept) => nothing(Some(kept)),
        Slot::Mismatch(misfit) => Err(misfit.to_mismatch()),
    })
}

/// Whether a body is an object with `success: false`. Everything else in it is passed over.
fn says_failure(text: &str) -> bool {
    struct Peek;

    impl<'de> Shape<'de> for Peek {
        type Out = bool;

        fn scalar(self, _scalar: AnyScalar<'de>) -> bool {
            false
        }

        fn object<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
            let mut failure = false;
            while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
                if key == "success" {
                    failure = entries.next_value::<serde_json::Value>()? == serde_json::Value::Bool(false);
                } else {
                    entries.next_value::<serde::de::IgnoredAny>()?;
                }
            }
            Ok(failure)
        }
    }

    text.trim_start().starts_with('{') && Peek.read(&mut serde_json::Deserializer::from_str(text)).unwrap_or(false)
}
