//! Operations: their parameters, request bodies and responses.

use serde::Serialize;

use super::types::{ObjectType, Property, Type, TypeId, as_string};
use crate::load::{Method, Pointer};

/// An operation of the API: one HTTP method of one path.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The `operationId`, such as `v2.deals.list`.
    pub id: String,
    /// API version.
    pub version: Version,
    /// Resource in `snake_case`, such as `deals`.
    pub resource: String,
    /// Name of the action in `snake_case`, such as `list`.
    pub action: String,
    /// HTTP method.
    pub method: Method,
    /// Documented path, such as `/api/v2/deals/{id}`.
    pub path: String,
    /// Path that requests are sent to, if it differs from the documented one (`x-sent-to`).
    pub sent_to: Option<String>,
    /// Base URL that requests are sent to, if it differs from that of the API.
    pub server: Option<String>,
    /// One-line summary.
    pub summary: String,
    /// Further documentation.
    pub description: Option<String>,
    /// URL of the operation's documentation page.
    pub docs_url: Option<String>,
    /// Further words that the operation is found by in the documentation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Cost of a call in tokens of the daily budget.
    pub token_cost: Option<u32>,
    /// OAuth scopes. Any one of them is sufficient.
    pub scopes: Vec<String>,
    /// Credentials that the operation requires.
    pub auth: OperationAuth,
    /// Set if the operation is deprecated.
    pub deprecated: Option<Deprecation>,
    /// Pagination of the list in the response.
    pub pagination: Option<OperationPagination>,
    /// When to stop polling, for operations that report the status of a job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitCondition>,
    /// Parameters. Path parameters are first, in the order of the path.
    pub parameters: Vec<Parameter>,
    /// Request body.
    pub body: Option<OperationBody>,
    /// Successful response.
    pub response: OperationResponse,
    /// Named types of the envelope's other parts.
    pub envelope: EnvelopeTypes,
    /// Other properties of the envelope, which the crate has no types for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub envelope_fields: Vec<String>,
    /// Media type of the response, if it is a form of JSON other than `application/json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// Whether `success: false` in a response is a value like any other, not an error.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ignores_success: bool,
    /// Location in the description.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

impl Operation {
    /// Returns whether the operation updates an existing object, so that `null` clears a value.
    pub fn is_update(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
    }

    /// Returns whether the operation deletes something, so that any success status means that it is deleted.
    pub fn is_deletion(&self) -> bool {
        self.method == Method::Delete
    }

    /// Returns whether the operation counts against the lower rate limit of searches.
    pub fn is_search(&self) -> bool {
        self.path.ends_with("/search") || self.path.contains("/itemSearch")
    }
}

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Version {
    /// `/v1`
    V1,
    /// `/api/v2`
    V2,
}

impl Version {
    /// Returns the name: `v1` or `v2`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// Parses a name that [`name`](Self::name) returns.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "v1" => Some(Self::V1),
            "v2" => Some(Self::V2),
            _ => None,
        }
    }
}

/// Credentials that an operation requires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum OperationAuth {
    /// Those that all operations require by default.
    Api,
    /// Those of these schemes: alternatives, each with the schemes that it needs together.
    Schemes(Vec<Vec<String>>),
    /// No credentials.
    None,
}

/// A deprecation notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deprecation {
    /// The replacement: an `operationId` or the name of a property.
    pub replaced_by: Option<String>,
    /// Whether it is an operation that no document describes any longer (`x-retired`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// Pagination of a list.
#[derive(Clone, Debug, Serialize)]
pub struct OperationPagination {
    /// How the next page is requested.
    pub style: PagingStyle,
    /// JSON pointer to the list in the response: `/data` or `/data/<property>`.
    pub items: String,
    /// Maximum page size.
    pub max: Option<u32>,
    /// Type of the items.
    pub item: Type,
}

/// How the next page of a list is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PagingStyle {
    /// By an opaque cursor.
    Cursor,
    /// By the offset of the first item.
    Offset,
    /// By the offset of the first item, in a list of changes since a timestamp.
    Recents,
}

/// When a job is finished that an operation reports on.
#[derive(Clone, Debug, Serialize)]
pub struct WaitCondition {
    /// Property of the data that contains the status, a string enum.
    pub status: String,
    /// Values of jobs that finished successfully.
    pub done: Vec<String>,
    /// Values of jobs that failed.
    pub failed: Vec<String>,
}

/// A parameter of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Whether it is part of the path, the query, the headers or the cookies.
    pub location: ParameterLocation,
    /// Name, type and documentation.
    pub property: Property,
}

/// The part of a request that contains a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
}

/// A request body.
#[derive(Clone, Debug, Serialize)]
pub struct OperationBody {
    /// Media type.
    pub kind: BodyEncoding,
    /// The content type that is sent, if the media type does not determine it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The properties.
    pub object: ObjectType,
    /// Whether `object` has a single property that is the body itself: a list, a map, any JSON or the content of a file.
    pub is_whole: bool,
    /// Whether no body is sent if nothing is set.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
}

/// Media type of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum BodyEncoding {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// A string or the content of a file, of any media type.
    Content,
}

/// Named types of the parts of an envelope other than data and pagination.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EnvelopeTypes {
    /// Type of `additional_data`.
    pub additional_data: Option<TypeId>,
    /// Type of `related_objects`.
    pub related_objects: Option<TypeId>,
}

/// The kind and type of a successful response.
#[derive(Clone, Debug, Serialize)]
pub enum OperationResponse {
    /// An envelope with `data`.
    Data(Type),
    /// An envelope without `data`.
    Done,
    /// A JSON value without an envelope.
    Root(Type),
    /// Text other than JSON.
    Text,
    /// The content of a file.
    Binary,
    /// No body.
    Empty,
}
