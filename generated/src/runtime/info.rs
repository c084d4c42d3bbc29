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
    /// With the API token or access token of the client.
    Api,
    /// With the id and secret of the OAuth app.
    OAuthClient,
    /// Not at all.
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
pub enum ReplyKind {
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
    /// Where the items are in the reply, as a JSON pointer.
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
    pub reply: ReplyKind,
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
