//! The facts about an API that the API description states. Generated code passes them to the runtime as constants.

use super::info::OperationInfo;

/// The name of the client crate, used for the names of traces and threads.
#[cfg(any(feature = "tracing", feature = "blocking"))]
pub(crate) const CLIENT_NAME: &str = without_suffix(env!("CARGO_CRATE_NAME"), "_runtime");

#[cfg(any(feature = "tracing", feature = "blocking"))]
const fn without_suffix(name: &'static str, suffix: &str) -> &'static str {
    name.split_at(name.len().saturating_sub(suffix.len())).0
}

/// The facts about an API: its servers, authentication and rate limits.
#[derive(Debug)]
pub struct ApiInfo {
    /// The default value of the header `user-agent`: a product name with its version.
    pub user_agent: &'static str,
    /// The URL of the default server. `None` if the API description has no absolute URL.
    pub server: Option<&'static str>,
    /// The URL of the server of a company, as the parts before and after the company domain. `None` if companies have no servers.
    pub company_server: Option<(&'static str, &'static str)>,
    /// The security schemes.
    pub schemes: &'static [SecurityScheme],
    /// The credentials that operations require by default: alternatives, each with the schemes that are required together.
    pub security: &'static [&'static [&'static str]],
    /// The rate limits. `None` if the API description states none.
    pub limits: Option<RateLimits>,
}

/// A way to authenticate.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name of the scheme in the API description.
    pub name: &'static str,
    /// How the credentials are sent.
    pub kind: SchemeKind,
    /// The name of the setter of `ClientBuilder`, for error messages.
    pub setter: &'static str,
}

/// How the credentials of a scheme are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// As the header with this name.
    HeaderKey(&'static str),
    /// As the query parameter with this name.
    QueryKey(&'static str),
    /// As the cookie with this name.
    CookieKey(&'static str),
    /// As `authorization: Basic …`.
    Basic,
    /// As `authorization: Bearer …`, which is also used for OAuth access tokens.
    Bearer,
}

/// The rate limits of an API.
#[derive(Debug)]
pub struct RateLimits {
    /// The period, in milliseconds.
    pub period_ms: u64,
    /// The maximum number of requests per period on the smallest plan, by the name of the scheme that is used.
    pub requests: &'static [(&'static str, u32)],
    /// The maximum number of searches per period. `None` if searches have no limit of their own.
    pub searches: Option<u32>,
}

/// The OAuth 2 server of an API.
#[derive(Debug)]
pub struct OAuthInfo {
    /// The API that the access tokens are valid for.
    pub api: &'static ApiInfo,
    /// The name of the scheme that access tokens are sent with.
    pub scheme: &'static str,
    /// The URL of the page on which a user authorizes an app.
    pub authorize_url: &'static str,
    /// The operation that exchanges a code for tokens.
    pub get_tokens: &'static OperationInfo,
    /// The operation that exchanges a refresh token for tokens.
    pub refresh_tokens: &'static OperationInfo,
    /// The operation that revokes a token.
    pub revoke: &'static OperationInfo,
}

impl ApiInfo {
    /// Returns the security scheme with this name.
    pub(crate) fn scheme(&self, name: &str) -> Option<&'static SecurityScheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}
