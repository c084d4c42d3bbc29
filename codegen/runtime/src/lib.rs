#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// First, so that the macros are in scope in the other modules.
#[macro_use]
mod macros;

mod call;
#[expect(hidden_glob_reexports, reason = "the crate `http` is re-exported by `api`, for users")]
mod http;
mod json;
mod policy;
mod protocol;
mod request;
mod response;

pub mod custom_fields;
#[cfg(feature = "oauth")]
pub mod oauth;
#[cfg(feature = "test-util")]
mod testing;
#[cfg(feature = "webhooks")]
pub mod webhooks;

#[cfg(feature = "blocking")]
pub use request::blocking;
#[cfg(feature = "test-util")]
#[doc(hidden)]
pub use testing::{exercise, fake, inspect, round_trip as test_util};

pub use api::*;

/// The items that generated clients re-export.
pub mod api {
    #[cfg(feature = "blocking")]
    pub use super::blocking;
    pub use super::call::Call;
    pub use super::call::context::ClientCore;
    pub use super::call::preview::{FilePreview, Preview};
    pub use super::custom_fields;
    #[cfg(feature = "rust_decimal")]
    pub use super::custom_fields::DecimalMoney;
    pub use super::custom_fields::{
        Address, CustomFieldChange, CustomFieldError, CustomFieldResolver, CustomFieldStruct, CustomFieldValue, CustomFields,
        DateRange, FieldEntity, Money, TimeOfDay, TimeRange,
    };
    pub use super::http::body::Upload;
    pub use super::http::transport::{BoxFuture, ByteStream, RequestBody, ResponseBody, Transport, TransportError};
    pub use super::json::either::{ConditionalFlag, OptionId};
    pub use super::json::enums::{IntOrString, NotAValue, UnknownNumber, UnknownString};
    pub use super::json::extra::Extra;
    pub use super::json::log::Mismatch;
    pub use super::json::number::Number;
    pub use super::json::secret::Secret;
    pub use super::json::tagged::{Linked, OtherItem};
    #[cfg(feature = "oauth")]
    pub use super::oauth;
    pub use super::policy::limits::{BurstLimit, ClientLimits};
    pub use super::policy::observer::{Attempt, FinishedCall, Observer};
    pub use super::policy::retry::RetryPolicy;
    pub use super::protocol::envelope::{AdditionalData, Pagination, RelatedObjects};
    pub use super::protocol::error::{ApiError, Error, ErrorKind, Result};
    pub use super::protocol::info::{ApiVersion, Auth, BodyKind, OperationInfo, PaginationInfo, PaginationStyle, ResponseKind};
    pub use super::protocol::rate_limit::RateLimit;
    pub use super::protocol::rules::{InputRule, InputStyle, Rule};
    pub use super::request::own::{SendAs, WithResponseAs};
    pub use super::request::paging::{Cursor, Items, Paged, Pages};
    pub use super::request::raw::RawRequest;
    pub use super::request::send::{Pending, Request, WithResponse};
    pub use super::request::waiter::{Job, Wait};
    pub use super::response::page::{Page, PageData, Rejected};
    pub use super::response::{Download, RawResponse, Response};
    pub use ::{bytes, http, jiff};
    pub use ::http::Method;
    #[cfg(feature = "reqwest")]
    pub use ::reqwest;
    pub use jiff::civil::{Date, Time};
    pub use jiff::{SignedDuration, Timestamp};
    #[cfg(feature = "rust_decimal")]
    pub use rust_decimal;
}

/// The items that generated clients use to describe their API and to build a client.
#[doc(hidden)]
pub mod client {
    pub use super::call::builder::BuilderCore;
    pub use super::protocol::api::{ApiInfo, OAuthInfo, RateLimits, SchemeKind, SecurityScheme};
}

/// The items that the macros use to encode and decode types.
#[doc(hidden)]
pub mod codec {
    pub use serde;

    pub use super::json::encode::{Fields, ToWire};
    pub use super::json::enums::{
        NumberEnum, StringEnum, closed_number, closed_string, open_number, open_string, read_number, read_string, string_standing,
    };
    pub use super::json::field::Field;
    pub use super::json::input::{Input, set_or_clear, with_some};
    pub use super::json::model::{Extended, Model, absent, read as read_model, write as write_model};
    pub use super::json::number::Integer;
    pub use super::json::output::{Leaf, ObjectOutput, Output};
    pub use super::json::slot::{Form, Standing, Wire};
    pub use super::json::source::{Read, Source};
    pub use super::json::tagged::{RawItem, Tagged, read as read_tagged};
    pub use super::json::{deserialize, read_input, read_integer_id, read_string_id, serialize, wire};
}

/// The items that generated types use.
#[doc(hidden)]
pub mod models {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        ConditionalFlag, CustomFieldValue, CustomFields, Date, Extra, IntOrString, Linked, Number, OptionId, OtherItem, PageData,
        Secret, SignedDuration, Time, Timestamp, UnknownNumber, UnknownString,
    };
    pub use super::codec::{
        Field, Fields, Form, Input, Integer, Model, NumberEnum, Output, RawItem, Read, StringEnum, Tagged, wire,
    };
    #[cfg(feature = "rust_decimal")]
    pub use super::json::decimal::decimal;
}

/// The items that generated operations use.
#[doc(hidden)]
pub mod operations {
    pub use std::collections::BTreeMap;

    pub use serde_json::Value;

    pub use super::api::{
        ApiVersion, Auth, BodyKind, Call, ClientCore, ConditionalFlag, CustomFieldChange, CustomFieldValue, Date, Download,
        InputRule, IntOrString, Items, Job, Method, Number, OperationInfo, OptionId, Page, Paged, Pages, PaginationInfo,
        PaginationStyle, Request, Response, ResponseKind, Secret, SignedDuration, Time, Timestamp, Upload, Wait,
    };
    pub use super::codec::{Integer, wire};
}
