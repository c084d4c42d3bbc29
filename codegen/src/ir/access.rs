//! How a client reaches the API: servers, credentials, limits.

use serde::Serialize;

use crate::load::Pointer;

/// The facts about an API that all its operations share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Access {
    /// The server that requests are sent to by default: the first one with an absolute URL without variables.
    pub server: Option<String>,
    /// The server of one company: what is before and after the variable `company` of its URL.
    pub company_server: Option<(String, String)>,
    /// The security schemes, in the order of the description.
    pub schemes: Vec<AuthScheme>,
    /// The schemes that operations require by default: alternatives, each with the schemes that it needs together.
    pub security: Vec<Vec<String>>,
    /// The limits on bursts of requests.
    pub limits: Option<RequestLimits>,
    /// The product name in the header `user-agent`.
    pub user_agent: Option<String>,
}

impl Access {
    /// Whether the description states nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The scheme of a name.
    pub fn scheme(&self, name: &str) -> Option<&AuthScheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuthScheme {
    /// Its name in the description.
    pub name: String,
    /// How its credentials are sent.
    pub kind: AuthSchemeKind,
    /// What the description states about it.
    pub description: Option<String>,
    /// Location in the description.
    #[serde(skip)]
    pub at: Pointer,
}

/// How the credentials of a scheme are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum AuthSchemeKind {
    /// In the header of this name.
    HeaderKey(String),
    /// In the query parameter of this name.
    QueryKey(String),
    /// In the cookie of this name.
    CookieKey(String),
    /// As basic authentication.
    Basic,
    /// As a bearer token.
    Bearer,
    /// As an OAuth access token, which is a bearer token.
    OAuth(OAuthUrls),
}

/// The URLs of an OAuth 2 server; each may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OAuthUrls {
    /// The page on which a user authorizes an app.
    pub authorize: Option<String>,
    /// Where codes and refresh tokens are exchanged for tokens.
    pub token: Option<String>,
    /// Where tokens are revoked.
    pub revoke: Option<String>,
}

/// The limits on the number of requests in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestLimits {
    /// The period in seconds.
    pub period: u32,
    /// The maximum number of requests per period, by scheme.
    pub requests: Vec<(String, u32)>,
    /// The maximum number of searches per period, if they are limited separately.
    pub searches: Option<u32>,
}
