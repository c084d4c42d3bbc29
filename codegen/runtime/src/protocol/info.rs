//! The metadata of operations.

use http::Method;

use super::rules::InputRule;

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// Version 1.
    V1,
    /// Version 2.
    V2,
}

/// How a call is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// With the credentials that the API requires by default.
    Api,
    /// With the credentials of one of these alternatives. An alternative lists the security schemes that are required together.
    Schemes(&'static [&'static [&'static str]]),
    /// Without credentials.
    None,
}

/// The format of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    None,
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`, for requests with files.
    Multipart,
    /// A string or the content of a file, of any media type.
    Content,
}

/// The format of a response body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// JSON.
    Json,
    /// A string.
    Text,
    /// A file, which is streamed.
    Binary,
    /// No content.
    Empty,
}

/// How the pages of a list are requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaginationStyle {
    /// With the cursor of the next page, which each response contains.
    Cursor,
    /// With the offset of the page: the number of items before it.
    Offset,
    /// Like `Offset`, for the list of the items that have changed since a point in time.
    Recents,
}

/// The pagination of an operation that returns a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaginationInfo {
    /// How the next page is requested.
    pub style: PaginationStyle,
    /// The location of the items in the response, as a JSON pointer.
    pub items: &'static str,
    /// The maximum page size. The client reduces a larger `limit` to it. `None` if it is not documented.
    pub max: Option<u32>,
}

/// The metadata of an operation.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of the description")]
#[non_exhaustive]
pub struct OperationInfo {
    /// The version, the resource and the method of the client, such as `v2.deals.get`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path as documented, with its parameters in braces.
    pub path: &'static str,
    /// The version of the API.
    pub version: ApiVersion,
    /// The resource, such as `deals`.
    pub resource: &'static str,
    /// The cost of a call in tokens of the company's daily budget. `None` if it is not documented.
    pub token_cost: Option<u32>,
    /// The OAuth scopes. A call requires one of them.
    pub scopes: &'static [&'static str],
    /// How the call is authenticated.
    pub auth: Auth,
    /// The format of the request body.
    pub body: BodyKind,
    /// The content type of the request body, if it is not the one of its format.
    pub content_type: Option<&'static str>,
    /// The media type that is requested, if it is not the one of the format of the response body.
    pub accept: Option<&'static str>,
    /// Whether no body is sent if no field is set.
    pub optional_body: bool,
    /// The format of the response body.
    pub response: ResponseKind,
    /// The location of the data in the response as a JSON pointer: `/data`, or empty if the data is the whole body.
    pub data: &'static str,
    /// Whether a response with `success: false` is an error although its status is a success.
    pub reports_success: bool,
    /// The pagination. `None` if the operation does not return pages of a list.
    pub pagination: Option<PaginationInfo>,
    /// The rules for the inputs.
    pub inputs: &'static [InputRule],
    /// Whether the rate limit of searches applies.
    pub search: bool,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// The id of the operation that replaces it.
    pub replaced_by: Option<&'static str>,
    /// The URL of the vendor's documentation.
    pub docs: Option<&'static str>,
    /// The path that requests are sent to, if it differs from `path`.
    pub sent_to: Option<&'static str>,
    /// The URL of the server that requests are sent to, if it differs from the API's.
    pub server: Option<&'static str>,
}

/// The constructor and the setters for generated code: `new` takes what every operation has, the setters take the rest.
#[doc(hidden)]
impl OperationInfo {
    pub const fn new(id: &'static str, version: ApiVersion, resource: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            version,
            resource,
            token_cost: None,
            scopes: &[],
            auth: Auth::Api,
            body: BodyKind::None,
            content_type: None,
            accept: None,
            optional_body: false,
            response: ResponseKind::Json,
            data: "/data",
            reports_success: true,
            pagination: None,
            inputs: &[],
            search: false,
            deprecated: false,
            replaced_by: None,
            docs: None,
            sent_to: None,
            server: None,
        }
    }

    #[must_use]
    pub const fn token_cost(mut self, tokens: u32) -> Self {
        self.token_cost = Some(tokens);
        self
    }

    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    #[must_use]
    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    #[must_use]
    pub const fn body(mut self, body: BodyKind) -> Self {
        self.body = body;
        self
    }

    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    #[must_use]
    pub const fn optional_body(mut self) -> Self {
        self.optional_body = true;
        self
    }

    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    #[must_use]
    pub const fn response(mut self, response: ResponseKind) -> Self {
        self.response = response;
        self
    }

    #[must_use]
    pub const fn root(mut self) -> Self {
        self.data = "";
        self
    }

    #[must_use]
    pub const fn ignores_success(mut self) -> Self {
        self.reports_success = false;
        self
    }

    #[must_use]
    pub const fn pages(mut self, style: PaginationStyle, items: &'static str, max: Option<u32>) -> Self {
        self.pagination = Some(PaginationInfo { style, items, max });
        self
    }

    #[must_use]
    pub const fn inputs(mut self, rules: &'static [InputRule]) -> Self {
        self.inputs = rules;
        self
    }

    #[must_use]
    pub const fn search(mut self) -> Self {
        self.search = true;
        self
    }

    #[must_use]
    pub const fn deprecated(mut self, replaced_by: Option<&'static str>) -> Self {
        self.deprecated = true;
        self.replaced_by = replaced_by;
        self
    }

    #[must_use]
    pub const fn docs(mut self, url: &'static str) -> Self {
        self.docs = Some(url);
        self
    }

    #[must_use]
    pub const fn sent_to(mut self, path: &'static str) -> Self {
        self.sent_to = Some(path);
        self
    }

    #[must_use]
    pub const fn server(mut self, origin: &'static str) -> Self {
        self.server = Some(origin);
        self
    }
}
