//! Responses: the raw ones, and the decoded ones that calls return.

pub(crate) mod cursor;
pub(crate) mod deleted;
mod download;
mod file_name;
mod next_page;
mod own;
pub(crate) mod page;
mod raw;
mod root;

use std::fmt;

use http::{HeaderMap, StatusCode};

pub use download::Download;
pub(crate) use own::OwnPage;
pub use raw::RawResponse;
pub(crate) use raw::{Content, ResponseOrigin};
#[cfg(feature = "test-util")]
pub(crate) use root::{RootBody, missing_value, read_root};

use crate::json::extra::Extra;
use crate::json::log::Mismatch;
use crate::protocol::envelope::{AdditionalData, Head, RelatedObjects};
use crate::protocol::rate_limit::RateLimit;

/// A response: the decoded data, with the status, the headers and the other fields of the envelope.
#[derive(Clone)]
pub struct Response<T> {
    /// The decoded data.
    pub data: T,
    /// Boxed, because responses are moved often.
    meta: Box<ResponseMeta>,
}

/// The parts of a response other than the data. They have no type parameter, so that the code that reads them is compiled only
/// once.
#[derive(Clone)]
pub(crate) struct ResponseMeta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    head: Head,
    mismatches: Vec<Mismatch>,
}

impl ResponseMeta {
    /// Creates the metadata of a response whose body has not been read yet.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap) -> Box<Self> {
        Box::new(Self { status, headers, head: Head::default(), mismatches: Vec::new() })
    }
}

impl<T> Response<T> {
    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.meta.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.headers
    }

    /// Returns the rate limits that the headers state. `None` if they state none.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.meta.headers)
    }

    /// Returns the `additional_data` of the envelope. `None` if it is missing.
    pub fn additional_data(&self) -> Option<&AdditionalData> {
        self.meta.head.additional_data.as_ref()
    }

    /// Returns the `additional_data` of the envelope as the type that the documentation of the operation names, or as any other
    /// type that implements `Deserialize`.
    ///
    /// `None` if it is missing, or if it cannot be deserialized.
    pub fn additional_data_as<A: serde::de::DeserializeOwned>(&self) -> Option<A> {
        serde_json::from_value(serde_json::to_value(self.additional_data()?).ok()?).ok()
    }

    /// Returns the `related_objects` of the envelope. Empty if they are missing.
    pub fn related_objects(&self) -> &RelatedObjects {
        const NONE: &RelatedObjects = &RelatedObjects::none();
        self.meta.head.related_objects.as_ref().unwrap_or(NONE)
    }

    /// Returns the `related_objects` of the envelope as the type that the documentation of the operation names, or as any other
    /// type that implements `Deserialize`.
    ///
    /// `None` if they are missing, or if they cannot be deserialized.
    pub fn related_objects_as<R: serde::de::DeserializeOwned>(&self) -> Option<R> {
        serde_json::from_value(self.meta.head.related_objects.as_ref()?.to_value()).ok()
    }

    /// Returns the other fields of the envelope.
    pub fn extra(&self) -> &Extra {
        &self.meta.head.extra
    }

    /// Returns the values that are not of the expected type. They are kept in the `extra` of their objects.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.meta.mismatches
    }

    /// Returns the decoded data.
    pub fn into_data(self) -> T {
        self.data
    }

    /// Applies a function to the data.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        Response { data: f(self.data), meta: self.meta }
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.meta.status)
            .field("data", &self.data)
            .field("mismatches", &self.meta.mismatches)
            .finish_non_exhaustive()
    }
}
