//! Operations: what can be asked, with what, and what comes back.

use serde::Serialize;

use super::types::{ObjectType, Property, Type, TypeId, as_string};
use crate::load::{Method, Pointer};

/// One operation of the API.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// Its `operationId`: `v2.deals.list`.
    pub id: String,
    /// The version of the API that it belongs to.
    pub version: Version,
    /// The resource that it belongs to, in `snake_case`.
    pub resource: String,
    /// What it does, in `snake_case`.
    pub action: String,
    /// The HTTP method.
    pub method: Method,
    /// The path as documented: `/api/v2/deals/{id}`.
    pub path: String,
    /// The path that requests go to, where it is another one.
    pub sent_to: Option<String>,
    /// The server that requests go to, where it is another one.
    pub server: Option<String>,
    /// What it does, in a few words.
    pub summary: String,
    /// What else is to be known.
    pub description: Option<String>,
    /// The page that documents it.
    pub docs_url: Option<String>,
    /// What a call costs of the daily budget.
    pub token_cost: Option<u32>,
    /// The OAuth scopes that allow it; any one is enough.
    pub scopes: Vec<String>,
    /// The credentials that it takes.
    pub auth: OperationAuth,
    /// Set when it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// How to walk its list.
    pub pagination: Option<OperationPagination>,
    /// How to tell that the job it reports on is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitCondition>,
    /// Its parameters: those of the path first, in the order of the path.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<RequestBody>,
    /// What comes back.
    pub response: OperationResponse,
    /// What stands beside the data, where it has types of its own.
    pub envelope: EnvelopeTypes,
    /// Where it is described.
    #[serde(serialize_with = "as_string")]
    pub at: Pointer,
}

impl Operation {
    /// Whether it changes something that is there, so that null clears.
    pub fn is_update(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
    }

    /// Whether it counts against the stricter limit of searches.
    pub fn is_search(&self) -> bool {
        self.path.ends_with("/search") || self.path.contains("/itemSearch")
    }
}

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Version {
    /// `/v1`.
    V1,
    /// `/api/v2`.
    V2,
}

impl Version {
    /// Its name: `v1`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The version with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "v1" => Some(Self::V1),
            "v2" => Some(Self::V2),
            _ => None,
        }
    }
}

/// The credentials that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum OperationAuth {
    /// An API token or an access token.
    Api,
    /// The id and secret of an app.
    OAuthClient,
    /// None.
    None,
}

/// Why and for what something should no longer be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deprecation {
    /// What to use instead: an `operationId` or the name of a property.
    pub replaced_by: Option<String>,
}

/// How to walk a list.
#[derive(Clone, Debug, Serialize)]
pub struct OperationPagination {
    /// What tells where the next page starts.
    pub style: PagingStyle,
    /// Where the list stands in the reply: `/data`.
    pub items: String,
    /// The largest page size.
    pub max: Option<u32>,
    /// The items in a page.
    pub item: Type,
}

/// What tells where the next page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PagingStyle {
    /// An opaque text.
    Cursor,
    /// The number of items before it.
    Offset,
    /// The number of items before it, in a list of changes since a moment.
    Recents,
}

/// How to tell that the job is over which an operation reports on.
#[derive(Clone, Debug, Serialize)]
pub struct WaitCondition {
    /// The property of the data that says how far the job is: an enum of texts.
    pub status: String,
    /// Its values for a job that is over and went well.
    pub done: Vec<String>,
    /// Its values for a job that is over and did not.
    pub failed: Vec<String>,
}

/// A parameter of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Where it stands in the request.
    pub location: ParameterLocation,
    /// Its name and value.
    pub property: Property,
}

/// Where a parameter stands in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum ParameterLocation {
    Path,
    Query,
}

/// The body of a request.
#[derive(Clone, Debug, Serialize)]
pub struct RequestBody {
    /// How it is written.
    pub kind: BodyEncoding,
    /// What it holds.
    pub object: ObjectType,
    /// Whether its only property is the body itself: a list, a map, or any JSON.
    pub is_whole: bool,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum BodyEncoding {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
}

/// The typed parts of an envelope beside its data and its paging.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EnvelopeTypes {
    /// What `additional_data` holds.
    pub additional_data: Option<TypeId>,
    /// What `related_objects` holds.
    pub related_objects: Option<TypeId>,
}

/// What comes back.
#[derive(Clone, Debug, Serialize)]
pub enum OperationResponse {
    /// An envelope with data.
    Data(Type),
    /// An envelope that says no more than that the call succeeded.
    Done,
    /// A JSON value without an envelope.
    Root(Type),
    /// Text that is not JSON.
    Text,
    /// The content of a file.
    Binary,
    /// Nothing.
    Empty,
}
