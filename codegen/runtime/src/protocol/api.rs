//! Facts about the API, which the description of a client states and generated code passes on as one constant.

use super::info::OperationInfo;

/// The name of the client crate: what traces and threads are named after.
pub(crate) const CLIENT_NAME: &str = without_suffix(env!("CARGO_CRATE_NAME"), "_runtime");

const fn without_suffix(name: &'static str, suffix: &str) -> &'static str {
    name.split_at(name.len().saturating_sub(suffix.len())).0
}

/// An API as its description states it: servers, credentials, limits.
#[derive(Debug)]
pub struct ApiInfo {
    /// The product in the header `user-agent`, with its version.
    pub user_agent: &'static str,
    /// The server that requests are sent to by default. `None` if the description has no absolute URL.
    pub server: Option<&'static str>,
    /// The server of one company, for which the domain is put between the two parts.
    pub company_server: Option<(&'static str, &'static str)>,
    /// Every way to authenticate.
    pub schemes: &'static [SecurityScheme],
    /// The schemes that operations require by default: alternatives, each with the schemes that it needs together.
    pub security: &'static [&'static [&'static str]],
    /// The limits on bursts of requests, if the description states them.
    pub limits: Option<RateLimits>,
}

/// One way to authenticate.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name of the scheme in the description.
    pub name: &'static str,
    /// How the credentials are sent.
    pub kind: SchemeKind,
    /// The setter of the builder, for error messages.
    pub setter: &'static str,
}

/// How the credentials of a scheme are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in the header of this name.
    HeaderKey(&'static str),
    /// A key in the query parameter of this name.
    QueryKey(&'static str),
    /// A key in the cookie of this name.
    CookieKey(&'static str),
    /// `authorization: Basic …`
    Basic,
    /// `authorization: Bearer …`, which includes OAuth access tokens.
    Bearer,
}

/// The limits on the number of requests in a period.
#[derive(Debug)]
pub struct RateLimits {
    /// The period, in milliseconds.
    pub period_ms: u64,
    /// The maximum number of requests per period with each scheme, on the smallest plan.
    pub requests: &'static [(&'static str, u32)],
    /// The maximum number of searches per period, if searches are limited separately.
    pub searches: Option<u32>,
}

/// The OAuth 2 server of an API.
#[derive(Debug)]
pub struct OAuthInfo {
    /// The API that access tokens are for.
    pub api: &'static ApiInfo,
    /// The scheme that access tokens are sent with.
    pub scheme: &'static str,
    /// The page on which a user authorizes an app.
    pub authorize_url: &'static str,
    /// Exchanges a code for tokens.
    pub get_tokens: &'static OperationInfo,
    /// Exchanges a refresh token for tokens.
    pub refresh_tokens: &'static OperationInfo,
    /// Revokes a token.
    pub revoke: &'static OperationInfo,
}

impl ApiInfo {
    pub(crate) fn scheme(&self, name: &str) -> Option<&'static SecurityScheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }
}
