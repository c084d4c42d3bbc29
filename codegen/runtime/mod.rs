//! What all operations and types stand on: sending, paging, reading and writing JSON, errors.

#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod call;
mod client;
mod clock;
pub mod custom_fields;
#[allow(dead_code, reason = "what emitted types need of it depends on the features")]
pub(crate) mod decode;
mod engine;
mod envelope;
mod error;
#[cfg(feature = "test-util")]
pub mod exercise;
mod extra;
#[allow(dead_code, reason = "which builders are needed depends on the features")]
mod info;
mod input;
mod limits;
#[allow(unused_macros, reason = "which of them are needed depends on the features")]
pub(crate) mod macros;
#[cfg(feature = "oauth")]
pub mod oauth;
mod observer;
mod operation;
mod page;
mod paging;
mod random;
mod rate_limit;
mod raw;
mod reply;
mod retry;
mod secret;
#[cfg(feature = "test-util")]
pub mod test_util;
mod trace;
mod transport;
mod url;
mod waiter;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use api::*;
pub use decode::encode::{Fields, ToWire};
pub use decode::enums::{NumberEnum, TextEnum};
pub use decode::field::Field;
pub use decode::model::Model;
pub use decode::output::{Leaf, ObjectOutput, Output};
pub use decode::slot::{Form, Standing, Wire};
pub use decode::source::{Read, Source};
pub use decode::tagged::{RawItem, Tagged};
pub use decode::wire;
pub use input::Input;
#[allow(unused_imports, reason = "which of them are needed depends on the features")]
pub(crate) use macros::*;
#[cfg(feature = "test-util")]
pub use test_util::{Envelope, Root, typed};

/// What users of the crate see of the runtime.
pub mod api {
    #[cfg(feature = "blocking")]
    pub use super::blocking;
    pub use super::body::Upload;
    pub use super::call::Call;
    pub use super::client::{Client, ClientBuilder};
    pub use super::custom_fields;
    pub use super::custom_fields::{
        Address, CustomFieldChange, CustomFieldError, CustomFieldResolver, CustomFieldStruct, CustomFieldValue, CustomFields,
        DateRange, FieldEntity, Money, TimeOfDay, TimeRange,
    };
    pub use super::decode::enums::{IntOrString, NotAValue, UnknownNumber, UnknownText};
    pub use super::decode::log::Mismatch;
    pub use super::decode::tagged::{Linked, OtherItem};
    pub use super::envelope::{AdditionalData, Pagination, RelatedObjects};
    pub use super::error::{ApiError, Error, ErrorKind, Result};
    pub use super::extra::Extra;
    pub use super::info::{ApiVersion, Auth, BodyKind, OperationInfo, PaginationInfo, PaginationStyle, ReplyKind};
    pub use super::limits::{BurstLimit, ClientLimits};
    #[cfg(feature = "oauth")]
    pub use super::oauth;
    pub use super::observer::{Attempt, FinishedCall, Observer};
    pub use super::operation::{Operation, Pending, WithResponse};
    pub use super::page::{Page, PageData, Rejected};
    pub use super::paging::{Cursor, Items, Paged, Pages};
    pub use super::rate_limit::RateLimit;
    pub use super::raw::RawRequest;
    pub use super::reply::{Download, RawReply, Reply};
    pub use super::retry::RetryPolicy;
    pub use super::secret::Secret;
    pub use super::transport::{BoxFuture, ByteStream, ReplyBody, RequestBody, Transport, TransportError};
    pub use super::waiter::{Job, Wait};
    pub use http::Method;
    pub use jiff::civil::{Date, Time};
    pub use jiff::{SignedDuration, Timestamp};
}

/// What emitted types need.
pub mod models {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        CustomFieldValue, CustomFields, Date, Extra, IntOrString, Linked, OtherItem, PageData, Secret, SignedDuration, Time,
        Timestamp, UnknownNumber, UnknownText,
    };
    pub use super::{Field, Fields, Form, Input, Model, NumberEnum, Output, RawItem, Read, Tagged, TextEnum, wire};
}

/// What emitted operations need.
pub mod operations {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        ApiVersion, Auth, BodyKind, Call, Client, CustomFieldChange, CustomFieldValue, Date, Download, Error, IntOrString, Items,
        Job, Method, Operation, OperationInfo, Page, Paged, Pages, PaginationInfo, PaginationStyle, Pending, RawReply, Reply,
        ReplyKind, Result, Secret, SignedDuration, Time, Timestamp, Upload, Wait,
    };
    pub use super::wire;
}
