#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// First, so that all others know its macros.
#[macro_use]
mod macros;

#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod call;
mod client;
mod clock;
pub mod custom_fields;
mod decode;
mod engine;
mod envelope;
mod error;
#[cfg(feature = "test-util")]
#[doc(hidden)]
pub mod exercise;
mod extra;
mod info;
mod input;
mod limits;
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
#[doc(hidden)]
pub mod test_util;
mod trace;
mod transport;
mod url;
mod waiter;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use api::*;

/// What users of the crate see of the runtime.
pub mod api {
    #[cfg(feature = "blocking")]
    pub use super::blocking;
    pub use super::body::Upload;
    pub use super::call::Call;
    pub use super::client::{ClientBuilder, ClientCore};
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

/// How types are read and written: what the macros need.
#[doc(hidden)]
pub mod codec {
    pub use serde;

    pub use super::decode::encode::{Fields, ToWire};
    pub use super::decode::enums::{
        NumberEnum, TextEnum, closed_number, closed_text, open_number, open_text, read_number, read_text,
    };
    pub use super::decode::field::Field;
    pub use super::decode::model::{Extended, Model, absent, read as read_model, write as write_model};
    pub use super::decode::output::{Leaf, ObjectOutput, Output};
    pub use super::decode::slot::{Form, Standing, Wire};
    pub use super::decode::source::{Read, Source};
    pub use super::decode::tagged::{RawItem, Tagged, read as read_tagged};
    pub use super::decode::{deserialize, read_input, read_integer_id, read_text_id, serialize, wire};
    pub use super::input::Input;
}

/// What emitted types need.
#[doc(hidden)]
pub mod models {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        CustomFieldValue, CustomFields, Date, Extra, IntOrString, Linked, OtherItem, PageData, Secret, SignedDuration, Time,
        Timestamp, UnknownNumber, UnknownText,
    };
    pub use super::codec::{Field, Fields, Form, Input, Model, NumberEnum, Output, RawItem, Read, Tagged, TextEnum, wire};
}

/// What emitted operations need.
#[doc(hidden)]
pub mod operations {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        ApiVersion, Auth, BodyKind, Call, ClientCore, CustomFieldChange, CustomFieldValue, Date, Download, IntOrString, Items,
        Job, Method, Operation, OperationInfo, Page, Paged, Pages, PaginationInfo, PaginationStyle, Reply, ReplyKind, Secret,
        SignedDuration, Time, Timestamp, Upload, Wait,
    };
    pub use super::codec::wire;
}
