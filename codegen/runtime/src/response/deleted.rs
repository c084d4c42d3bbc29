//! Responses of operations that delete: any success status means that the item is deleted, whatever the body contains.

use serde_json::Value;

use super::root::{RootBody, missing_data, read_root};
use super::{RawResponse, Response};
use crate::json::extra::Extra;
use crate::json::log::{self, Mismatch};
use crate::json::slot::{Kept, Wire};
use crate::json::target::{Target, TypedTarget};
use crate::json::wire::Plain;
use crate::json::{BodyError, read_body};
use crate::protocol::envelope::{self, EnvelopeBody, Head};
use crate::protocol::error::Result;

/// The key in [`Response::extra`] of what a response contains instead of the expected data.
const DATA: &str = "data";

impl RawResponse {
    /// Decodes the data of the response of a deletion. If there is none, or if it is of another type, the data is empty; what was
    /// received is in [`Response::extra`] then, under `data`. It is also reported as a mismatch, unless it is an object or `true`,
    /// which operations return in place of each other.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Api`](crate::ErrorKind::Api) if the response reports a failure.
    pub fn deleted<T>(mut self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        let mut target = TypedTarget::<Plain, T>::new();
        self.read_deleted(Layout::Envelope, &mut target)?;
        let Some(data) = target.value else { return Err(missing_data()) };
        Ok(self.with_data(data))
    }

    /// Decodes the body of the response of a deletion, which has no envelope.
    ///
    /// # Errors
    ///
    /// As for [`deleted`](Self::deleted).
    pub fn deleted_root<T>(mut self) -> Result<Response<T>>
    where
        Plain: Wire<T>,
    {
        let mut target = TypedTarget::<Plain, T>::new();
        self.read_deleted(Layout::Root, &mut target)?;
        let Some(data) = target.value else { return Err(missing_data()) };
        Ok(self.with_data(data))
    }

    /// Decodes the response of a deletion that returns no data. Data that was received is in [`Response::extra`], under `data`.
    ///
    /// # Errors
    ///
    /// As for [`deleted`](Self::deleted).
    pub fn deleted_empty(mut self) -> Result<Response<()>> {
        let mut target = TypedTarget::<Plain, Value>::new();
        self.read_deleted(Layout::Envelope, &mut target)?;
        if let Some(data) = target.value.filter(|data| !data.is_null()) {
            self.meta.head.extra.push(DATA.to_owned(), data);
        }
        Ok(self.with_data(()))
    }

    /// Reads the body into `data`. Mismatches are reported, but are no errors in strict mode either: the item is deleted.
    fn read_deleted(&mut self, layout: Layout, data: &mut dyn Target) -> Result<()> {
        if self.reports_failure() {
            return Err(self.failure());
        }
        let head = &mut self.meta.head;
        let (read, mut mismatches) = read_body(self.content.bytes(), &mut |json| read(json, layout, head, data));
        match read {
            Ok(DeletedBody::Envelope(kept)) => head.keep(kept),
            Ok(DeletedBody::Root) => {}
            Ok(DeletedBody::Other(value)) => head.extra.push(DATA.to_owned(), value),
            Err(BodyError::TooLarge | BodyError::Json(_)) => {
                data.take_absent();
                *head = Head::default();
                let body = String::from_utf8_lossy(self.content.bytes()).into_owned();
                head.extra.push(DATA.to_owned(), Value::String(body));
                mismatches = vec![Mismatch::new(Vec::new(), "JSON", "a string")];
            }
        }
        self.report(mismatches);
        Ok(())
    }
}

/// Where the documentation places the data in a body.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// In `data` of an envelope.
    Envelope,
    /// The body is the data.
    Root,
}

/// How the body of a response contained the data.
pub(crate) enum DeletedBody {
    /// In an envelope, with these elements kept as JSON.
    Envelope(Vec<Kept>),
    /// Without an envelope.
    Root,
    /// Not at all: the body is something else.
    Other(Value),
}

/// Reads a body into `data`, which is empty if the body contains something else. Records what is of an unexpected type.
pub(crate) fn read(json: &str, layout: Layout, head: &mut Head, data: &mut dyn Target) -> serde_json::Result<DeletedBody> {
    match layout {
        Layout::Envelope => read_enveloped(json, head, data),
        Layout::Root => {
            *head = Head::default();
            if read_bare(json, head, data)? { Ok(DeletedBody::Root) } else { serde_json::from_str(json).map(DeletedBody::Other) }
        }
    }
}

fn read_enveloped(json: &str, head: &mut Head, data: &mut dyn Target) -> serde_json::Result<DeletedBody> {
    let mark = log::mark();
    let EnvelopeBody { problem, kept, is_bare } = envelope::read(json, head, data)?;
    if let Some(problem) = problem {
        data.take_absent();
        let mut body: Value = serde_json::from_str(json)?;
        let value = body.get_mut(DATA).map(Value::take);
        if value.as_ref().is_some_and(|value| confirms(value, &problem)) {
            log::discard(mark);
        } else {
            log::record(problem);
        }
        let Some(value) = value else { return Ok(DeletedBody::Other(body)) };
        head.extra.push(DATA.to_owned(), value);
        return Ok(DeletedBody::Envelope(Vec::new()));
    }
    let mut root = Head::default();
    if is_bare && read_bare(json, &mut root, data)? {
        *head = root;
        return Ok(DeletedBody::Root);
    }
    Ok(DeletedBody::Envelope(kept))
}

/// Returns whether data confirms a deletion in another form than the documented one: `true`, or an object with other fields. Such
/// data is no mismatch, but a documented field of an unexpected type is.
fn confirms(data: &Value, problem: &Mismatch) -> bool {
    matches!(data, Value::Object(_) | Value::Bool(true)) && (problem.found() == log::NOTHING || problem.path() == DATA)
}

/// Reads a body without an envelope. Returns whether it is of the expected type; otherwise records the mismatch.
fn read_bare(json: &str, head: &mut Head, data: &mut dyn Target) -> serde_json::Result<bool> {
    let mark = log::mark();
    let RootBody { problem, original } = read_root(json, data)?;
    if let Some(problem) = problem {
        log::take_since(mark);
        log::record(problem);
        data.take_absent();
        return Ok(false);
    }
    head.extra = original.map(|original| (DATA.to_owned(), original)).into_iter().collect::<Extra>();
    Ok(true)
}
