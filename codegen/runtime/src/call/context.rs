//! The state that all calls of a client share: transport, credentials, limits, policies.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::settings::{CredentialSettings, Setting};
use crate::http::transport::{BoxFuture, Transport};
use crate::http::url::Base;
use crate::json::mask::Secrets;
use crate::policy::clock::Clock;
use crate::policy::credentials::Credential;
use crate::policy::limits::known::LimitsByCredentials;
use crate::policy::limits::{ClientLimits, LimitSet};
use crate::policy::observer::Observer;
use crate::policy::retry::RetryPolicy;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::Result;

/// The part of a client that does not depend on its operations. `Client` contains it.
#[doc(hidden)]
#[derive(Clone)]
pub struct ClientCore(pub(crate) Arc<ClientContext>);

pub(crate) struct ClientContext {
    pub(crate) api: &'static ApiInfo,
    pub(crate) transport: Arc<dyn Transport>,
    /// The server of all operations that have no server of their own, unless a session determines it.
    pub(crate) base: Arc<Base>,
    /// Whether `base` was set, so that it takes precedence over the server of a session.
    pub(crate) has_fixed_base: bool,
    /// Replaces the servers of operations that have their own, such as that of OAuth.
    pub(crate) oauth_base: Option<Arc<Base>>,
    pub(crate) credentials: Credentials,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) clock: Clock,
    pub(crate) limits: Arc<LimitSet>,
    pub(super) burst_limit: Setting<Option<u32>>,
    pub(super) known_limits: LimitsByCredentials,
    pub(crate) max_response_size: u64,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) strict: bool,
}

/// The credentials of a client, by scheme.
pub(crate) struct Credentials {
    /// The credentials of operations that require the API's default ones. `None` if no alternative is complete.
    pub(crate) default: Option<DefaultCredentials>,
    /// All credentials, for operations that require specific schemes.
    pub(crate) by_scheme: Vec<(&'static str, Credential)>,
    /// The headers that credentials can be sent in. Setting one of them for a call replaces the credentials.
    pub(crate) headers: Vec<HeaderName>,
    /// The settings that the credentials are made from.
    pub(super) settings: CredentialSettings,
    /// The secrets in all credentials, which are masked in errors.
    pub(crate) secrets: Secrets,
}

/// The credentials that calls are sent with by default.
pub(crate) enum DefaultCredentials {
    /// The same credentials for each call.
    Fixed(Vec<Credential>),
    /// Access tokens that are renewed.
    Session(Arc<dyn TokenSource>),
}

/// A source of access tokens, which renews them when they expire or are refused.
pub(crate) trait TokenSource: Any + Send + Sync {
    /// Returns the server that the current tokens are valid for.
    fn base(&self) -> Arc<Base>;

    /// Returns a token for one attempt, after renewing it if necessary.
    fn lease(self: Arc<Self>, client: &ClientCore) -> BoxFuture<'_, Result<Lease>>;

    /// Renews the tokens, because the API has refused this one.
    fn renew<'a>(self: Arc<Self>, client: &'a ClientCore, refused: &'a Lease) -> BoxFuture<'a, Result<()>>;
}

/// The token that one attempt of a call is made with.
pub(crate) struct Lease {
    pub(crate) header: HeaderValue,
    pub(crate) base: Arc<Base>,
    /// The secrets of the session, which are masked in errors.
    pub(crate) secrets: Secrets,
    /// Identifies the tokens that the header is from.
    #[cfg(feature = "oauth")]
    pub(crate) generation: u64,
}

impl ClientContext {
    /// Returns the current server of calls.
    pub(crate) fn base(&self) -> Arc<Base> {
        match &self.credentials.default {
            Some(DefaultCredentials::Session(session)) if !self.has_fixed_base => session.base(),
            _ => Arc::clone(&self.base),
        }
    }
}

impl ClientCore {
    /// Returns the state of the rate limits, which this client shares with its clones.
    ///
    /// The client enforces the limits of requests per period itself: calls wait for a permit instead of being refused by the
    /// server. The daily budget is only known from responses. It is shared by all users and apps of the company.
    pub fn rate_limit(&self) -> ClientLimits {
        self.0.limits.snapshot()
    }
}

impl AsRef<Self> for ClientCore {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for ClientCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = match &self.0.credentials.default {
            None => "none",
            Some(DefaultCredentials::Fixed(_)) => "fixed",
            Some(DefaultCredentials::Session(_)) => "an OAuth session",
        };
        f.debug_struct("Client")
            .field("base_url", &self.0.base().join("", &[], &[]))
            .field("credentials", &credentials)
            .field("timeout", &self.0.timeout)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
