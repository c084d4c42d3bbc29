//! Responses: as they come in, and as they go out to users.

pub(crate) mod cursor;
mod download;
pub(crate) mod page;
mod raw;

use std::fmt;

use http::{HeaderMap, StatusCode};

pub use download::Download;
pub use raw::RawResponse;
pub(crate) use raw::{Content, Origin};
#[cfg(feature = "test-util")]
pub(crate) use raw::{RootBody, nothing, read_root};

use crate::json::extra::Extra;
use crate::json::log::Mismatch;
use crate::protocol::envelope::{AdditionalData, Head, RelatedObjects};
use crate::protocol::rate_limit::RateLimit;

/// A response with everything that came along.
#[derive(Clone)]
pub struct Response<T> {
    /// What was asked for.
    pub data: T,
    /// In a box, so that less is moved along with the data.
    meta: Box<ResponseMeta>,
}

/// What came along with the data. It has no type parameter, so that reading it is compiled once.
#[derive(Clone)]
pub(crate) struct ResponseMeta {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    head: Head,
    mismatches: Vec<Mismatch>,
}

impl ResponseMeta {
    /// Of a response that has not been read yet.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap) -> Box<Self> {
        Box::new(Self { status, headers, head: Head::default(), mismatches: Vec::new() })
    }
}

impl<T> Response<T> {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.meta.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.headers
    }

    /// What is left of the limits, where the response says so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.meta.headers)
    }

    /// What stands beside the data.
    pub fn additional_data(&self) -> Option<&AdditionalData> {
        self.meta.head.additional_data.as_ref()
    }

    /// What stands beside the data, as the type that the operation's documentation names (or any other type).
    ///
    /// Nothing where there is nothing, or nothing of that form.
    pub fn additional_data_as<A: serde::de::DeserializeOwned>(&self) -> Option<A> {
        serde_json::from_value(serde_json::to_value(self.additional_data()?).ok()?).ok()
    }

    /// The things that the data mentions, where the response brings them along.
    pub fn related_objects(&self) -> &RelatedObjects {
        const NONE: &RelatedObjects = &RelatedObjects::none();
        self.meta.head.related_objects.as_ref().unwrap_or(NONE)
    }

    /// The same, as the type that the operation's documentation names (or any other type).
    ///
    /// Nothing where there is nothing, or nothing of that form.
    pub fn related_objects_as<R: serde::de::DeserializeOwned>(&self) -> Option<R> {
        serde_json::from_value(self.meta.head.related_objects.as_ref()?.to_value()).ok()
    }

    /// What else the response holds beside the data.
    pub fn extra(&self) -> &Extra {
        &self.meta.head.extra
    }

    /// The values that were not of the expected type. They are kept in the `extra` of their objects.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.meta.mismatches
    }

    /// Only what was asked for.
    pub fn into_data(self) -> T {
        self.data
    }

    /// The same response with something else made of its data.
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
