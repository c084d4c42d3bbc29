//! What is known of an operation before it is called.

use http::Method;

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// The first version.
    V1,
    /// The second version.
    V2,
}

/// How a call proves who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// With the credentials that the API requires by default.
    Api,
    /// With the credentials of these schemes: alternatives, each with the schemes that it needs together.
    Schemes(&'static [&'static [&'static str]]),
    /// Without credentials.
    None,
}

/// How inputs of the body are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// There is no body.
    None,
    /// As a JSON object.
    Json,
    /// As an HTML form.
    Form,
    /// As an HTML form with files.
    Multipart,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// JSON.
    Json,
    /// Text.
    Text,
    /// A file; it is not read ahead.
    Binary,
    /// Nothing.
    Empty,
}

/// How a list is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaginationStyle {
    /// Every page names the cursor of the next one.
    Cursor,
    /// By the number of items before the page.
    Offset,
    /// Like `Offset`, over what has changed since a moment.
    Recents,
}

/// How the list of an operation is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaginationInfo {
    /// What leads to the next page.
    pub style: PaginationStyle,
    /// Where the items are in the response, as a JSON pointer.
    pub items: &'static str,
    /// The largest page; a larger `limit` is lowered to it.
    pub max: Option<u32>,
}

/// What is known of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationInfo {
    /// Version, resource and method, such as `v2.deals.get`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// The version of the API.
    pub version: ApiVersion,
    /// The resource, such as `deals`.
    pub resource: &'static str,
    /// What a call costs of the company's daily budget, where that is documented.
    pub token_cost: Option<u32>,
    /// The OAuth scopes of which a call needs one.
    pub scopes: &'static [&'static str],
    /// How the call proves who makes it.
    pub auth: Auth,
    /// How inputs are sent.
    pub body: BodyKind,
    /// What comes back.
    pub response: ResponseKind,
    /// How the list is walked, for lists.
    pub pagination: Option<PaginationInfo>,
    /// Whether it counts against the limit for searches.
    pub search: bool,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// The id of the operation to use instead.
    pub replaced_by: Option<&'static str>,
    /// Where the vendor documents it.
    pub docs: Option<&'static str>,
    /// The path that requests really go to, where it is another.
    pub sent_to: Option<&'static str>,
    /// The server that requests go to, where it is another.
    pub server: Option<&'static str>,
}

/// How emitted code describes an operation: what every one has first, then what this one has besides.
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
            response: ResponseKind::Json,
            pagination: None,
            search: false,
            deprecated: false,
            replaced_by: None,
            docs: None,
            sent_to: None,
            server: None,
        }
    }

    pub const fn token_cost(mut self, tokens: u32) -> Self {
        self.token_cost = Some(tokens);
        self
    }

    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    pub const fn body(mut self, body: BodyKind) -> Self {
        self.body = body;
        self
    }

    pub const fn response(mut self, response: ResponseKind) -> Self {
        self.response = response;
        self
    }

    pub const fn pages(mut self, style: PaginationStyle, items: &'static str, max: Option<u32>) -> Self {
        self.pagination = Some(PaginationInfo { style, items, max });
        self
    }

    pub const fn search(mut self) -> Self {
        self.search = true;
        self
    }

    pub const fn deprecated(mut self, replaced_by: Option<&'static str>) -> Self {
        self.deprecated = true;
        self.replaced_by = replaced_by;
        self
    }

    pub const fn docs(mut self, url: &'static str) -> Self {
        self.docs = Some(url);
        self
    }

    pub const fn sent_to(mut self, path: &'static str) -> Self {
        self.sent_to = Some(path);
        self
    }

    pub const fn server(mut self, origin: &'static str) -> Self {
        self.server = Some(origin);
        self
    }
}
